"""Linked answers against pingouin and published formulas, and what linking is worth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pingouin
import pytest
from scipy import stats
from scipy.optimize import brentq

from modning import guarded
from modning.compare import compare
from modning.compare.guarded import stated
from modning.compare.linked import Study, study
from modning.compare.overlap import overlap
from modning.compare.paired import (
    SHARE,
    WHOLE,
    Adjusted,
    adjusted_difference,
    fate_figures,
    fate_table,
    fates,
    paired,
    reliable_change,
)
from modning.linking import link, link_answers
from modning.linking.simulate import PARTS, SEED, World, simulate
from modning.scales import Reason, load_scale
from outcome_forms import empty, form
from slicebook.slices import Slice
from speak import speak
from surveys.disclosure import Gate

RECOVERY = load_scale("recovery")
LIMITS = {"change": RECOVERY.reference("change"), "cutoff": RECOVERY.reference("cutoff")}


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ([], [], Reason.NO_ANSWERS),
        ([None], [3], Reason.NO_ANSWERS),
        ([1], [2], Reason.TOO_FEW),
        ([1, 2, 3], [2, 3, 4], Reason.NO_SPREAD),
        ([2, 2, 2], [3, 3, 4], None),
    ],
)
def test_every_size_has_a_stated_answer(before, after, reason):
    found = paired(before, after)
    assert found.reason is reason
    assert (found.p is None) == (reason is not None)
    assert len(found.figures("linked")) == 4


def test_the_changes_as_a_group_have_their_own_mean_and_spread():
    before, after = pd.Series([2.0, 3, 1, 4, 2]), pd.Series([3.0, 5, 1, 4, 4])
    (group,) = paired(before, after).groups
    assert (group.n, group.missing) == (5, 0)
    assert group.mean == pytest.approx((after - before).mean())
    assert group.sd == pytest.approx((after - before).std())


def test_persons_of_whom_all_change_alike_are_a_group_without_spread():
    (group,) = paired(pd.Series([1, 2, 3]), pd.Series([2, 3, 4])).groups
    assert (group.n, group.missing, group.sd) == (3, 0, None)


def test_few_persons_are_withheld():
    found = stated(paired([1, 2, 3], [2, 2, 4]), [3], [Gate(5, 5)], {})
    assert found.reason is Reason.WITHHELD
    figures = found.figures("linked").set_index("figure")
    assert not figures.loc[["linked.change", "linked.p", "linked.correlation"], "shown"].any()


def test_the_covariance_analysis_is_pingouins():
    rng = np.random.default_rng(8)
    place = np.repeat(["koge", "odense"], [25, 35])
    before = rng.normal(45, 18, 60)
    after = 20 + 0.6 * before + 20 * (place == "odense") + rng.normal(0, 12, 60)
    found = adjusted_difference(before, after, place, "koge", "odense")
    data = pd.DataFrame({"before": before, "after": after, "place": place})
    expected = pingouin.ancova(data, dv="after", covar="before", between="place")
    expected = expected.set_index("Source")
    assert found.p == pytest.approx(expected.loc["place", "p_unc"])
    design = np.column_stack([np.ones(60), before, place == "odense"])
    coefficients = np.linalg.lstsq(design, after, rcond=None)[0]
    assert (found.slope, found.difference) == pytest.approx(tuple(coefficients[1:]))
    swapped = adjusted_difference(before, after, place, "odense", "koge")
    assert swapped.difference == pytest.approx(-found.difference)


@pytest.mark.filterwarnings("error")
def test_the_covariance_analysis_needs_two_of_each_and_spread():
    place = ["koge", "koge", "odense"]
    assert adjusted_difference([1, 2, 3], [2, 3, 5], place, "koge", "odense") is None
    flat = ["koge", "koge", "odense", "odense"]
    assert adjusted_difference([1, 1, 1, 1], [2, 3, 5, 4], flat, "koge", "odense") is None
    assert adjusted_difference([], [], [], "koge", "odense") is None


def test_reliable_change_is_jacobson_and_truaxs_worked_example():
    """Jacobson and Truax (1991): SD 7.5, reliability 0.80; 47.5 to 32.5 gives RC = 3.16."""
    limit = reliable_change(7.5, 0.80)
    assert 15 / (limit / 1.96) == pytest.approx(3.16, abs=0.005)


def test_error_alone_seldom_makes_a_reliable_change():
    """Persons who did not change, measured twice with reliability 0.75: 5 % +- 3 s.e."""
    rng = np.random.default_rng(6)
    truth = rng.normal(45, 18 * 0.75**0.5, 4000)
    one, other = (truth + rng.normal(0, 18 * 0.25**0.5, 4000) for _ in range(2))
    table = fates(one, other, reliable_change(18, 0.75), **LIMITS).set_index("fate")["percent"]
    assert table["better"] + table["worse"] == pytest.approx(5, abs=1.04)


def test_fates_are_counted():
    before = [40, 40, 40, 45, 60, 30, 50, 95, None]
    after = [80, 48, 47.9, 50, 20, 49, 75, 70, 50]
    table = fates(before, after, 25, **LIMITS).set_index("fate")
    assert table["count"].to_dict() == {
        "better": 1, "unclear": 6, "worse": 1, "relevant": 4, "recovered": 2,
    }  # fmt: skip
    assert set(table["n"]) == {8}
    assert table["shown"].all()
    assert fate_figures(table.reset_index(), "linked")["figure"].tolist()[0] == "linked.better"
    assert fate_table(table.reset_index())["frame"]["Persons"].tolist() == [1, 6, 1, 4, 2]


def test_a_fall_is_the_better_end_of_a_scale_on_which_more_is_worse():
    up, down = [40, 40, 60], [80, 48, 20]
    rising = fates(up, down, 25, change=8, cutoff=50).set_index("fate")["count"]
    turned = [100 - score for score in up], [100 - score for score in down]
    falling = fates(*turned, 25, change=8, cutoff=50, worse=True).set_index("fate")["count"]
    assert falling.to_dict() == rising.to_dict()


def test_what_no_publisher_names_is_asked_of_nobody():
    table = fates([40, 40], [80, 48], 25).set_index("fate")
    assert table["n"].to_dict() == {
        "better": 2, "unclear": 2, "worse": 2, "relevant": 0, "recovered": 0,
    }  # fmt: skip
    assert table.loc[["relevant", "recovered"], "percent"].isna().all()
    assert load_scale("experience", "completion").reference("cutoff") is None


def test_the_limits_are_those_of_the_scale():
    assert LIMITS == {"change": 8, "cutoff": 50}


def test_fates_of_few_have_no_share():
    table = guarded.fates(fates([40, 50], [80, 50], 25, **LIMITS), WHOLE, SHARE, 5)
    assert table["percent"].isna().all()
    assert speak("da", fate_table, table)["frame"]["Personer"].isna().all()


def test_a_fate_of_few_hides_the_parts_that_would_tell_it():
    before, after = [40] * 30, [80] * 10 + [44] * 18 + [10] * 2
    table = guarded.fates(fates(before, after, 25, **LIMITS), WHOLE, SHARE, 5).set_index("fate")
    assert table["shown"].to_dict() == {
        "better": False, "unclear": False, "worse": False, "relevant": True, "recovered": True,
    }  # fmt: skip
    assert table.loc[["better", "unclear", "worse"], "percent"].isna().all()
    assert table.loc["relevant", "percent"] == pytest.approx(100 / 3)


def linked_study(world=None, seed=SEED):
    before, after = simulate(world or World(), seed)
    pairs = link(before, after, PARTS).pairs
    return study(pairs, before, after, (before["score"], after["score"]), RECOVERY)


def test_linking_finds_the_true_rise_more_precisely():
    world = World(mean=2.8, sd=0.4, rise=0.5, correlation=0.8)
    studies, true = [linked_study(world, seed) for seed in range(20)], 25 * world.rise
    # Of 20 intervals 17 or more hold the truth in 98 of 100 cases.
    assert sum(one.paired.low < true < one.paired.high for one in studies) >= 17
    found = studies[0]
    figures = found.figures("simulated").set_index("figure")
    assert figures.loc["simulated.limit", "shown"]
    # The half width without linking is the difference at which Welch's p is 0.05.
    sides = [[x.sd, x.n] for x in (found.unlinked.before, found.unlinked.after)]
    half = brentq(
        lambda x: stats.ttest_ind_from_stats(x, *sides[0], 0, *sides[1], False).pvalue - 0.05, 0, 99
    )
    narrower = figures.loc["simulated.narrower", "value"]
    assert narrower == pytest.approx(100 - 50 * (found.paired.high - found.paired.low) / half)
    assert narrower > 15
    assert figures.loc["simulated.limit", "value"] == pytest.approx(
        reliable_change(found.unlinked.before.sd, 0.75)
    )


def test_the_paired_interval_covers_at_the_nominal_rate():
    """500 samples of 40 persons, correlation 0.6; 95 % +- 3 standard errors."""
    rng = np.random.default_rng(10)
    covered = 0
    for _ in range(500):
        before = rng.normal(45, 18, 40)
        found = paired(before, 26 + 0.6 * before + rng.normal(0, 14, 40))
        covered += found.low <= 26 - 0.4 * 45 <= found.high
    assert 0.92 <= covered / 500 <= 0.98


def test_a_study_speaks_both_languages():
    found = linked_study()
    danish = speak("da", found.table)["frame"]
    assert len(danish) == 4
    assert danish.iloc[3, 0] == "Koblede minus ikke koblede, ved start"
    frame = found.table()["frame"]
    assert frame.iloc[2, 0] == "Odense less Køge, at the same start"
    assert frame.iloc[:2, 1].tolist() == [str(found.unlinked.n), str(found.paired.n)]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (form("baseline"), form("completion")),
        (empty("baseline"), empty("completion")),
        (form("baseline", {"koge": 4}), empty("completion")),
    ],
)
def test_answers_without_codes_have_a_study_without_persons(before, after):
    pairs = link_answers(before, after, Slice("all", "all")).pairs
    scores = RECOVERY.score(before), RECOVERY.score(after)
    found = study(pairs, before, after, scores, RECOVERY)
    assert found.paired.reason is Reason.NO_ANSWERS
    figures = found.figures("linked").set_index("figure")
    assert figures.loc["linked.change", "n"] == 0
    assert len(figures) == 13
    assert len(found.table()["frame"]) == 2


@pytest.mark.filterwarnings("error")
def test_nobody_with_the_same_start_is_no_comparison():
    """R's lm has NA for the coefficient: the score before tells the municipality."""
    place = ["koge"] * 3 + ["odense"] * 3
    found = adjusted_difference([1, 1, 1, 2, 2, 2], [1, 2, 3, 2, 4, 3], place, "koge", "odense")
    assert found is None


