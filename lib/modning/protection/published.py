"""What the notebooks publish of the answers: every count, whose share it is, and its figures.

A set of answers shown anywhere must be told by the register (`modning.register`);
`disclosure.withheld` refuses any other. A question family is one question (or one row of a grid)
with the sets of its answers that are shown. Without an entry that is each answer by itself: of a
choice, of each row of a grid, each band of a number and each year of a day, under figures named
`<form>.<question>.<answer>`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from modning import wordings
from modning.bands import tally_bands
from modning.proportions import chosen
from modning.register import Entry, entry
from modning.scales import TOTAL, scale_items, scale_of
from modning.shares import tally, within
from surveys.answers import chose
from surveys.codebook import Form, Item
from surveys.disclosure import cell_name


@dataclass(frozen=True)
class Family:
    """The answers to one question in one group of answer sets, as boolean columns.

    `atoms` has a column an answer, missing where nothing was answered; of `exclusive` answers
    everybody gives one. `sets` maps the name of each cell shown to its answers. `figures` names a
    cell's figures. `open` says that the number who answered is no secret: the question was put to
    everybody, and how many forms there are is public. Cells of `whole` are shown of all places and
    years together only, those of `rare` of all years. Otherwise `base` names the cell of those who
    answered; nobody was asked after an answer of the cells `skipped`, and of the cell `inside`
    everybody was.
    """

    base: str
    atoms: pd.DataFrame
    exclusive: bool
    sets: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: bool = True
    whole: frozenset[str] = frozenset()
    rare: frozenset[str] = frozenset()
    skipped: tuple[str, ...] = ()
    inside: str | None = None

    @property
    def scope(self) -> str:
        """Return the question, whatever the group and the answers."""
        return self.base.split("[")[0].split(".")[0]


def families(form: Form, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield every family of a form; `answers` are all of its answer sets."""
    asked = [(item, entry(form.id, item.id)) for item in form.items]
    for item, told in asked:
        if not told.shown:
            continue
        if item.type in ("single", "multiple"):
            yield _question(form, item, told, answers)
        elif item.type == "grid":
            yield from _rows(form, item, told, answers)
        elif item.type in ("number", "date"):
            yield _bands(form, item, told, answers)
    for item, told in asked:
        yield from _groups(form, item, told, answers)
    yield from _totals(form, answers)


def _question(
    form: Form, item: Item, told: Entry, answers: pd.DataFrame, group: str = ""
) -> Family:
    atoms = tally(answers, form, item.id).given
    own = f"{form.id}.{item.id}"
    shown = {option.id: told.merged_answers(option.id) for option in told.shown_answers(item)}
    apart = {id: (id,) for id in atoms if told.apart and id not in shown}
    sets, figures = {}, {}
    for id, ids in (shown | apart).items():
        cell = cell_name(form.id, item.id, ids, group)
        sets[cell] = ids
        figures[cell] = (f"{told.figures}.{id}", f"{own}.{id}", *told.also.get(id, ()))
    whole = {cell_name(form.id, item.id, ids, group) for ids in apart.values()}
    for one in told.sets.values() if not group else ():
        cell = cell_name(form.id, item.id, one.answers)
        sets[cell] = one.answers
        figures[cell] = (*figures.get(cell, ()), *one.figures)
    figures[cell_name(form.id, item.id, (), group)] = (f"{told.figures}.n", f"{own}.n")
    skipped = _skipped(form, item)
    return Family(
        base=cell_name(form.id, item.id, (), group),
        atoms=atoms,
        exclusive=item.type == "single",
        sets=sets,
        figures=figures,
        open=not skipped,
        whole=frozenset(whole),
        skipped=skipped,
    )


def _skipped(form: Form, item: Item) -> tuple[str, ...]:
    """Return the cells of the answers after which nobody is asked an item."""
    return tuple(cell_name(form.id, other.id, (option.id,)) for other, option in form.skips(item))


