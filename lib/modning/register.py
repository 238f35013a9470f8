"""The register of what is shown of the answers: `data/tables.yml`, a question an entry.

A question without an entry shows each of its answers by itself; the file's head says what an entry
may have.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import label, read_yaml
from slicebook.text import Message
from surveys.codebook import Form, Item, load_codebook
from surveys.disclosure import cell_name

NAMES = "{form}.{question}"
# Answers that say the least, whatever the programme: they stand last, and grey.
SAYS_LITTLE = ("other", "unknown", "dont_know")
Answers = tuple[str, ...]


@dataclass(frozen=True)
class Set:
    """Answers taken together, in the form's order; `figures` tell them, `{row}` being a grid's."""

    answers: Answers
    figures: tuple[str, ...] = ()
    label: Message | None = None


@dataclass(frozen=True)
class Group:
    """Those who gave an answer to another question; `figures` name what is told of them."""

    question: str
    answer: str
    figures: str


@dataclass(frozen=True)
class Within:
    """An answer among those who gave one of the set `of`."""

    of: str
    answer: str
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Counted:
    """Of how many rows of a grid a person gave an answer of a set; `gate` names its mean."""

    set: str
    gate: str
    spread: bool = True


@dataclass(frozen=True)
class Entry:
    """What is shown of a question; the head of `tables.yml` explains each part."""

    figures: str
    printed: str = ""
    sets: Mapping[str, Set] = field(default_factory=dict)
    each: bool = True
    levels: Answers = ()
    darkest: str = "last"
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, Group] = field(default_factory=dict)
    within: Mapping[str, Within] = field(default_factory=dict)
    changed: Answers = ()
    means: bool = False
    alike: Mapping[str, Answers] = field(default_factory=dict)
    together: tuple[Answers, ...] = ()
    counted: tuple[Counted, ...] = ()
    shown: bool = True

    def answers(self, name: str) -> Answers:
        """Return the answers of a set, or the one answer of this name."""
        return self.sets[name].answers if name in self.sets else (name,)

    def gate(self, row: str) -> str:
        """Return what the mean of a grid's row is withheld with: itself, or the rows alike."""
        return next((name for name, rows in self.alike.items() if row in rows), row)


@dataclass(frozen=True)
class Register:
    """All of `tables.yml`: how figures are named, what says little, and each question's entry."""

    figures: str = NAMES
    says_little: Answers = ()
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)


def entry(form: str, item: str) -> Entry:
    """Return what is shown of a form's question."""
    known = _known()
    plain = Entry(known.figures.format(form=form, question=item))
    return known.entries.get((form, item), plain)


def says_little() -> Answers:
    """Return the answers that say the least: they stand last whatever their size, and grey."""
    return (*SAYS_LITTLE, *_known().says_little)


def cell_telling(figure: str) -> str:
    """Return the cell of the answer whose count a figure tells; "" where it is none's."""
    found = (
        cell_name(form, item, (answer,))
        for (form, item), told in _known().entries.items()
        for answer, figures in told.also.items()
        if figure in figures
    )
    return next(found, "")


def _known() -> Register:
    path = paths.data("tables.yml")
    return _register(path) if path.is_file() else Register()


@read_once
def _register(path: Path) -> Register:
    raw, forms = read_yaml(path), load_codebook()
    names, little = raw.pop("figures", NAMES), tuple(raw.pop("says_little", ()))
    entries = {}
    for form, asked in raw.items():
        if form not in forms:
            raise InputError(f"{path.name}: there is no form {form} in instruments/")
        for id, told in asked.items():
            where = f"{path.name}: {form}: {id}"
            item = next((one for one in forms[form].items if one.id == id), None)
            if item is None:
                raise InputError(f"{where}: the form asks no such question")
            try:
                entries[form, id] = _entry(forms[form], item, told, names)
            except (TypeError, ValueError, KeyError, AttributeError) as problem:
                raise InputError(f"{where}: {problem}") from None
    return Register(names, little, entries)


def _entry(form: Form, item: Item, raw: dict[str, Any], names: str) -> Entry:
    named = {"figures": names.format(form=form.id, question=item.id)} | raw
    sets = {name: _set(item, name, one) for name, one in raw.get("sets", {}).items()}
    found = Entry(**named | {
        "sets": sets,
        "each": raw.get("each", item.type != "grid" or not sets),
        "levels": tuple(raw.get("levels", ())),
        "changed": tuple(raw.get("changed", ())),
        "also": {id: tuple(figures) for id, figures in raw.get("also", {}).items()},
        "groups": {name: Group(**one) for name, one in raw.get("groups", {}).items()},
        "within": {name: Within(one["of"], one["answer"], tuple(one["figures"]))
                   for name, one in raw.get("within", {}).items()},
        "alike": {name: tuple(rows) for name, rows in raw.get("alike", {}).items()},
        "together": tuple(map(tuple, raw.get("together", ()))),
        "counted": tuple(Counted(**one) for one in raw.get("counted", ())),
    })  # fmt: skip
    for name in _answers_of(found):
        _check(name, [option.id for option in item.options], "answer")
    for row in (row for rows in (*found.alike.values(), *found.together) for row in rows):
        _check(row, [row.id for row in item.rows], "row")
    for name in (*found.changed, *(one.set for one in found.counted)):
        _check(name, list(sets), "set")
    return found


def _set(item: Item, name: str, raw: dict[str, Any]) -> Set:
    given = raw["answers"]
    for answer in given:
        _check(answer, [option.id for option in item.options], "answer")
    ordered = tuple(option.id for option in item.options if option.id in given)
    words = label(raw["label"], f"sets: {name}: label") if "label" in raw else None
    return Set(ordered, tuple(raw.get("figures", ())), words)


def _answers_of(entry: Entry) -> Iterator[str]:
    yield from (name for name in entry.levels if name not in entry.sets)
    yield from entry.also
    yield from (one.answer for one in entry.within.values())


def _check(name: str, known: list[str], what: str) -> None:
    if name not in known:
        raise ValueError(f'"{name}" is no {what}; there are {", ".join(known)}')
