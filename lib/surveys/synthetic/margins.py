"""The assumptions of `data/synthetic/*.yml`: what is known or assumed of each item's answers."""

from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

from annotated_types import MinLen
from pydantic import AfterValidator

from slicebook import paths
from slicebook.entries import Before, Number, Schema, Word
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import read_yaml
from slicebook.written import read, written
from surveys.codebook import Form, Item
from surveys.synthetic.counts import check_nested

# What each basis needs to be told with it.
BASES = {"report": "source", "assumed": "reason"}
# Of margins that nobody declared.
FROM_FORM = "form"
Basis = Literal["report", "assumed"]


def _ends(raw: Any, _: Any) -> Any:
    return raw if isinstance(raw, list) else [raw, raw]


def _shape(known: Schema) -> Schema:
    return {"anyOf": [{"type": "number"}, known]}


def _interval(ends: tuple[float, float]) -> tuple[float, float]:
    if not 0 <= ends[0] <= ends[1] <= 100:
        raise ValueError(f"{ends[0]:g} to {ends[1]:g} is no interval of percentages")
    return ends


Interval = Annotated[tuple[Number, Number], AfterValidator(_interval), Before(_ends, _shape)]
Answers = tuple[str, ...]


class Grounded:
    """What has a `basis`, and with it a `source` in the report or the `reason` of an assumption."""

    basis: str

    def __post_init__(self) -> None:
        """Refuse what lacks the one that its basis needs."""
        needed = BASES.get(self.basis)
        if needed and not getattr(self, needed):
            raise ValueError(f'what has the basis "{self.basis}" needs a {needed}')


@written
class Margin(Grounded):
    """One statement on an item, for one municipality or (None) for all of them.

    `percent` and `answered` are intervals in percent; `when` and `among` map an earlier item to
    option ids.
    """

    basis: Basis
    source: Word = ""
    reason: Word = ""
    municipality: str | None = None
    row: str | None = None
    options: Answers = ()
    percent: Interval | None = None
    answered: Interval | None = None
    weights: dict[str, Number] = field(default_factory=dict)
    means: dict[str, Number] = field(default_factory=dict)
    sd: Number | None = None
    largest: str | None = None
    when: dict[str, Answers] = field(default_factory=dict)
    among: dict[str, Answers] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a margin without statement too."""
        super().__post_init__()
        if self.subject[0] is None:
            raise ValueError("a margin says nothing")

    @property
    def subject(self) -> tuple[Any, ...]:
        """Return what the margin is about, apart from the municipality and the numbers."""
        kinds = ("percent", "answered", "weights", "means", "sd", "largest")
        kind = next((kind for kind in kinds if getattr(self, kind) not in (None, {})), None)
        limits = [tuple(sorted(limit.items())) for limit in (self.when, self.among)]
        return (kind, self.row, frozenset(self.options), *limits)


@written
class Assumption:
    """What is said of one item, and how its answers hang together.

    `factor` names what the answers of a person have in common, `loading` how strongly an item
    depends on it; `order` ranks the options from low to high on it.
    """

    margins: tuple[Margin, ...]
    factor: str | None = None
    loading: Number = 0.0
    order: Answers = ()

    def of(self, municipality: str, known: Iterable[str]) -> tuple[Margin, ...]:
        """Return the margins of one municipality; the mean of the others' where it is not known."""
        subjects: dict[tuple[Any, ...], list[Margin]] = {}
        for margin in self.margins:
            subjects.setdefault(margin.subject, []).append(margin)
        chosen = (_choose(group, municipality, set(known)) for group in subjects.values())
        return tuple(margin for margin in chosen if margin)


@written
class Text(Grounded):
    """Free text: how many write any, which of the invented remarks, and under which answers."""

    percent: Number
    choices: Annotated[Answers, MinLen(1)]
    basis: Basis
    source: Word = ""
    reason: Word = ""
    when: dict[str, Answers] = field(default_factory=dict)


@written
class Assumptions:
    """One form's assumptions: by item, and by column of free text."""

    items: dict[str, Assumption] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)


