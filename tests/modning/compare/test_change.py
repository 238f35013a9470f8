"""A scale before and after: what is compared, recorded and said in every slice."""

from dataclasses import replace

import pandas as pd
import pingouin
import pytest

from cellguard.coarse import probability
from modning.compare import change as change_module
from modning.compare import scale_change
from modning.compare.groups import Comparison, side, stars
from modning.scales import AFTER, Reason, load_scale, reliability, statistics_table
from modning.scales.statistics import omega
from outcome_forms import empty, form
from slicebook.programme import Primary, load_programme
from speak import speak

RECOVERY = load_scale("recovery")
ITEMS = [f"recovery_{item}" for item in RECOVERY.items]


def complete(frame: pd.DataFrame) -> pd.Series:
    return frame[ITEMS].astype(float).dropna().mean(axis=1)


def test_the_total_compares_complete_answers():
    before, after = form("baseline"), form("completion")
    change = scale_change(before, after, RECOVERY)
    scores = complete(before), complete(after)
    expected = pingouin.ttest(scores[1], scores[0], correction=True).iloc[0]
    assert change.total.p == probability(expected["p_val"])
    # As shown: each mean to a tenth, and their difference.
    shown = [round(float(score.mean()), 1) for score in scores]
    assert [change.total.before.mean, change.total.after.mean] == shown
    assert change.total.difference == pytest.approx(shown[1] - shown[0])
    assert (change.total.before.n, change.total.after.n) == (len(scores[0]), len(scores[1]))
    assert change.total.before.missing == 112 - len(scores[0])


def test_places_are_the_municipalities_and_then_all():
    change = scale_change(form("baseline"), form("completion"), RECOVERY)
    assert [place.name for place in change.places] == ["koge", "odense", "all"]
    only = scale_change(form("baseline", {"koge": 20}), form("completion", {"koge": 20}), RECOVERY)
    assert [place.name for place in only.places] == ["koge"]
    assert only.places[0].p == only.total.p


def test_items_are_adjusted_together():
    change = scale_change(form("baseline"), form("completion"), RECOVERY)
    assert [item.name for item in change.items] == list(RECOVERY.items)
    smallest = min(change.items, key=lambda item: item.p)
    assert smallest.p_holm == pytest.approx(min(1, 5 * smallest.p))
    assert all(item.p_holm >= item.p for item in change.items)


def test_stars_follow_the_adjusted_value():
    change = scale_change(form("baseline"), form("completion"), RECOVERY)
    for one in [*change.items, *change.places[:-1]]:
        assert one.stars == stars(one.p_holm)
    alone = Comparison("x", side([1.0]), side([2.0]), p=0.03, p_holm=0.06)
    assert alone.stars == ""


def test_the_slice_chosen_beforehand_is_not_adjusted(monkeypatch):
    """Of all municipalities by `programme.yml`; of one, the others are adjusted without it."""
    before, after = form("baseline"), form("completion")
    koge, odense, whole = scale_change(before, after, RECOVERY).places
    assert whole.p_holm is None
    assert None not in (koge.p_holm, odense.p_holm)
    chosen = replace(load_programme(), primary=Primary("recovery.gain", "koge", "all"))
    monkeypatch.setattr(change_module, "load_programme", lambda: chosen)
    koge, odense, _whole = scale_change(before, after, RECOVERY).places
    assert koge.p_holm is None
    assert odense.p_holm == odense.p


def test_figures_have_the_published_names():
    figures = scale_change(form("baseline"), form("completion"), RECOVERY).figures("inspire_o")
    figures = figures.set_index("figure")
    assert {"inspire_o.n", "inspire_o.before", "inspire_o.gain", "inspire_o.change"} <= set(
        figures.index
    )
    gain = figures.loc["inspire_o.gain"]
    assert gain["value"] == pytest.approx(
        figures.loc["inspire_o.after", "value"] - figures.loc["inspire_o.before", "value"]
    )
    assert figures.loc["inspire_o.gain_100", "value"] == pytest.approx(25 * gain["value"])
    assert figures.loc["inspire_o.before_100", "value"] == pytest.approx(
        25 * (figures.loc["inspire_o.before", "value"] - 1)
    )


