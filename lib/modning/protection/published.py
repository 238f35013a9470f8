"""What the notebooks publish of the answers: every count, whose share it is, and its figures.

A set of answers shown anywhere must stand here; `disclosure.withheld` refuses any other. A question
family is one question (or one row of a grid) with the sets of its answers that are shown. Without
an entry in the lists below that is each answer by itself: of a choice, of each row of a grid, each
band of a number and each year of a day, under figures named `<form>.<question>.<answer>`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from modning import target_group
from modning.compare import onward, violence
from modning.days import tally_days
from modning.scales import TOTAL, scale_items, scale_of
from modning.shares import tally, tally_bands
from surveys.answers import chose
from surveys.codebook import Form, Item
from surveys.disclosure import cell_name

# The prefix of a question's figures, where it is not the question's id.
PREFIX = {
    ("registration", "previous_help"): "previous_help_reg",
    ("baseline", "gender"): "gender.baseline",
    ("baseline", "violence_continues"): "violence_continues.baseline",
    ("completion", "onward"): "onward_need",
    ("completion", "onward_to"): "onward",
}
# Figures that tell a cell's count in another way.
ALSO = {
    "registration/sara.assessed": ("funnel.assessed",),
    "registration/referral.group": (
        "funnel.referred",
        "funnel.started_per_referred",
        "unit_cost.referred",
    ),
    "baseline/gender.man": ("men.baseline",),
}
# Sets of answers taken together: form, question, set, figure.
TOGETHER = (
    ("baseline", "education", target_group.BEYOND_PRIMARY, "education.beyond_primary"),
    ("baseline", "income", target_group.PUBLIC_SUPPORT, "income.public_support"),
    ("baseline", "duration", target_group.OVER_FIVE_YEARS, "duration.over_5_years"),
    *(("baseline", "duration", answers, None) for answers in target_group.DURATIONS),
    ("baseline", "violence_continues", violence.CONTINUES, "violence_continues.baseline"),
    ("completion", "violence_continues", violence.CONTINUES, None),
    ("baseline", "earlier_violence", target_group.EARLIER, "earlier_violence.any"),
    ("completion", "onward", (onward.HELPED, onward.UNMET), None),
)
# Sets of a grid's answers, the same for each of its rows; None for each answer by itself.
ROWS: dict[tuple[str, str], tuple[tuple[str, ...] | None, ...]] = {
    ("registration", "violence"): tuple(target_group.VIOLENCE.values()),
    ("baseline", "violence_frequency"): (None, target_group.MET, target_group.OFTEN),
    ("completion", "violence_frequency"): (violence.NAMED, violence.DOUBT),
    ("completion", "experience"): (None,),
}
ROW_FIGURES = {
    **{
        ("registration", "violence", answers): (f"violence.{{row}}.{state}",)
        for state, answers in target_group.VIOLENCE.items()
    },
    ("baseline", "violence_frequency", target_group.MET): (
        "violence_frequency.{row}",
        "types_named.{row}.before",
    ),
    ("baseline", "violence_frequency", target_group.OFTEN): ("violence_frequency.{row}.often",),
    ("baseline", "violence_frequency", target_group.DAILY): ("violence_frequency.{row}.daily",),
    ("completion", "violence_frequency", violence.NAMED): ("types_named.{row}.after",),
}
HIDDEN_QUESTIONS = (("completion", "gender"), ("registration", "violence_frequency"))


@dataclass(frozen=True)
class Family:
    """The answers to one question in one group of answer sets, as boolean columns.

    `atoms` has a column an answer, missing where nothing was answered; of `exclusive` answers
    everybody gives one. `sets` maps the name of each cell shown to its answers. `figures` names a
    cell's figures. `open` says that the number who answered is no secret: the question was put to
    everybody, and how many forms there are is public. Otherwise `base` names the cell of those who
    answered; nobody was asked after an answer of the cells `skipped`, and of the cell `inside`
    everybody was.
    """

    base: str
    atoms: pd.DataFrame
    exclusive: bool
    sets: Mapping[str, tuple[str, ...]]
    figures: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    open: bool = True
    skipped: tuple[str, ...] = ()
    inside: str | None = None

    @property
    def scope(self) -> str:
        """Return the question, whatever the group and the answers."""
        return self.base.split("[")[0].split(".")[0]


def families(form: Form, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield every family of a form; `answers` are all of its answer sets."""
    for item in form.items:
        if (form.id, item.id) in HIDDEN_QUESTIONS:
            continue
        if item.type in ("single", "multiple"):
            yield _question(form, item, answers)
        elif item.type == "grid":
            yield from _rows(form, item, answers)
        elif item.type in ("number", "date"):
            yield _bands(form, item, answers)
    yield from _groups(form, answers)


