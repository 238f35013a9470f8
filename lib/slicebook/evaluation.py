"""What a book asks of the evaluation that it shows: the seam between the two.

A package that evaluates gives an `Evaluation` by an entry point of `slicebook.evaluation`; without
one, a book is made of notebooks alone.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slicebook.programme import EXPORTS, SYNTHETIC, Programme

if TYPE_CHECKING:
    import pandas as pd

    from slicebook.book.source import Edition
    from slicebook.text import Message

GROUP = "slicebook.evaluation"


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation gives to its book; as it stands, nothing.

    `origin` says of the answers whether they are `synthetic`, their `last` day and, by form, how
    many were read. `titles` names the sources that runs note. `pages` are further pages by name, in
    the language spoken, `values` what the front pages may name. `files` are those behind a source
    that a run notes, `answering` gives what answers, as all is now, questions that runs note.
    `prepare` makes answers ready for runs, from exports or without. `documents` are further files
    beside the figures for machines, by name what makes each. `real` are patterns of what made-up
    answers do not decide although their runs read them: of "figures", and of what cells "show"; of
    "parts" the positions of such rows and columns by cell.
    """

    origin: Callable[[], Mapping[str, Any]] = lambda: {"synthetic": False, "forms": {}}
    titles: Callable[[Programme], Mapping[str, "Message"]] = lambda programme: {}
    pages: Callable[[Programme], Mapping[str, str]] = lambda programme: {}
    values: Callable[["Edition", "pd.DataFrame"], Mapping[str, Any]] = lambda edition, results: {}
    files: Callable[[Mapping[str, Any], Programme], Iterable[Path]] = lambda note, programme: ()
    answering: Callable[[], Callable[[str], Any]] = lambda: lambda question: None
    prepare: Callable[[Sequence[Path]], None] = lambda exports: None
    documents: Callable[[Programme], Mapping[str, Callable[[], bytes]]] = lambda programme: {}
    real: Callable[[str], Collection[str]] = lambda of: ()


@cache
def evaluation() -> Evaluation:
    """Return the evaluation that is installed; one that gives nothing where none is."""
    found = list(entry_points(group=GROUP))
    return found[0].load() if found else Evaluation()


def are_the_reports(programme: Programme) -> bool:
    """Tell whether the accepted answers are those the printed report was written from."""
    return programme.reported == (SYNTHETIC if evaluation().origin()["synthetic"] else EXPORTS)
