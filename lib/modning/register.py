"""The register of what is shown of the answers: `data/tables.yml`, a question an entry.

A question without an entry shows each of its answers by itself; the file's head says what an entry
may have.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from slicebook import paths
from slicebook.entries import Flag
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Words, read_yaml
from slicebook.written import nearest, read, written
from surveys.codebook import Form, Item, load_codebook
from surveys.disclosure import cell_name

NAMES = "{form}.{question}"
# Answers that say the least, whatever the programme: they stand last, and grey.
SAYS_LITTLE = ("other", "unknown", "dont_know")
Answers = tuple[str, ...]


@written
class Set:
    """Answers taken together, in the form's order; `figures` tell them, `{row}` being a grid's."""

    answers: Answers
    figures: tuple[str, ...] = ()
    label: Words | None = None


@written
class Group:
    """Those who gave an answer to another question; `figures` name what is told of them."""

    question: str
    answer: str
    figures: str


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
    sets: dict[str, Set] = field(default_factory=dict)
    each: Flag | None = None
    levels: Answers = ()
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
        """Return the answers of a set, or the one answer of this name."""
        return self.sets[name].answers if name in self.sets else (name,)

    def gate(self, row: str) -> str:
        """Return what the mean of a grid's row is withheld with: itself, or the rows alike."""
        return next((name for name, rows in self.alike.items() if row in rows), row)


@written
class Head:
    """What `tables.yml` says of all questions."""

    figures: str = NAMES
    says_little: Answers = ()


Asked = dict[str, dict[str, Entry]]


@dataclass(frozen=True)
class Register:
    """All of `tables.yml`: how figures are named, what says little, and each question's entry."""

    figures: str = NAMES
    says_little: Answers = ()
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)


def entry(form: str, item: str) -> Entry:
    """Return what is shown of a form's question."""
    known = _known()
    plain = Entry(known.figures.format(form=form, question=item), each=True)
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
    raw, forms = dict(read_yaml(path)), load_codebook()
    top = {key: raw.pop(key) for key in Head.__annotations__ if key in raw}
    head = read(Head, top, path.name)
    asked = read(Asked, raw, path.name)
    obstacles = list(_obstacles(asked, forms))
    if obstacles:
        raise InputError("\n".join(f"{path.name}: {one}" for one in obstacles))
    entries = {
        (form, id): _completed(told, forms[form], forms[form].item(id), head.figures)
        for form, entries in asked.items()
        for id, told in entries.items()
    }
    return Register(head.figures, head.says_little, entries)


def _obstacles(
    asked: Mapping[str, Mapping[str, Entry]], forms: Mapping[str, Form]
) -> Iterator[str]:
    """Yield what forms do not have of what the register names."""
    for form, entries in asked.items():
        if form not in forms:
            yield f"there is no form {form} in instruments/{nearest(form, list(forms))}"
            continue
        items = {item.id: item for item in forms[form].items}
        for id, told in entries.items():
            if id in items:
                yield from (f"{form}: {id}: {one}" for one in _unknown(told, items[id]))
            else:
                near = nearest(id, list(items))
                yield f"{form}: {id}: the form asks no such question{near}"


def _unknown(told: Entry, item: Item) -> Iterator[str]:
    options, rows = [one.id for one in item.options], [one.id for one in item.rows]
    gathered = (answer for one in told.sets.values() for answer in one.answers)
    named = {
        "answer": (options, (*gathered, *_answers_of(told))),
        "row": (rows, (row for some in (*told.alike.values(), *told.together) for row in some)),
        "set": (list(told.sets), (*told.changed, *(one.set for one in told.counted))),
    }
    for what, (known, names) in named.items():
        for name in (one for one in names if one not in known):
            yield f'"{name}" is no {what}; there are {", ".join(known)}{nearest(name, known)}'


def _completed(told: Entry, form: Form, item: Item, names: str) -> Entry:
    """Return an entry with what it leaves unsaid, the answers of its sets in the form's order."""
    ordered = {
        name: replace(
            one, answers=tuple(option.id for option in item.options if option.id in one.answers)
        )
        for name, one in told.sets.items()
    }
    return replace(
        told,
        figures=told.figures or names.format(form=form.id, question=item.id),
        sets=ordered,
        each=item.type != "grid" or not ordered if told.each is None else told.each,
    )


def _answers_of(entry: Entry) -> Iterator[str]:
    yield from (name for name in entry.levels if name not in entry.sets)
    yield from entry.also
    yield from (one.answer for one in entry.within.values())
