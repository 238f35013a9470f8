"""`programme.yml` as a typed object: who takes part, when, and by which rules."""

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml

from modning import paths
from modning.errors import InputError
from modning.text import LANGUAGES, Label

ALL = "all"


@dataclass(frozen=True)
class Municipality:
    """A municipality and its answer code in each form."""

    key: str
    name: str
    codes: dict[str, int]


@dataclass(frozen=True)
class Change:
    """A change of the forms; `dated_by` is "report" or "assumed"."""

    key: str
    date: date
    dated_by: str
    label: Label


@dataclass(frozen=True)
class Public:
    """Figures (a shell pattern) that may be shown however small, and why."""

    figure: str
    reason: str


@dataclass(frozen=True)
class Programme:
    """What `programme.yml` says."""

    name: Label
    language: str
    municipalities: dict[str, Municipality]
    years: tuple[int, ...]
    first_day: date
    last_day: date
    changes: dict[str, Change]
    price_level: int
    threshold: int
    public: tuple[Public, ...]

    def municipality_name(self, key: str, language: str) -> str:
        """Return a municipality's name, or the words for all of them."""
        if key == ALL:
            return {"da": "Alle kommuner", "en": "All municipalities"}[language]
        return self.municipalities[key].name

    def is_public(self, figure: str) -> bool:
        """Tell whether `figure` may be shown however small its count."""
        return any(fnmatch(figure, rule.figure) for rule in self.public)


def load_programme(path: Path | None = None) -> Programme:
    """Read the programme.

    Raises `InputError` naming the file, the entry and what was expected.
    """
    path = path or paths.programme()
    raw = read_yaml(path)
    try:
        return _programme(raw)
    except KeyError as missing:
        raise InputError(f"{path.name}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{path.name}: {problem}") from None


def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; `InputError` where there is none."""
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except yaml.YAMLError as problem:
        raise InputError(f"{path.name}: not valid YAML: {problem}") from None
    if not isinstance(raw, dict):
        raise InputError(f"{path.name}: expected a mapping at the top")
    return raw


def label(raw: Any, where: str) -> Label:
    """Read a text in both languages; one string serves for both."""
    if isinstance(raw, str):
        return Label(raw, raw)
    if not isinstance(raw, dict) or set(raw) != set(LANGUAGES):
        raise ValueError(f"{where}: expected a text or one for each of {', '.join(LANGUAGES)}")
    return Label(**raw)


def _programme(raw: dict[str, Any]) -> Programme:
    municipalities = {
        key: Municipality(key, entry["name"], dict(entry["codes"]))
        for key, entry in raw["municipalities"].items()
    }
    if ALL in municipalities:
        raise ValueError(f'municipalities: "{ALL}" stands for all of them, choose another key')
    first, last = raw["collection"]["first"], raw["collection"]["last"]
    if not (isinstance(first, date) and isinstance(last, date) and first <= last):
        raise ValueError(f"collection: {first} to {last} is no period of dates (YYYY-MM-DD)")
    return Programme(
        name=label(raw["name"], "name"),
        language=raw["language"],
        municipalities=municipalities,
        years=tuple(int(year) for year in raw["years"]),
        first_day=first,
        last_day=last,
        changes={
            key: Change(key, entry["date"], entry["dated_by"], label(entry["label"], key))
            for key, entry in raw["changes"].items()
        },
        price_level=int(raw["price_level"]),
        threshold=int(raw["disclosure"]["threshold"]),
        public=tuple(Public(**rule) for rule in raw["disclosure"].get("public", [])),
    )