def _question(form: Form, item: Item, answers: pd.DataFrame, group: str = "") -> Family:
    atoms = tally(answers, form, item.id).given
    prefix = PREFIX.get((form.id, item.id), item.id)
    sets = {cell_name(form.id, item.id, (id,), group): (id,) for id in atoms}
    own = f"{form.id}.{item.id}"
    figures = {cell: (f"{prefix}.{id}", f"{own}.{id}") for cell, (id,) in sets.items()}
    for where, question, together, figure in TOGETHER:
        if (where, question) == (form.id, item.id) and not group and set(together) <= set(atoms):
            ordered = tuple(id for id in atoms if id in together)
            cell = cell_name(form.id, item.id, ordered)
            sets[cell] = ordered
            figures[cell] = (*figures.get(cell, ()), *([figure] if figure else []))
    figures = {cell: (*names, *ALSO.get(cell, ())) for cell, names in figures.items()}
    figures[cell_name(form.id, item.id, (), group)] = (f"{prefix}.n", f"{own}.n")
    skipped = _skipped(form, item)
    return Family(
        base=cell_name(form.id, item.id, (), group),
        atoms=atoms,
        exclusive=item.type == "single",
        sets=sets,
        figures=figures,
        open=not skipped,
        skipped=skipped,
    )


def _skipped(form: Form, item: Item) -> tuple[str, ...]:
    """Return the cells of the answers after which nobody is asked an item."""
    return tuple(cell_name(form.id, other.id, (option.id,)) for other, option in form.skips(item))


def _rows(form: Form, item: Item, answers: pd.DataFrame) -> Iterator[Family]:
    skipped = _skipped(form, item)
    for row in item.rows:
        column = f"{item.id}_{row.id}"
        atoms = tally(answers, form, item.id, row.id).given
        if item.scale:
            # Shown of those who have a total alone (`scales.Scale.complete`).
            atoms = atoms.where(scale_of(item).score(answers).notna())
        sets, figures = {}, {}
        for together in _shown(form, item):
            for chosen in [together] if together else [(id,) for id in atoms]:
                ordered = tuple(id for id in atoms if id in chosen)
                cell = cell_name(form.id, column, ordered)
                sets[cell] = ordered
                names = ROW_FIGURES.get((form.id, item.id, together or chosen), ())
                own = (f"{form.id}.{item.id}.{row.id}.{id}" for id in ordered if len(ordered) == 1)
                figures[cell] = (*(name.format(row=row.id) for name in names), *own)
        base = cell_name(form.id, column)
        figures[base] = (f"{form.id}.{item.id}.{row.id}.n",)
        yield Family(base, atoms, True, sets, figures, open=not skipped, skipped=skipped)


def _shown(form: Form, item: Item) -> tuple[tuple[str, ...] | None, ...]:
    """Return the sets of a grid's answers that are shown: of a scale its ends."""
    if item.scale:
        return tuple((end,) for end in scale_of(item).ends)
    known = {option.id for option in item.options}
    told = ROWS.get((form.id, item.id), (None,))
    return told if all(set(some or ()) <= known for some in told) else (None,)


def _bands(form: Form, item: Item, answers: pd.DataFrame) -> Family:
    count = tally_bands if item.type == "number" else tally_days
    counted = count(answers, form, item.id)
    # Below the first band nobody is, and above the last one nobody either.
    sets = {counted.cells[id]: (id,) for id in counted.given}
    names = [f"{form.id}.{item.id}", *([item.id] if form.id != "baseline" else [])]
    figures = {cell: tuple(f"{name}.{id}" for name in names) for cell, (id,) in sets.items()}
    base, skipped = cell_name(form.id, item.id), _skipped(form, item)
    figures[base] = (f"{form.id}.{item.id}.n",)
    atoms = counted.given
    return Family(base, atoms, True, sets, figures, open=not skipped, skipped=skipped)


def _groups(form: Form, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield the families of some answer sets only."""
    if form.id == "registration" and _asks(form, "gender", "referral"):
        gender = form.item("gender")
        men = chose(answers, gender, gender.option("man"))
        family = _question(form, form.item("referral"), answers, "men")
        figures = {cell: (f"referral.{id}.men",) for cell, (id,) in family.sets.items()}
        inside = cell_name(form.id, "gender", ("man",))
        yield replace(family, atoms=family.atoms.where(men), figures=figures, open=False,
                      inside=inside)  # fmt: skip
    if form.id == "completion" and _asks(form, "onward"):
        need = tally(answers, form, "onward")
        unmet = onward.unmet(need).to_frame(onward.UNMET)
        cell = cell_name(form.id, "onward", (onward.UNMET,), "in_need")
        base = cell_name(form.id, "onward", (onward.HELPED, onward.UNMET))
        yield Family(base, unmet, False, {cell: (onward.UNMET,)},
                     {cell: ("onward_need.unmet",)}, open=False)  # fmt: skip
    if form.id in ("baseline", "completion") and _asks(form, violence.ITEM):
        yield from _by_wording(form, answers)
    yield from _totals(form, answers)


def _asks(form: Form, *items: str) -> bool:
    return set(items) <= {item.id for item in form.items}


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
        yield Family(cell_name(form.id, column), atoms, True, sets)


def _by_wording(form: Form, answers: pd.DataFrame) -> Iterator[Family]:
    """Yield whether the violence goes on, before and after the question was changed."""
    given = violence.continues(answers, form)
    for group, there in violence.wordings(answers, form).items():
        cell = cell_name(form.id, violence.ITEM, violence.CONTINUES, group)
        atoms = given.where(there)
        sets = {cell: ("continues",)}
        yield Family(cell_name(form.id, violence.ITEM, (), group), atoms, False, sets)