def test_nullable_answers_are_left_out_where_they_are_missing():
    before = pd.Series([1, 2, None, 4, 3], dtype="Int64")
    after = pd.Series([2, 4, 3, 4, None], dtype="Int64")
    assert paired(before, after) == paired([1, 2, 4], [2, 4, 4])
    assert paired([1, np.inf], [1, 2]).reason is Reason.INFINITE


@pytest.mark.parametrize("limit", [None, np.nan])
def test_without_a_limit_nobody_changed_reliably_or_not(limit):
    table = fates([40, 40, 40], [80, 48, 41], limit, change=8, cutoff=50).set_index("fate")
    assert table.loc[["better", "unclear", "worse"], "percent"].isna().all()
    assert set(table.loc[["better", "unclear", "worse"], "n"]) == {0}
    assert table.loc["relevant", "count"] == 2


def test_a_spread_that_is_not_known_gives_no_fates():
    """Two persons five points up; the only one who answered before alone has no spread to give."""
    frames = [pd.DataFrame({"municipality": ["koge"] * 2}) for _ in range(2)]
    scores = pd.Series([2.0, np.nan]), pd.Series([2.2, 2.2])
    pairs = pd.DataFrame({"before": [0], "after": [0]})
    found = study(pairs, *frames, scores, RECOVERY, fewest=1)
    assert found.limit is None
    assert found.fates.set_index("fate").loc["better", "percent"] != 100
    assert found.fates.set_index("fate").loc["better", "n"] == 0


