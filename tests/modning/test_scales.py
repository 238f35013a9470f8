"""Scales against published rules and their own properties; against R in test_r.py."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import r_values
from modning import scales
from modning.scales import (
    Reason,
    item_statistics,
    load_scale,
    mean_score,
    reliability,
    scale_of,
)
from outcome_forms import empty, form
from slicebook.errors import InputError
from slicebook.text import message
from speak import speak
from surveys.codebook import load_codebook


@pytest.fixture
def attitude() -> pd.DataFrame:
    return r_values.attitude()


def test_the_interval_of_alpha_rests_on_complete_rows_only(attitude):
    gaps = pd.concat([attitude, attitude.assign(rating=np.nan)], ignore_index=True)
    whole, found = reliability(attitude), reliability(gaps)
    assert (found.low, found.high) == (whole.low, whole.high)
    assert (found.n, found.missing) == (30, 30)


def test_a_score_needs_all_five_answers():
    scale = load_scale("recovery")
    answers = form("baseline")
    answers.loc[:, [f"recovery_{item}" for item in scale.items]] = 4
    answers.loc[0, "recovery_hope"] = pd.NA
    scores = scale.score(answers)
    assert np.isnan(scores.iloc[0])
    assert set(scores.iloc[1:]) == {4.0}


@pytest.mark.parametrize(
    ("answers", "hundred"), [([1] * 5, 0), ([5] * 5, 100), ([3] * 5, 50), ([1, 2, 3, 4, 5], 50),
                             ([2, 1, 1, 1, 1], 5)]
)  # fmt: skip
def test_the_score_from_0_to_100_is_the_sum_of_items_from_0_times_five(answers, hundred):
    scale = load_scale("recovery")
    assert hundred == 5 * sum(answer - 1 for answer in answers)
    assert scale.hundred(np.mean(answers)) == pytest.approx(hundred)


def test_the_relevant_change_is_a_third_of_an_answer_category():
    scale = load_scale("recovery")
    assert scale.points(0.32) == pytest.approx(scale.reference("change"))
    assert scale.points(None) is None


def test_a_published_score_is_the_scales_own():
    scale, answers = load_scale("recovery"), form("baseline")
    ours, published = scale.hundred(scale.score(answers)), scale.published(answers)
    pd.testing.assert_series_equal(ours, published, check_names=False)
    with pytest.raises(InputError, match="experience: the form names no published scale"):
        load_scale("experience").published(form("completion"))


def test_a_scale_that_does_not_fit_its_grid_is_named():
    item = load_codebook()["baseline"].item("recovery")
    with pytest.raises(InputError, match="the scale who5 has 5 items answered 0 to 5; the form"):
        scales.scale_of(replace(item, scale="who5"))
    with pytest.raises(InputError, match='no form has a grid "age"'):
        load_scale("age")


@pytest.mark.parametrize("scale", ["sdq", "eq5d5l"])
def test_a_scale_that_is_no_mean_of_its_items_is_not_averaged(scale):
    grid = next(item for item in load_codebook()["completion"].items if item.type == "grid")
    with pytest.raises(InputError, match=f"{scale} is no mean of its items as they stand"):
        scale_of(replace(grid, scale=scale))


def test_a_limit_is_told_on_the_score_from_0_to_100():
    item = load_codebook()["baseline"].item("recovery")
    codes = [replace(option, code=option.code - 1) for option in item.options[:4]]
    rows = tuple(replace(item.rows[0], id=f"r{n}") for n in range(9))
    scale = scales.scale_of(replace(item, scale="phq9", rows=rows, options=tuple(codes)))
    assert scale.reference("cutoff") == pytest.approx(100 * 10 / 27)
    assert scale.reference("retest") == 0.84
    assert scale.reference("change") is None
    assert (scale.ends, scale.measure.worse) == (("not_at_all", "quite_a_lot"), True)


def test_scales_are_the_codebooks():
    for id, form_name in (("recovery", "completion"), ("support", "baseline")):
        scale = load_scale(id, form_name)
        assert list(scale.items) == ["supported", "hope", "identity", "meaning", "control"]
        assert (scale.low, scale.high) == (1, 5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], Reason.NO_ANSWERS),
        ([[np.nan] * 3], Reason.NO_ANSWERS),
        ([[1, 2, 3]], Reason.TOO_FEW),
        ([[1, 2, 3], [3, 2, 1]], Reason.TOO_FEW),
        ([[3, 3, 3]] * 4, Reason.NO_SPREAD),
    ],
)
def test_alpha_says_why_it_is_not_there(rows, reason):
    items = pd.DataFrame(rows, columns=list("abc"), dtype=float)
    found = reliability(items)
    assert (found.alpha, found.low, found.high, found.reason) == (None, None, None, reason)
    assert (found.n == 0) == (reason is Reason.NO_ANSWERS)
    statistics = item_statistics(items, 1, 5)
    assert statistics["item_rest"].isna().all()
    assert statistics["alpha_without"].isna().all()


@pytest.mark.filterwarnings("error")
def test_alpha_tells_opposed_items_from_equal_answers():
    opposed = pd.DataFrame({"a": [1, 2, 3, 4], "b": [4, 3, 2, 1]})
    assert reliability(opposed).reason is Reason.NO_TOTAL_SPREAD
    assert reliability(opposed * 0).reason is Reason.NO_SPREAD
    assert reliability(opposed.replace(4, float("inf"))).reason is Reason.INFINITE


@pytest.mark.parametrize("dtype", ["category", "Int64", "float32", "int64[pyarrow]"])
def test_every_kind_of_number_is_the_same(dtype):
    answers = pd.DataFrame({"a": [1, 2, 3, 5], "b": [2, 2, 4, 5]})
    assert reliability(answers.astype(dtype)) == reliability(answers)
    assert mean_score(answers.astype(dtype)).tolist() == [1.5, 2, 3.5, 5]
    assert_frame_equal(item_statistics(answers.astype(dtype), 1, 5), item_statistics(answers, 1, 5))


def test_an_item_goes_along_with_the_rest_where_three_persons_differ():
    def rest_of(rows):
        return item_statistics(pd.DataFrame(rows, columns=["a", "b"]), 1, 5)["item_rest"].tolist()

    assert rest_of([[1, 2], [2, 3], [2, 3]]) == pytest.approx([1, 1])
    assert rest_of([[1, 3], [2, 2], [2, 2]]) == pytest.approx([-1, -1])
    # Of an item with two answers too.
    assert rest_of([[1, 2], [1, 3], [2, 4], [2, 5]]) == pytest.approx([4 / 20**0.5] * 2)
    assert np.isnan(rest_of([[1, 2], [2, 3]])).all()
    assert np.isnan(rest_of([[1, 2], [1, 3], [1, 4]])).all()


def test_floor_and_ceiling_are_shares_of_the_end_answers():
    items = pd.DataFrame({"a": [1, 1, 5, np.nan, 3], "b": [2.0, 2, 2, 2, 2]})
    found = item_statistics(items, 1, 5).set_index("item")
    assert found.loc["a", ["floor", "ceiling"]].tolist() == [0.5, 0.25]
    assert found.loc["b", ["floor", "ceiling"]].tolist() == [0, 0]
    assert found.loc["a", ["n", "missing"]].tolist() == [4, 1]


@given(st.integers(2, 8), st.integers(0, 2**32 - 1))
@settings(max_examples=25)
def test_alpha_of_identical_items_is_one_and_of_parallel_items_spearman_browns(k, seed):
    rng = np.random.default_rng(seed)
    truth = rng.normal(size=4000)
    same = pd.DataFrame(dict.fromkeys(range(k), truth))
    assert reliability(same).alpha == pytest.approx(1)
    parallel = pd.DataFrame({i: truth + rng.normal(size=4000) for i in range(k)})
    # Items of reliability one half: Spearman and Brown's k r / (1 + (k - 1) r).
    assert reliability(parallel).alpha == pytest.approx(k * 0.5 / (1 + (k - 1) * 0.5), abs=0.05)


@given(st.integers(0, 2**32 - 1), st.floats(-50, 50), st.floats(0.1, 20))
@settings(max_examples=25)
def test_alpha_does_not_depend_on_the_items_origin_or_unit(seed, shift, unit):
    items = pd.DataFrame(np.random.default_rng(seed).normal(size=(30, 4)).cumsum(axis=1))
    one, other = reliability(items), reliability(items * unit + shift)
    assert other.alpha == pytest.approx(one.alpha, abs=1e-6)
    assert mean_score(items * unit + shift).to_numpy() == pytest.approx(
        (mean_score(items) * unit + shift).to_numpy()
    )


def test_alphas_interval_covers_in_simulation():
    """Feldt's interval is exact for normal parallel items: 95 % +- 3 standard errors of 400."""
    rng = np.random.default_rng(5)
    truth, covered = 5 * 0.5 / (1 + 4 * 0.5), 0
    for _ in range(400):
        sample = pd.DataFrame(rng.normal(size=(60, 1)) + rng.normal(size=(60, 5)))
        found = reliability(sample)
        covered += found.low <= truth <= found.high
    assert 0.917 <= covered / 400 <= 0.983


