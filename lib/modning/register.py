"""The register of what is shown of the answers: `data/tables.yml`, a question an entry.

A question without an entry shows each of its answers by itself; the file's head says what an entry
may have.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from pathlib import Path

from modning.register_check import obstacles_of
from slicebook import paths
from slicebook.entries import Flag
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Words, read_yaml
from slicebook.written import read, written
from surveys.codebook import Form, Item, Option, load_codebook
from surveys.disclosure import cell_name

NAMES = "{form}.{question}"
# Answers that say the least, whatever the programme: they stand last, and grey.
SAYS_LITTLE = ("other", "unknown", "dont_know")
Answers = tuple[str, ...]


@written
class Set:
    """Answers taken together, in the form's order; `figures` tell them, `{row}` being a grid's.

    A grid's that is of the `whole` is shown of all places and years together only.
    """

    answers: Answers
    figures: tuple[str, ...] = ()
    label: Words | None = None
    whole: Flag = False


@written
class Merged:
    """Answers that are shown as one, under its name."""

    answers: Answers
    label: Words


@written
class Group:
    """Those who gave an answer to another question; `figures` name what is told of them.

    Of the `whole`: of all places and years together only.
    """

    question: str
    answer: str
    figures: str
    whole: Flag = False


@written
class Within:
    """An answer among those who gave one of the set `of`."""

    of: str
    answer: str
    figures: tuple[str, ...]


@written
class Counted:
    """Of how many rows of a grid a person gave an answer of a set; `gate` names its mean."""

    set: str
    gate: str
    spread: Flag = True


@written
class Entry:
    """What is shown of a question; the head of `tables.yml` explains each part."""

    figures: str = ""
    printed: str = ""
    merged: dict[str, Merged] = field(default_factory=dict)
    apart: Flag = False
    whole: Flag = False
    sets: dict[str, Set] = field(default_factory=dict)
    each: Flag | None = None
    levels: Answers = ()
    rare: Answers = ()
    darkest: str = "last"
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    within: dict[str, Within] = field(default_factory=dict)
    changed: Answers = ()
    means: Flag = False
    alike: dict[str, Answers] = field(default_factory=dict)
    together: tuple[Answers, ...] = ()
    counted: tuple[Counted, ...] = ()
    shown: Flag = True

    def answers(self, name: str) -> Answers:
        """Return the answers of a set, those merged under the name, or the one of this name."""
        together = self.sets.get(name) or self.merged.get(name)
        return together.answers if together else (name,)

    def merged_answers(self, name: str) -> Answers:
        """Return the form's answers behind one that is shown."""
        return self.merged[name].answers if name in self.merged else (name,)

    def shown_answers(self, item: Item) -> tuple[Option, ...]:
        """Return a question's answers as they are shown: those merged where their first stands."""
        name_of = {answer: name for name, one in self.merged.items() for answer in one.answers}
        shown: dict[str, Option] = {}
        for option in item.options:
            name = name_of.get(option.id)
            if name is None:
                shown[option.id] = option
            elif name not in shown:
                shown[name] = Option(option.code, name, self.merged[name].label)
        return tuple(shown.values())

    def is_rare(self, row: str, name: str) -> bool:
        """Tell whether a set is shown of all years together only in a row of a grid."""
        return name in self.rare or (row in self.rare and name in self.levels)

    def gate(self, row: str) -> str:
        """Return what the mean of a grid's row is withheld with: itself, or the rows alike."""
        return next((name for name, rows in self.alike.items() if row in rows), row)


@written
class Head:
    """What `tables.yml` says of all questions."""

    figures: str = NAMES
    says_little: Answers = ()


Asked = dict[str, dict[str, Entry]]


Entries = Mapping[tuple[str, str], Entry]


def entry(form: str, item: str) -> Entry:
    """Return what is shown of a form's question."""
    head, entries = _known()
    plain = Entry(head.figures.format(form=form, question=item), each=True)
    return entries.get((form, item), plain)


def says_little() -> Answers:
    """Return the answers that say the least: they stand last whatever their size, and grey."""
    return (*SAYS_LITTLE, *_known()[0].says_little)


def cell_telling(figure: str) -> str:
    """Return the cell of the answer whose count a figure tells; "" where it is none's."""
    found = (
        cell_name(form, item, (answer,))
        for (form, item), told in _known()[1].items()
        for answer, figures in told.also.items()
        if figure in figures
    )
    return next(found, "")


def _known() -> tuple[Head, Entries]:
    path = paths.data("tables.yml")
    return _register(path) if path.is_file() else (Head(), {})


@read_once
def _register(path: Path) -> tuple[Head, Entries]:
    raw, forms = dict(read_yaml(path)), load_codebook()
    top = {key: raw.pop(key) for key in Head.__annotations__ if key in raw}
    head = read(Head, top, path.name)
    asked = read(Asked, raw, path.name)
    if obstacles := list(obstacles_of(asked, forms)):
        raise InputError("\n".join(f"{path.name}: {one}" for one in obstacles))
    return head, {
        (form, id): _completed(told, forms[form], forms[form].item(id), head.figures)
        for form, entries in asked.items()
        for id, told in entries.items()
    }


def _completed(told: Entry, form: Form, item: Item, names: str) -> Entry:
    """Return an entry with what it leaves unsaid, the answers of its sets in the form's order."""

    def ordered(together: Mapping[str, Set] | Mapping[str, Merged]) -> dict:
        ids = [option.id for option in item.options]
        return {
            name: replace(one, answers=tuple(id for id in ids if id in one.answers))
            for name, one in together.items()
        }

    return replace(
        told,
        figures=told.figures or names.format(form=form.id, question=item.id),
        sets=ordered(told.sets),
        merged=ordered(told.merged),
        each=item.type != "grid" or not told.sets if told.each is None else told.each,
    )