def test_two_persons_a_place_and_two_scores_are_enough_for_a_comparison():
    place = ["koge", "koge", "odense", "odense", "odense"]
    before, after = [1, 2, 1, 2, 1], [1, 2, 2, 2, 1]
    found = adjusted_difference(before, after, place, "koge", "odense")
    design = np.column_stack([np.ones(5), before, [0, 0, 1, 1, 1]])
    assert found.difference == pytest.approx(np.linalg.lstsq(design, after)[0][2])


def test_a_studys_figures_are_shown_where_what_they_rest_on_is():
    shown = linked_study().figures("linked").set_index("figure")["shown"]
    assert shown[["linked.unlinked", "linked.limit", "linked.narrower", "linked.unlike"]].all()
    frames = [pd.DataFrame({"municipality": ["koge"] * 30}) for _ in range(2)]
    scores = tuple(pd.Series([1.0 + (at * step) % 4 for at in range(30)]) for step in (1, 3))
    for linked, expected in ((3, [True, True, False, False]), (27, [True, True, True, False])):
        pairs = pd.DataFrame({"before": range(linked), "after": range(linked)})
        found = study(pairs, *frames, scores, RECOVERY, fewest=5).figures("x").set_index("figure")
        names = ["x.unlinked", "x.limit", "x.narrower", "x.unlike"]
        assert found.loc[names, "shown"].tolist() == expected


