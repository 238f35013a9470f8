"""Nobody answered, withheld, shown: what a change's figures are in each, and never another."""

import pandas as pd
import pytest

from modning.charts.outcomes import bounds_chart
from modning.compare import scale_change
from modning.compare.by_course import course_figures
from modning.compare.doubts import doubt_figures, doubts
from modning.compare.dropout import bound_figures, dropout_bounds
from modning.compare.dropout_tables import bound_table, dropout_years, years_table
from modning.compare.guessed import guessed_figures, guesses
from modning.compare.late_joiners import late_figures, late_joiners
from modning.compare.missing import sensitivity
from modning.scales import load_scale
from outcome_forms import empty, form
from slicebook.shown.house import FEW_ANSWERS, NO_ANSWERS, Notice
from speak import speak

RECOVERY, SIZE = load_scale("recovery"), 7
ITEMS = [f"recovery_{item}" for item in RECOVERY.items]
NOBODY = (form("baseline", {"koge": 20}), empty("completion"))
FEW = (form("baseline", {"koge": 20}), form("completion", {"koge": 3}))
ALIKE = tuple(form(name).assign(**dict.fromkeys(ITEMS, 3)) for name in ("baseline", "completion"))
# What is told of forms alone.
COUNTS = ("n.baseline", "n.completion", "dropout.kept", "guessed.before", "guessed.after",
          "guessed.gap", "scale.n", "scale.before", "scale.after")  # fmt: skip


def figures(before, after):
    """Return all figures of a change and of what drop-out makes of it, by name."""
    courses = [one.assign(course=pd.array(range(len(one)), "Int64") % 3) for one in (before, after)]
    change, bounds = scale_change(before, after, RECOVERY), dropout_bounds(before, after, RECOVERY)
    joined, undone = late_joiners(before, after, RECOVERY, bounds[-1])
    gaps = sensitivity(before, after, RECOVERY)
    supposed = doubts(change, bounds[-1], joined, gaps, SIZE, 0.5)
    parts = [
        change.figures("scale"),
        gaps.figures("scale"),
        bound_figures(bounds, "dropout"),
        late_figures(joined, undone, bounds[-1], "dropout"),
        doubt_figures(supposed, change, SIZE, "doubts"),
        guessed_figures(guesses(change, before, after), "guessed"),
        course_figures(*courses, RECOVERY),
    ]
    found = pd.concat([part.astype(object) for part in parts]).set_index("figure")
    return found[~found.index.str.startswith((*COUNTS, "scale.alpha", "scale.omega"))]


def test_where_nobody_answered_afterwards_every_figure_rests_on_none():
    found = figures(*NOBODY)
    assert found["value"].isna().all()
    assert (found["n"] == 0).all()
    assert not found["shown"].eq(False).any()


def test_where_few_answered_afterwards_every_figure_is_withheld():
    found = figures(*FEW)
    assert found["value"].isna().all()
    assert found["shown"].eq(False).all()


def test_where_all_answered_alike_nothing_says_that_nobody_did():
    found = figures(*ALIKE)
    assert not (found["n"] == 0).any()


@pytest.mark.parametrize(
    ("forms", "words", "cell", "notice"),
    [(NOBODY, "no answers", "–", NO_ANSWERS),
     (FEW, "withheld, too few answers", "withheld", FEW_ANSWERS)],
)  # fmt: skip
def test_tables_and_chart_of_drop_out_say_which_it_is(forms, words, cell, notice):
    bounds = dropout_bounds(*forms, RECOVERY)
    [row] = bound_table(bounds)["frame"].to_numpy()
    assert set(row[3:]) == {cell}
    [row] = years_table(dropout_years(*forms, RECOVERY))["frame"].to_numpy()
    assert row[-1] == words
    assert speak("en", bounds_chart, bounds, RECOVERY) == Notice(str(notice))


@pytest.mark.parametrize("forms", [NOBODY, FEW, ALIKE])
def test_what_is_told_of_forms_alone_is_shown_in_each(forms):
    before, after = forms
    change, bounds = scale_change(*forms, RECOVERY), dropout_bounds(*forms, RECOVERY)
    parts = [
        change.figures("scale"),
        bound_figures(bounds, "dropout"),
        guessed_figures(guesses(change, *forms), "guessed"),
    ]
    found = pd.concat([part.astype(object) for part in parts]).set_index("figure")
    counts = found.loc[[*COUNTS[:6], "scale.n"]]
    assert counts["shown"].all()
    assert found.loc["dropout.kept", "value"] == 100 * len(after) / len(before)
    assert found.loc["scale.n", "value"] == change.total.n
