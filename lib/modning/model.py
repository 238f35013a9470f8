"""The programme's model as data: core elements, elements of the course, preconditions."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import pandas as pd

from slicebook import paths
from slicebook.entries import Whole
from slicebook.figures import figure_table
from slicebook.programme import Words, read_yaml
from slicebook.text import _
from slicebook.written import read, written

KINDS = {
    "core": _("Core element"),
    "element": _("Element of the course"),
    "precondition": _("Precondition"),
}


@written
class Part:
    """A part of the model, the number of the recommendation it was, and what evaluates it."""

    id: str
    kind: Literal["core", "element", "precondition"]
    recommendation: Whole | None
    label: Words
    text: Words
    notebooks: tuple[str, ...]


@written
class Model:
    """The entries of `model.yml`; `source` says where the model is printed."""

    parts: tuple[Part, ...]
    source: str = ""


def load_model(path: Path | None = None) -> tuple[Part, ...]:
    """Read the model; `InputError` names the file, the part and what is wrong."""
    path = path or paths.report("model.yml")
    return read(Model, read_yaml(path), path.name).parts


def model_figures(parts: Iterable[Part]) -> pd.DataFrame:
    """Return how many parts of each kind there are, as figures (report Figur 1.1 and Tabel 1.1).

    `model.<kind>`, and `model.recommendation`: how many of the first recommendations became one.
    """
    parts = list(parts)
    rows = [(kind, sum(part.kind == kind for part in parts), "parts") for kind in KINDS]
    recommended = len({part.recommendation for part in parts} - {None})
    return figure_table([*rows, ("recommendation", recommended, "parts")], "model")