def test_the_statistics_table_shows_no_share_of_few():
    scale = load_scale("recovery")
    answers = form("completion")
    columns = [f"recovery_{item}" for item in scale.items]
    answers.loc[:, columns] = 3
    answers.loc[:3, columns] = 1
    answers.loc[10:20, columns] = 5
    shown = scales.statistics_table(scale, answers, message({"da": "efter", "en": "after"}))[
        "frame"
    ]
    assert shown["Lowest answer"].isna().all()
    assert shown["Highest answer"].tolist() == pytest.approx([100 * 11 / 102] * 6)
    few = speak(
        "da",
        scales.statistics_table,
        scale,
        answers.head(4),
        message({"da": "efter", "en": "after"}),
    )["frame"]
    assert few.iloc[:, 1:].isna().all(axis=None)
    assert shown["Item"].tolist()[-1] == "Mean of them all"
    assert shown["Mean"].iloc[-1] == round(float(scale.score(answers).mean()), 1)
    speak(
        "da",
        scales.statistics_table,
        scale,
        empty("completion"),
        message({"da": "efter", "en": "after"}),
    )


def test_published_values_are_recorded_with_units():
    figures = scales.reference_figures(load_scale("recovery")).set_index("figure")
    told = figures[["value", "unit", "shown"]]
    assert told.loc["reference.outpatients"].tolist() == [39.9, "points", True]
    assert told.loc["reference.alpha_dutch"].tolist() == [0.77, "coefficient", True]


