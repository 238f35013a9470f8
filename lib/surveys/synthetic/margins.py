"""The assumptions of `data/synthetic/*.yml`: what is known or assumed of each item's answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import read_yaml
from surveys.codebook import Form, Item
from surveys.synthetic.counts import check_nested

BASES = {"report": "source", "assumed": "reason"}
# Of margins that nobody declared.
FROM_FORM = "form"


@dataclass(frozen=True)
class Margin:
    """One statement on an item, for one municipality or (None) for all of them.

    `percent` and `answered` are intervals in percent; `when` and `among` map an earlier item to
    option ids. `why` is the place in the report, or the reason of an assumption.
    """

    basis: str
    why: str
    municipality: str | None = None
    row: str | None = None
    options: tuple[str, ...] = ()
    percent: tuple[float, float] | None = None
    answered: tuple[float, float] | None = None
    weights: dict[str, float] = field(default_factory=dict)
    means: dict[str, float] = field(default_factory=dict)
    sd: float | None = None
    largest: str | None = None
    when: dict[str, tuple[str, ...]] = field(default_factory=dict)
    among: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def subject(self) -> tuple[Any, ...]:
        """Return what the margin is about, apart from the municipality and the numbers."""
        kinds = ("percent", "answered", "weights", "means", "sd", "largest")
        kind = next((kind for kind in kinds if getattr(self, kind) not in (None, {})), None)
        limits = [tuple(sorted(limit.items())) for limit in (self.when, self.among)]
        return (kind, self.row, frozenset(self.options), *limits)


@dataclass(frozen=True)
class Assumption:
    """What is said of one item, and how its answers hang together.

    `factor` names what the answers of a person have in common, `loading` how strongly an item
    depends on it; `order` ranks the options from low to high on it.
    """

    margins: tuple[Margin, ...]
    factor: str | None = None
    loading: float = 0.0
    order: tuple[str, ...] = ()

    def of(self, municipality: str, known: Iterable[str]) -> tuple[Margin, ...]:
        """Return the margins of one municipality; the mean of the others' where it is not known."""
        subjects: dict[tuple[Any, ...], list[Margin]] = {}
        for margin in self.margins:
            subjects.setdefault(margin.subject, []).append(margin)
        chosen = (_choose(group, municipality, set(known)) for group in subjects.values())
        return tuple(margin for margin in chosen if margin)


@dataclass(frozen=True)
class Text:
    """Free text: how many write any, which of the invented remarks, and under which answers."""

    percent: float
    choices: tuple[str, ...]
    basis: str
    why: str
    when: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Assumptions:
    """One form's assumptions: by item, and by column of free text."""

    items: dict[str, Assumption]
    texts: dict[str, Text]


def load_assumptions(form: Form, path: Path | None = None) -> Assumptions:
    """Read the assumptions on one form; none where the project declares none.

    Raises `InputError` naming the file, the item and what is wrong.
    """
    path = path or paths.synthetic(f"{form.id}.yml")
    raw = read_yaml(path) if path.is_file() else {}
    items = {}
    for id, entry in raw.get("items", {}).items():
        items[id] = _at(f"{path.name}: item {id}", _assumption, entry, form, id)
    texts = {}
    for name, entry in raw.get("texts", {}).items():
        texts[name] = _at(f"{path.name}: text {name}", _text, entry, form, name)
    return Assumptions(items, texts)


def _at(where: str, read: Any, *arguments: Any) -> Any:
    try:
        return read(*arguments)
    except KeyError as missing:
        raise InputError(f"{where}: {missing} is missing or unknown") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{where}: {problem}") from None


def _assumption(raw: dict[str, Any], form: Form, id: str) -> Assumption:
    item = form.item(id)
    read = Assumption(
        margins=tuple(part for entry in raw["margins"] for part in _parts(_margin(entry), item)),
        factor=raw.get("factor"),
        loading=float(raw.get("loading", 0)),
        order=tuple(raw.get("order", ())),
    )
    if item.options:
        known = {option.id for option in item.options}
        used = [read.order, *((*margin.options, *margin.weights) for margin in read.margins)]
        if unknown := {option for options in used for option in options} - known:
            raise ValueError(f"unknown options {', '.join(sorted(unknown))}")
    _check_percentages(item, read.margins)
    rows = {row.id for row in item.rows}
    named = {name for margin in read.margins for name in (*margin.means, margin.row) if name}
    if unknown := named - rows:
        raise ValueError(f"unknown rows {', '.join(sorted(unknown))}")
    return read


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


def _margin(raw: dict[str, Any]) -> Margin:
    entries = dict(raw)
    for name in ("percent", "answered"):
        if name in entries:
            entries[name] = _interval(entries[name])
    for name in ("when", "among"):
        entries[name] = _limits(entries.get(name, {}))
    entries["options"] = tuple(entries.get("options", ()))
    basis = entries.pop("basis")
    margin = Margin(basis=basis, why=_why(basis, entries), **entries)
    if margin.subject[0] is None:
        raise ValueError("a margin says nothing")
    return margin


def _text(raw: dict[str, Any], form: Form, name: str) -> Text:
    if form.columns[name].kind != "text":
        raise ValueError("the column holds no free text")
    entries = dict(raw)
    basis = entries.pop("basis")
    return Text(
        basis=basis,
        why=_why(basis, entries),
        percent=float(entries.pop("percent")),
        choices=tuple(entries.pop("choices")),
        when=_limits(entries.pop("when", {})),
        **entries,
    )


def _why(basis: str, entries: dict[str, Any]) -> str:
    if basis not in BASES:
        raise ValueError(f'the basis "{basis}" is neither of {", ".join(BASES)}')
    if BASES[basis] not in entries:
        raise ValueError(f'a margin whose basis is "{basis}" needs a {BASES[basis]}')
    return str(entries.pop(BASES[basis]))


def _interval(raw: Any) -> tuple[float, float]:
    low, high = raw if isinstance(raw, list) else (raw, raw)
    if not 0 <= low <= high <= 100:
        raise ValueError(f"{raw} is no interval of percentages")
    return float(low), float(high)


def _limits(raw: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {item: tuple(options) for item, options in raw.items()}


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