def _rows(form: Form, item: Item, told: Entry, answers: pd.DataFrame) -> Iterator[Family]:
    skipped = _skipped(form, item)
    for row in item.rows:
        column = f"{item.id}_{row.id}"
        own = f"{form.id}.{item.id}.{row.id}"
        atoms = tally(answers, form, item.id, row.id).given
        if item.scale:
            # Shown of those who have a total alone (`scales.Scale.complete`).
            atoms = atoms.where(scale_of(item).score(answers).notna())
        shown = (option.id for option in told.shown_answers(item))
        each = scale_of(item).ends if item.scale else tuple(shown) if told.each else ()
        sets, figures = {}, {}
        for id in each:
            cell = cell_name(form.id, column, told.merged_answers(id))
            sets[cell], figures[cell] = told.merged_answers(id), (f"{own}.{id}",)
        for one in told.sets.values():
            cell = cell_name(form.id, column, one.answers)
            sets[cell] = one.answers
            figures[cell] = figures.get(cell, ()) + tuple(
                name.format(row=row.id) for name in one.figures
            )
        # A scale's lowest and highest answers stand in the table of the whole alone.
        alone = set(sets) if told.whole or item.scale else set()
        alone -= {cell_name(form.id, column, one.answers)
                  for one in told.sets.values() if not one.whole}  # fmt: skip
        rare = frozenset(
            cell_name(form.id, column, one.answers)
            for name, one in told.sets.items()
            if told.is_rare(row.id, name)
        )
        base = cell_name(form.id, column)
        figures[base] = (f"{own}.n",)
        alone = frozenset(alone)
        yield Family(base, atoms, True, sets, figures, not skipped, alone, rare, skipped)


def _bands(form: Form, item: Item, told: Entry, answers: pd.DataFrame) -> Family:
    counted = tally_bands(answers, form, item.id)
    # Below the first band nobody is, and above the last one nobody either.
    sets = {counted.cells[id]: (id,) for id in counted.given}
    own = f"{form.id}.{item.id}"
    names = dict.fromkeys((own, told.figures))
    figures = {cell: tuple(f"{name}.{id}" for name in names) for cell, (id,) in sets.items()}
    base, skipped = cell_name(form.id, item.id), _skipped(form, item)
    figures[base] = (f"{own}.n",)
    atoms = counted.given
    return Family(base, atoms, True, sets, figures, open=not skipped, skipped=skipped)


def _groups(form: Form, item: Item, told: Entry, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield the families of some answer sets only."""
    for name, group in told.groups.items():
        other = form.item(group.question)
        there = chose(answers, other, other.option(group.answer))
        family = _question(form, item, told, answers, name)
        figures = {cell: (group.figures.format(answer=id),)
                   for cell, (id,) in family.sets.items()}  # fmt: skip
        inside = cell_name(form.id, other.id, (group.answer,))
        whole = frozenset(family.sets) if group.whole else family.whole
        yield replace(family, atoms=family.atoms.where(there), figures=figures, open=False,
                      whole=whole, inside=inside)  # fmt: skip
    for one in told.within.values():
        atoms = within(tally(answers, form, item.id), told.answers(one.of), one.answer)
        cell = cell_name(form.id, item.id, (one.answer,), one.of)
        base = cell_name(form.id, item.id, told.answers(one.of))
        yield Family(base, atoms, False, {cell: (one.answer,)}, {cell: one.figures}, open=False)
    for name in told.changed:
        together = told.answers(name)
        given = chosen(tally(answers, form, item.id).given, together).to_frame(name)
        for group, there in wordings.wordings(answers, item).items():
            cell = cell_name(form.id, item.id, together, group)
            base = cell_name(form.id, item.id, (), group)
            yield Family(base, given.where(there), False, {cell: (name,)})


def _totals(form: Form, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield who gave the lowest, or the highest, answer to every item of a scale."""
    for item in scale_items(form):
        scale, column = scale_of(item), f"{item.id}_{TOTAL}"
        score, marks = scale.score(answers), (scale.low, scale.high)
        atoms = pd.DataFrame(
            {name: score == end for name, end in zip(scale.ends, marks, strict=True)}
        )
        atoms["between"] = ~atoms.any(axis=1)
        atoms = atoms.astype("boolean").where(score.notna())
        sets = {cell_name(form.id, column, (end,)): (end,) for end in scale.ends}
        base = cell_name(form.id, column)
        yield Family(base, atoms, True, sets, whole=frozenset(sets))
