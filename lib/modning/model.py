"""The programme's model as data: core elements, elements of the course, preconditions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import label, read_yaml
from slicebook.text import Message, _

KINDS = {
    "core": _("Core element"),
    "element": _("Element of the course"),
    "precondition": _("Precondition"),
}


@dataclass(frozen=True)
class Part:
    """A part of the model, its number among the eight recommendations, and what evaluates it."""

    id: str
    kind: str
    recommendation: int | None
    label: Message
    text: Message
    notebooks: tuple[str, ...]


def load_model(path: Path | None = None) -> tuple[Part, ...]:
    """Read the model; `InputError` names the file, the part and what is wrong."""
    path = path or paths.report("model.yml")
    return tuple(_part(entry, path.name) for entry in read_yaml(path)["parts"])


def model_figures(parts: Iterable[Part]) -> pd.DataFrame:
    """Return how many parts of each kind there are, as figures (report Figur 1.1 and Tabel 1.1).

    `model.<kind>`, and `model.recommendation`: how many of the first recommendations became one.
    """
    parts = list(parts)
    kinds = [(f"model.{kind}", sum(part.kind == kind for part in parts)) for kind in KINDS]
    recommended = len({part.recommendation for part in parts} - {None})
    rows = [*kinds, ("model.recommendation", recommended)]
    return pd.DataFrame(rows, columns=["figure", "value"]).assign(unit="parts")


def _part(raw: Any, file: str) -> Part:
    name = raw.get("id", "?") if isinstance(raw, dict) else repr(raw)
    where = f"{file}: part {name}"
    try:
        if raw["kind"] not in KINDS:
            raise ValueError(f'kind "{raw["kind"]}" is none of {", ".join(KINDS)}')
        return Part(
            id=raw["id"],
            kind=raw["kind"],
            recommendation=raw["recommendation"],
            label=label(raw["label"], "label"),
            text=label(raw["text"], "text"),
            notebooks=tuple(raw["notebooks"]),
        )
    except KeyError as missing:
        raise InputError(f"{where}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{where}: {problem}") from None
