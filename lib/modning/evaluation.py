"""What the book asks of this evaluation (`slicebook.evaluation`)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from slicebook import paths
from slicebook.evaluation import Evaluation
from slicebook.programme import Programme
from slicebook.text import Message
from surveys.partitions import manifest, partitions

if TYPE_CHECKING:
    import pandas as pd

    from slicebook.book.source import Edition


def _titles(programme: Programme) -> dict[str, Message]:
    from surveys.codebook import load_codebook

    return {name: form.title for name, form in load_codebook(programme).items()}


def _pages(programme: Programme) -> dict[str, str]:
    from modning.pages.codebook import codebook_pages
    from surveys.codebook import load_codebook

    return codebook_pages(load_codebook(programme))


def _values(edition: "Edition", results: "pd.DataFrame") -> dict[str, Any]:
    from modning.pages.front import front_values
    from modning.pages.intake import intake_table
    from modning.pages.rates import published_values, rate_tables
    from modning.pages.report_parts import checklist_tables, report_parts

    return front_values(edition, results) | {
        "checklists": checklist_tables(edition),
        "intake_table": intake_table(edition),
        "rates": rate_tables(),
        "reference_table": published_values(),
        "report_parts": report_parts(edition),
    }


def _files(note: Mapping[str, Any], programme: Programme) -> Iterator[Path]:
    slice_of_form = note["form"], note["municipality"], note["year"], programme
    return (path for *_, path in partitions(*slice_of_form))


def _answering() -> Callable[[str], Any]:
    from surveys.disclosure.asked import answering

    return answering()


def _prepare(exports: Sequence[Path]) -> None:
    from modning import line

    if not exports:
        line.write_synthetic(paths.exports(), 1, ["csv"])
    line.take_in(exports or [paths.exports()])
    line.protect()


def _documents(programme: Programme) -> dict[str, Callable[[], bytes]]:
    """Return each form as a DDI codebook, the data archives' own format."""
    from surveys.codebook import load_codebook
    from surveys.instruments import FORMATS

    make, name = FORMATS["ddi"]
    forms = load_codebook(programme)
    return {
        name.format(form=key): partial(make, form, programme.language)
        for key, form in forms.items()
    }


def _real(of: str) -> Any:
    """Return an entry of `data/synthetic/real.yml`, nothing where the project has no such file."""
    from slicebook.programme import read_yaml

    file = paths.data("synthetic", "real.yml")
    return read_yaml(file).get(of, []) if file.is_file() else []


EVALUATION = Evaluation(
    manifest, _titles, _pages, _values, _files, _answering, _prepare, _documents, _real
)