@pytest.mark.parametrize("language", ["en", "da"])
def test_each_published_value_stands_with_its_source(language):
    used = scales.used_measures()
    assert used == [scales.load_measure(id) for id in ("brief_inspire_o", "brief_inspire")]
    table = speak(language, scales.reference_table, used)["frame"]
    assert len(table) == len({one.source for one in used[0].references.values()}) == 3
    said = " ".join(table.iloc[:, 1])
    numbers = [one.replace(".", "," if language == "da" else ".")
               for one in ("39.9", "71.1", "0.73", "0.75", "0.77")]  # fmt: skip
    assert all(number in said for number in [*numbers, "50", "8"])


@pytest.mark.parametrize(
    ("change", "cutoff", "relevant"),
    [
        ({"range": (0, 20)}, 50, 40),
        ({"range": (10, 20)}, 0, 80),
        ({"table": {total: 1.0 * total for total in range(5, 26)}}, None, None),
    ],
)
def test_published_values_are_told_from_0_to_100(change, cutoff, relevant):
    """A cut-off of 10 and a relevant change of 8, on the scale's own range."""
    scale = load_scale("recovery")
    known = {
        kind: replace(next(iter(scale.measure.references.values())), kind=kind, value=value)
        for kind, value in (("cutoff", 10.0), ("change", 8.0))
    }
    own = replace(scale, measure=replace(scale.measure, references=known, **change))
    found = [own.reference(kind) for kind in ("cutoff", "change")]
    assert found == ([cutoff, relevant] if cutoff is None else pytest.approx([cutoff, relevant]))


def test_a_score_may_need_fewer_answers_than_there_are_items():
    items = pd.DataFrame([[1, 2, 3], [1, 2, None], [1, None, None]], dtype=float)
    assert mean_score(items, 2).fillna(-1).tolist() == [2, 1.5, -1]
    assert mean_score(items).fillna(-1).tolist() == [2, -1, -1]