def load_assumptions(form: Form, path: Path | None = None) -> Assumptions:
    """Read the assumptions on one form; none where the project declares none.

    Raises `InputError` with a line for each obstacle: the file, the item and what is wrong.
    """
    path = path or paths.data("synthetic", f"{form.id}.yml")
    return _read(path, form) if path.is_file() else Assumptions()


@read_once
def _read(path: Path, form: Form) -> Assumptions:
    found = read(Assumptions, read_yaml(path) or {}, path.name)
    if obstacles := [f"{path.name}: {one}" for one in _obstacles(found, form)]:
        raise InputError("\n".join(obstacles))
    items = {
        id: replace(one, margins=tuple(part for margin in one.margins
                                       for part in _parts(margin, form.item(id))))
        for id, one in found.items.items()
    }  # fmt: skip
    return replace(found, items=items)


def _obstacles(found: Assumptions, form: Form) -> Iterator[str]:
    """Yield what contradicts the form, or itself."""
    items = {item.id: item for item in form.items}
    for id, one in found.items.items():
        if id not in items:
            yield f"items: {id}: the form {form.id} has no such item"
            continue
        yield from (f"items: {id}: {problem}" for problem in _of_item(one, items[id]))
    for name in found.texts:
        if name not in form.columns or form.columns[name].kind != "text":
            yield f"texts: {name}: the column holds no free text"


def _of_item(one: Assumption, item: Item) -> Iterator[str]:
    if item.options:
        used = [one.order, *((*margin.options, *margin.weights) for margin in one.margins)]
        known = {option.id for option in item.options}
        if unknown := {option for options in used for option in options} - known:
            yield f"unknown options {', '.join(sorted(unknown))}"
    named = {name for margin in one.margins for name in (*margin.means, margin.row) if name}
    if unknown := named - {row.id for row in item.rows}:
        yield f"unknown rows {', '.join(sorted(unknown))}"
    try:
        _check_percentages(item, one.margins)
    except ValueError as problem:
        yield str(problem)


def _parts(margin: Margin, item: Item) -> list[Margin]:
    """Return a margin; in a multiple choice one an option, as its weights are percentages."""
    if item.type != "multiple" or not margin.weights:
        return [margin]
    return [
        replace(margin, weights={}, options=(option,), percent=(percent, percent))
        for option, percent in margin.weights.items()
    ]


def _check_percentages(item: Item, margins: Iterable[Margin]) -> None:
    """Raise `ValueError` for percentages of sets of options that cannot all be met."""
    bound = [margin for margin in margins if margin.percent]
    if item.type == "multiple":
        if any(len(margin.options) != 1 for margin in bound):
            raise ValueError("a percentage of a multiple choice is that of one option")
        if len({tuple(margin.among.items()) for margin in margins if margin.among}) > 1:
            raise ValueError("margins with 'among' are about one group")
        return
    for row in dict.fromkeys(margin.row for margin in bound):
        sets = [frozenset(margin.options) for margin in bound if margin.row == row]
        check_nested(dict.fromkeys(sets))


def _choose(group: list[Margin], municipality: str, known: set[str]) -> Margin | None:
    by_place = {margin.municipality: margin for margin in group}
    if municipality in by_place:
        return by_place[municipality]
    if None in by_place:
        return by_place[None]
    return None if municipality in known else _mean(group)


def _mean(group: list[Margin]) -> Margin:
    """Return the mean of several municipalities' margins; `largest` has none."""
    first = group[0]
    means = {
        name: (
            sum(getattr(margin, name)[0] for margin in group) / len(group),
            sum(getattr(margin, name)[1] for margin in group) / len(group),
        )
        for name in ("percent", "answered")
        if getattr(first, name) is not None
    }
    tables = {
        name: _mean_of_tables([getattr(margin, name) for margin in group])
        for name in ("weights", "means")
    }
    return replace(first, municipality=None, **means, **tables)


def _mean_of_tables(tables: list[dict[str, float]]) -> dict[str, float]:
    names = dict.fromkeys(name for table in tables for name in table)
    values = {name: [table[name] for table in tables if name in table] for name in names}
    return {name: sum(given) / len(given) for name, given in values.items()}