@pytest.mark.parametrize(("fewest", "compared"), [(4, True), (5, False)])
def test_places_are_compared_from_the_number_on_that_may_be_shown(fewest, compared):
    frames = [pd.DataFrame({"municipality": ["koge"] * 4 + ["odense"] * 6}) for _ in range(2)]
    scores = tuple(pd.Series([1.0 + (at * step) % 4 for at in range(10)]) for step in (1, 3))
    pairs = pd.DataFrame({"before": range(10), "after": range(10)})
    found = study(pairs, *frames, scores, RECOVERY, fewest=fewest)
    assert (found.adjusted is not None) is compared


def test_a_studys_table_has_each_comparison_with_the_width_of_its_interval():
    told = compare([40, 50, 60], [50, 60, 75], ordered=False)
    pair = replace(paired([1, 2], [2, 4]), n=7, difference=5.0, low=2.0, high=8.0, p=0.02)
    apart = Adjusted("koge", "odense", -3.0, -8.0, 2.0, 0.3, 0.5)
    nobody = compare([], [])
    frame = Study(replace(told, low=-1.2, high=24.5, p=0.1), pair, None, fates([], [], None), apart,
                  nobody).table()["frame"]  # fmt: skip
    minus = "\N{MINUS SIGN}"
    assert frame.iloc[:, 1:].to_numpy().tolist() == [
        ["6", f"11.7 ({minus}1.2; 24.5)", "25.7", "0.100"],
        ["7", "5.0 (2.0; 8.0)", "6", "0.020"],
        ["–", f"{minus}3.0 ({minus}8.0; 2.0)", "10", "0.300"],
    ]


def test_what_linking_narrows_is_told_against_the_interval_without():
    found = linked_study()
    figures = found.figures("x").set_index("figure")
    alone = overlap(found.unlinked.before, found.unlinked.after, 0, 0.0)
    width = (found.paired.high - found.paired.low) / (alone.high - alone.low)
    assert figures.loc["x.narrower", "value"] == pytest.approx(100 * (1 - width))
    assert figures.loc["x.narrower", "n"] == found.paired.n


@pytest.mark.parametrize(("n", "shown"), [(19, False), (20, True)])
def test_a_change_of_linked_persons_needs_as_many_as_a_spread(n, shown):
    random = np.random.default_rng(4)
    frames = [pd.DataFrame({"municipality": ["koge", "odense"] * n}) for _ in range(2)]
    scores = tuple(pd.Series(random.integers(5, 26, 2 * n) / 5) for _ in frames)
    some = study(pd.DataFrame({"before": range(n), "after": range(n)}), *frames, scores, RECOVERY)
    assert (some.paired.difference is not None) == (some.paired.p is not None) == shown
    every = pd.DataFrame({"before": range(2 * n), "after": range(2 * n)})
    assert (study(every, *frames, scores, RECOVERY).adjusted is not None) == shown