def test_how_many_answered_is_told_where_the_change_is_not():
    few = scale_change(form("baseline", {"koge": 20}), form("completion", {"koge": 2}), RECOVERY)
    figures = few.figures("inspire_o").set_index("figure")
    assert figures.loc["inspire_o.n", "shown"]
    assert not figures.loc["inspire_o.gain", "shown"]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (empty("baseline"), empty("completion"), Reason.NO_ANSWERS),
        (form("baseline", {"koge": 4}), empty("completion"), Reason.NO_AFTER),
        (form("baseline", {"koge": 20}), empty("completion"), Reason.NO_AFTER),
        (empty("baseline"), form("completion", {"koge": 20}), Reason.NO_BEFORE),
        (form("baseline", {"koge": 20}), form("completion", {"koge": 2}), Reason.WITHHELD),
        (form("baseline").assign(**dict.fromkeys(ITEMS, 3)),
         form("completion").assign(**dict.fromkeys(ITEMS, 3)), Reason.NO_SPREAD),
        (form("baseline").assign(recovery_hope=pd.Series(dtype="Int8")), form("completion"),
         Reason.NO_BEFORE),
    ],
)  # fmt: skip
def test_every_slice_has_its_answer(before, after, reason):
    change = scale_change(before, after, RECOVERY)
    assert change.total.reason is reason
    figures = change.figures("inspire_o").set_index("figure")
    assert pd.isna(figures.loc["inspire_o.change", "value"])
    # Nobody: n is 0, so that prose can ask.
    shown, n = figures.loc["inspire_o.change", ["shown", "n"]]
    assert shown == (reason is not Reason.WITHHELD)
    assert (n == 0) == (reason not in (Reason.WITHHELD, Reason.NO_SPREAD))
    for language in ("da", "en"):
        for table in (speak(language, change.places_table), speak(language, change.items_table)):
            assert not table["frame"].isin(["nan", "None"]).any(axis=None)


def test_a_withheld_side_shows_neither_mean_nor_number():
    change = scale_change(form("baseline", {"koge": 4}), form("completion", {"koge": 20}), RECOVERY)
    row = change.places_table()["frame"].iloc[0]
    assert "Higher after, %" not in row
    assert row["Answers"].startswith("few\N{NO-BREAK SPACE}/")
    assert row["Missing"].startswith("few\N{NO-BREAK SPACE}/")
    assert row["Before"] == "–"
    assert row["After"] != "–"
    assert row["Difference"] == "–"


def test_tables_speak_both_languages():
    change = scale_change(form("baseline"), form("completion"), RECOVERY)
    danish, english = speak("da", change.items_table), change.items_table()
    chances = [(item.superiority, item.superiority_low, item.superiority_high)
               for item in change.places]  # fmt: skip
    told = ["{:.0f} ({:.0f}; {:.0f})".format(*(100 * end for end in ends)) for ends in chances]
    assert change.places_table()["frame"]["Higher after, %"].tolist() == told
    # Of a single item it would tell who gave which of few answers.
    assert "Higher after, %" not in english["frame"]
    assert "Higher after" not in english["note"]
    assert "Higher after: how often" in change.places_table()["note"]
    assert all(low < chance < high for chance, low, high in chances)
    assert "p, rangtest" in danish["frame"].columns
    assert "p, Holm" in english["frame"].columns
    assert "," in danish["frame"].iloc[0]["Før"]
    places = change.places_table()["frame"].set_index("Comparison")["p, Holm"]
    # All of them together is the one test declared beforehand.
    assert places["All municipalities"] == "–"
    assert (places.drop("All municipalities") != "–").all()


def test_what_those_answered_who_left_an_item_out_is_shown_nowhere():
    """A total needs all answers; were items of more persons, they would tell the rest."""
    before, after = form("baseline"), form("completion")
    gap = after[ITEMS].isna().any(axis=1)
    other = after.assign(**after[ITEMS].mask(gap, 6 - after[ITEMS]))
    assert not other.equals(after)
    tables = [
        (
            scale_change(before, completion, RECOVERY).items_table()["frame"],
            statistics_table(RECOVERY, completion, AFTER)["frame"],
        )
        for completion in (after, other)
    ]
    for one, same in zip(*tables, strict=True):
        pd.testing.assert_frame_equal(one, same)


def test_before_and_after_have_each_their_alpha_and_omega_by_complete_answers():
    before, after = form("baseline"), form("completion")
    change = scale_change(before, after, RECOVERY)
    exact = [RECOVERY.complete(one) for one in (before, after)]
    found = change.reliability_before, change.reliability_after
    for alpha, items in zip(found, exact, strict=True):
        assert (alpha.n, alpha.alpha) == (len(items.dropna()), round(reliability(items).alpha, 2))
    assert change.omegas == tuple(map(omega, exact))
    figures = change.figures("r").set_index("figure")
    assert figures.loc["r.omega_after", "value"] == round(omega(exact[1]), 2)
    assert figures.loc["r.superiority", "value"] == 100 * change.total.superiority
    assert change.forms == ("baseline", "completion")
