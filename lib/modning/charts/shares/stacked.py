"""Answers stacked in order, a panel or a bar a municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from modning.between import alike, are_many, by_place
from modning.charts.across import across
from modning.charts.notes import MANY, RARE, WHOLE_ONLY, nothing_apart
from modning.charts.reader import place_name, with_n
from modning.charts.shares.captions import (
    SHARES_OF_MANY,
    TOGETHER,
    commonest,
    enough,
    not_compared,
    row_of_most,
    source,
)
from modning.charts.shares.levels import Level, filled, levels, merged
from modning.charts.shares.panels import panels, table_of_panels, words_of_panels
from modning.register import Entry, entry, says_little
from modning.shares import Tally, tally_rows
from slicebook.programme import ALL
from slicebook.shown.house import (
    Chart,
    Notice,
    nothing,
    titled,
)
from slicebook.shown.view import view
from slicebook.slices import Slice
from slicebook.text import Message, _
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form
from surveys.disclosure import slice_of_frame

_STACKED = _("{question}: share of the answers; the table has 95% intervals.")


@view
def stacked_rows(answers: pd.DataFrame, form: Form, item: str) -> Chart | Notice:
    """Draw each row of a grid as answers stacked in order, a panel a municipality.

    Answers in no level are left out, so that a bar may end before 100. Rows stand by their first
    levels' size, in all municipalities together. One panel where `data/tables.yml` has the answers
    of the whole only, and of many municipalities.
    """
    drawn = _parts(answers, form, item)
    parts = [level for level, _ in drawn]
    tallies = {str(level.label): tally for level, tally in drawn}
    whole = entry(form.id, item).whole
    many = are_many(answers[MUNICIPALITY])
    once = whole or _once(drawn)
    table = pd.concat([
        (tally.shares().assign(municipality=ALL) if many
         else by_place(tally, set(tally.given) if once else ())).assign(level=level)
        for level, tally in tallies.items()
    ])  # fmt: skip
    rows, withheld = enough(table)
    n, here = table["n"].max(), slice_of_frame(answers)
    if rows.empty:
        return nothing_apart(here, n) if whole else nothing(n)
    # Some of it may follow from sets that are shown of a slice too.
    if whole and here != Slice(ALL, ALL) and not rows["shown"].all():
        return nothing_apart(here, n)
    first = next(iter(tallies.values()))
    labels = {option.id: str(option.label) for option in first.item.options}
    total = rows[rows["level"].isin(list(tallies)[:2])].groupby("answer")["percent"].sum()
    last = says_little()
    order = sorted(labels, key=lambda id: (id in last, -float(total.get(id, 0))))
    most = rows.groupby("municipality", sort=False)["n"].max()
    rows = rows.assign(
        label=rows["answer"].map(labels),
        panel=[with_n(place_name(key), most[key]) for key in rows["municipality"]],
    ).astype({"percent": float})
    question = str(form.item(item).question)
    names = [labels[id] for id in order]
    caption = _caption(rows, question, tallies, WHOLE_ONLY if whole else MANY if many else None)
    caption += f" {RARE}" if _of_a_year(entry(form.id, item), here) else ""
    caption = source(caption, form.id, item, withheld, rows["shown"])
    bars = filled(rows, parts, form.item(item))
    chart = _stacked(rows, names, bars, question, caption)
    return titled(chart, row_of_most(form.id, form.item(item)))


def _parts(answers: pd.DataFrame, form: Form, item: str) -> list[tuple[Level, Tally]]:
    """Return the parts of a grid's bars, each with the rows that have it.

    Of a year the rare ones are not there, and rare rows have the set of all others as one part.
    """
    asked, told, here = form.item(item), entry(form.id, item), slice_of_frame(answers)
    parts = [(one, tally_rows(answers, form, item, one.answers)) for one in levels(form.id, asked)]
    if not _of_a_year(told, here):
        return parts
    named = zip(told.levels, parts, strict=True)
    rest = [row.id for row in asked.rows if row.id not in told.rare]
    kept = [(one, _of_rows(tally, rest)) for name, (one, tally) in named if name not in told.rare]
    one = merged(form.id, asked, [level for level, _ in kept])
    rare = [row.id for row in asked.rows if row.id in told.rare]
    return [*kept, (one, _of_rows(tally_rows(answers, form, item, one.answers), rare))]


def _of_a_year(told: Entry, here: Slice | None) -> bool:
    """Tell whether something is too rare to be shown apart in a slice."""
    return bool(told.rare) and here is not None and here.year != ALL


def _of_rows(tally: Tally, rows: Sequence[str]) -> Tally:
    return replace(tally, given=tally.given[rows], cells={row: tally.cells[row] for row in rows})


@view
def stacked_places(tally: Tally) -> Chart | Notice:
    """Draw a question's answers stacked in order, a bar a municipality.

    A level may gather several answers of a single choice; answers in no level are left out. Of many
    municipalities, how they are spread.
    """
    parts = levels(tally.form, tally.item)
    sets = {str(level.label): tally.together(level.answers, str(level.label)) for level in parts}
    once = _once(list(zip(parts, sets.values(), strict=True)))
    table = pd.concat([by_place(one, set(one.given) if once else ()) for one in sets.values()])
    told, withheld = enough(table)
    if told.empty:
        return nothing(table["n"].max())
    question = str(tally.item.question)
    rows = told.assign(
        panel=question,
        label=[with_n(place_name(row.municipality), row.n) for row in told.itertuples()],
        level=told["answer"],
    )
    rows = rows.astype({"percent": float})
    many = are_many(table.loc[table["n"] > 0, "municipality"])
    caption = SHARES_OF_MANY.format(question=question) if many else _caption(rows, question, sets)
    caption = source(caption, tally.form, tally.item.id, withheld, rows["shown"])
    if many:
        spread = rows.drop(columns="label").rename(columns={"level": "group", "percent": "value"})
        return titled(across(spread, list(sets), "percent", caption), commonest(tally))
    names = list(dict.fromkeys(rows["label"]))
    bars = filled(rows, parts, (tally.apart or tally).item)
    return titled(_stacked(rows, names, bars, question, caption), commonest(tally))


def _once(drawn: Sequence[tuple[Level, Tally]]) -> bool:
    """Tell whether all that says something was drawn alike for all municipalities."""
    return all(_alike(some) for level, some in drawn
               if not set(level.answers) <= set(says_little()))  # fmt: skip


def _alike(tally: Tally) -> bool:
    return set(tally.given) == alike(tally.form, tally.item.id, tally.cells)


def _caption(
    rows: pd.DataFrame, question: str, sets: Mapping[str, Tally], why: Message | None = None
) -> str:
    """Return the caption of rows whose levels are `sets`, and what is not to be compared.

    `why` says why municipalities are together.
    """
    caption = _STACKED.format(question=question)
    if why:
        return f"{caption} {why}"
    if ALL in set(rows["municipality"]):
        return f"{caption} {TOGETHER}"
    several = rows["municipality"].nunique() > 1
    return caption + not_compared([name for name, some in sets.items() if several and _alike(some)])


def _stacked(
    rows: pd.DataFrame,
    order: Sequence[str],
    bars: tuple[pd.DataFrame, list[Level]],
    question: str,
    caption: str,
) -> Chart:
    """Return the chart of rows with `panel`, `label`, `level` and their percentages.

    `bars` are the rows and levels as they are drawn, with what is withheld (`levels.filled`).
    """
    return Chart(
        chart=panels(*bars, order),
        caption=caption,
        alt=words_of_panels(rows, question, order),
        table=table_of_panels(rows, order),
    )
