"""Violence before and after: whether it goes on, and which types the participants name.

The course teaches what violence is. Someone who has learnt it may name more types of it afterwards
about the same relation, so that a higher count after is recognition, not more violence.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from modning.compare.change import compare_places
from modning.compare.groups import Comparison
from modning.compare.share_change import ShareChange, change_of
from modning.compare.words import place_labels, tabulate
from modning.scales import Reason
from modning.shares import Tally, chosen, protected, shares, tally, tally_rows
from slicebook.shown.view import view
from slicebook.text import _
from surveys.answers import MUNICIPALITY
from surveys.codebook import SUBMITTED, Form
from surveys.disclosure import SLICE, cell_name, mean_cell, slice_of_frame

ITEM = "violence_continues"
FREQUENCY = "violence_frequency"
CONTINUES = ("better", "same", "worse")
LEFT = "left"
# Answers that name a type, however seldom it happened; "never" and "in doubt" do not.
NAMED = ("once", "less_than_monthly", "monthly", "weekly", "daily")
DOUBT = ("in_doubt",)

STILL = _("The violence goes on")
TYPES = _("Number of types of violence named")
WORDINGS = {
    "before_first": _("Before, first wording"),
    "before_new": _("Before, new wording"),
    "after_without": _("After, without the answer “has left”"),
    "after_with": _("After, with the answer “has left”"),
}


def named(answers: pd.DataFrame, form: Form) -> Tally:
    """Count, for each type of violence, how many name it."""
    return tally_rows(answers, form, FREQUENCY, NAMED)


def doubted(answers: pd.DataFrame, form: Form) -> Tally:
    """Count, for each type of violence, how many are in doubt."""
    return tally_rows(answers, form, FREQUENCY, DOUBT)


def doubt_figures(change: ShareChange, prefix: str) -> pd.DataFrame:
    """Return in how many types fewer are in doubt afterwards, as figures to record.

    `prefix.compared` counts the types whose shares are shown both before and after, `.fewer` those
    of them with a lower share after, `.sure` those whose interval lies below zero.
    """
    known = change.table["difference"].dropna().astype(float)
    high = change.table["difference_high"].dropna().astype(float)
    counts = {"compared": len(known), "fewer": (known < 0).sum(), "sure": (high < 0).sum()}
    rows = [(f"{prefix}.{name}", int(count), "types") for name, count in counts.items()]
    return pd.DataFrame(rows, columns=["figure", "value", "unit"]).assign(shown=True)


def types_named(before: Tally, after: Tally) -> list[Comparison]:
    """Compare how many types a participant names, in each municipality and in all."""
    cells = tuple(mean_cell(side.form, "types_named") for side in (before, after))
    return compare_places(*(_counted(tally) for tally in (before, after)), cells)


def types_figures(counts: list[Comparison], prefix: str) -> pd.DataFrame:
    """Return the mean number of types named as figures: `prefix.count.before`, `.after`, `.gain`.

    Those of the whole slice: the last of `types_named`.
    """
    if not counts:
        rows = [(name, None, None, None, 0, True) for name in ("before", "after", "gain")]
    else:
        total = counts[-1]
        sides = (("before", total.before), ("after", total.after))
        rows = [
            (name, side.mean, side.low, side.high, side.n, not side.withheld)
            for name, side in sides
        ]
        n = total.n if total.difference is not None else 0
        shown = total.reason is not Reason.WITHHELD
        rows.append(("gain", total.difference, total.low, total.high, n, shown))
    table = pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "shown"])
    return table.assign(figure=f"{prefix}.count." + table["figure"], unit="types")


@view
def types_table(counts: list[Comparison]) -> dict[str, Any]:
    """Return the number of types named as arguments of `tables.show`."""
    return tabulate(counts, place_labels(), str(TYPES))


def continues_change(
    before: pd.DataFrame, after: pd.DataFrame, forms: Mapping[str, Form]
) -> ShareChange:
    """Compare the share whose violence goes on, under the name `continues`."""
    both = (
        tally(answers, forms[form], ITEM).together(CONTINUES, "continues").shares()
        for form, answers in (("baseline", before), ("completion", after))
    )
    return ShareChange(ITEM, STILL, {"continues": STILL}, change_of(*both))


def continues(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return whether the violence goes on, boolean column `continues`, a row an answer set.

    Of all who answered, those who have left the relation among them, as in the report's section
    2.3.3.
    """
    given = tally(answers, form, ITEM).given
    return chosen(given, CONTINUES).to_frame("continues")


def by_wording(
    before: pd.DataFrame, after: pd.DataFrame, forms: Mapping[str, Form]
) -> pd.DataFrame:
    """Return the share whose violence goes on, before and after each change of the question.

    The baseline form's wording was changed, and the completion form got the answer "has left"
    midway. Columns: `period` (a key of `WORDINGS`), `count`, `n`, `percent`, `low`, `high`; a share
    that tells of few is missing.
    """
    parts = [*_split(before, forms["baseline"]), *_split(after, forms["completion"])]
    table = pd.concat(parts, ignore_index=True)
    return table.assign(period=list(WORDINGS)).drop(columns=["answer", "shown"])


def changed(form: Form) -> date | None:
    """Return the day on which the question was changed: its wording, or the answer "has left"."""
    item = form.item(ITEM)
    return item.reworded if form.id == "baseline" else item.option(LEFT).added


def wordings(answers: pd.DataFrame, form: Form) -> dict[str, pd.Series]:
    """Return who answered the question as it was "first" and who the "new" one, as booleans."""
    day = changed(form)
    late = answers[SUBMITTED] >= pd.Timestamp(day) if day else pd.Series(True, answers.index)
    return {"first": ~late, "new": late}


def _split(answers: pd.DataFrame, form: Form) -> list[pd.DataFrame]:
    given, here = continues(answers, form), slice_of_frame(answers)
    return [
        protected(shares(given[there]), [cell_name(form.id, ITEM, CONTINUES, group)], here)
        for group, there in wordings(answers, form).items()
    ]


def _counted(tally: Tally) -> pd.DataFrame:
    answered = tally.given.notna().any(axis=1)
    value = tally.given.sum(axis=1).astype("Float64").where(answered)
    frame = pd.DataFrame({MUNICIPALITY: tally.municipality, "value": value})
    frame.attrs[SLICE] = tally.here
    return frame
