"""No, one and two answers, all equal, all missing: every function states something and none warns.

A number is a number, None or NaN; what is not stated has its reason. Warnings are errors here.
"""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest

from modning.compare import compare, compare_items
from modning.compare.distribution import segments
from modning.compare.dropout import breakdown, resampled_bounds, top_mean, trimmed_rise
from modning.compare.equivalence import equivalence
from modning.compare.groups import side
from modning.compare.linked import study
from modning.compare.overlap import overlap, sensitivity, sensitivity_figures, sensitivity_table
from modning.compare.paired import (
    adjusted_difference,
    fate_figures,
    fate_table,
    fates,
    paired,
    reliable_change,
)
from modning.linking import link, link_figures, link_table
from modning.linking.simulate import PARTS, World, simulate, trial, trial_figures
from modning.proportions import newcombe, wilson
from modning.scales import Reason, item_statistics, load_scale, mean_score, reliability
from speak import speak

pytestmark = pytest.mark.filterwarnings("error")

SIZES = {
    "none": [],
    "one": [3.0],
    "two": [2.0, 4.0],
    "equal": [3.0] * 6,
    "missing": [math.nan] * 6,
}
EACH = [(code,) for code in range(1, 6)]
each_size = pytest.mark.parametrize("values", SIZES.values(), ids=SIZES)
each_pair = pytest.mark.parametrize(
    ("before", "after"),
    list(product(SIZES.values(), repeat=2)),
    ids=["-".join(names) for names in product(SIZES, repeat=2)],
)


def items(values, number=5):
    return pd.DataFrame(dict.fromkeys(range(number), values), dtype=float)


def spread(values):
    """Tell whether values have a test: two that are not missing, and not all the same."""
    return len(set(values)) > 1


@each_size
def test_scales(values):
    score, found = mean_score(items(values)), reliability(items(values))
    assert score.tolist() == pytest.approx(values, nan_ok=True)
    assert found.alpha is None
    assert isinstance(found.reason, Reason)
    assert reliability(items(values, 1)).reason is not None
    table = item_statistics(items(values), 1, 5)
    assert table["n"].tolist() == [np.isfinite(values).sum()] * 5
    assert table[["item_rest", "alpha_without"]].isna().all(axis=None)
    assert item_statistics(items(values, 0), 1, 5).empty


@each_size
def test_one_group(values):
    found, known = side(values), np.isfinite(values).sum()
    assert (found.n, found.missing) == (known, len(values) - known)
    assert (found.mean is None, found.sd is None) == (known < 1, known < 2)
    assert top_mean(np.array(values), 0.5) == pytest.approx(
        {0: math.nan, 1: 3.0, 2: 4.0, 6: 3.0}[known], nan_ok=True
    )
    assert sum(part.count for part in segments(pd.Series(values, dtype=float), EACH)) == known
    assert wilson(0, int(known))[0] == (0 if known else None)


@each_pair
def test_two_groups(before, after):
    found = compare(before, after)
    testable = all(np.isfinite(values).sum() > 1 for values in (before, after))
    testable &= spread(before) or spread(after)
    # NaN differs from itself, so that missing values look like spread.
    testable &= bool(np.isfinite([*before, *after]).all())
    assert (found.p is not None) == testable
    assert (found.reason is None) == testable
    each = compare_items(items(before), items(after))
    assert [one.p_holm is not None for one in each] == [testable] * 5
    same = equivalence(pd.Series(before, dtype=float), pd.Series(after, dtype=float), 0.5)
    assert (same is not None) == testable
    assert (overlap(found.before, found.after, 0, 0.5) is not None) == testable
    table = sensitivity(found)
    assert table.empty != testable
    assert table.notna().all(axis=None)
    assert sensitivity_figures(found, table, "x")["value"].notna().all() == testable
    assert speak("da", sensitivity_table, table)["frame"].empty != testable


@each_pair
def test_drop_out(before, after):
    x, y = np.array(before), np.array(after)
    known = bool(before and after and np.isfinite([*before, *after]).all())
    for low, high in (trimmed_rise(x, y, 0.8), resampled_bounds(x, y, 0.8)[:2]):
        assert (np.isfinite(low), np.isfinite(high)) == (known, known)
    gone = breakdown(x, y)
    assert gone is None or 0 <= gone <= 1


@each_pair
def test_the_same_persons(before, after):
    n = min(len(before), len(after))
    before, after = before[:n], after[:n]
    found = paired(before, after)
    assert (found.p is None) == (found.reason is not None)
    table = fates(before, after, reliable_change(0, 0.75), change=8, cutoff=50)
    assert table["percent"].isna().all() == (found.n == 0)
    assert len(fate_figures(table, "x")) == len(fate_table(table)["frame"]) == 5
    place = ["koge"] * len(before) + ["odense"] * len(after)
    assert adjusted_difference([*before, *after], [*after, *before], place, "koge", "odense") is (
        None
    ) or spread(before + after)


@each_pair
def test_a_study_of_linked_answers(before, after):
    frames = [pd.DataFrame({"municipality": ["koge"] * len(v)}) for v in (before, after)]
    scores = tuple(pd.Series(values, dtype=float) for values in (before, after))
    n = min(len(before), len(after))
    pairs = pd.DataFrame({"before": range(n), "after": range(n)})
    found = study(pairs, *frames, scores, load_scale("recovery"), fewest=1)
    assert len(found.figures("x")) == 13
    assert len(speak("da", found.table)["frame"]) == 2


@each_pair
def test_links(before, after):
    frames = [
        pd.DataFrame({part: [None if v != v else str(v) for v in values] for part in ("a", "b")})
        .assign(municipality="koge")
        for values in (before, after)
    ]  # fmt: skip
    found = link(*frames, ["a", "b"])
    summary = found.summary()
    assert summary["before"].sum() == len(before)
    assert summary["after"].sum() == len(after)
    assert len(link_figures(found, "x")) == 11
    assert len(link_table(found, 5)["frame"]) == 5
    assert link(*frames, []).without == (len(before), len(after))


@pytest.mark.parametrize("persons", [0, 1, 2])
def test_simulated_programmes_of_few(persons):
    world = World(starters=(("koge", persons),))
    figures = trial_figures(*trial(world, 3), "x").set_index("figure")
    assert len(link(*simulate(world), PARTS).pairs) <= persons
    if not persons:
        assert figures["value"].dropna().to_dict() == {"x.worlds": 3}
    assert trial_figures(*trial(world, 0), "x")["n"].eq(0).sum() == 5


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (0, 1, 1, 1), (1, 2, 0, 0), (3, 3, 3, 3)])
def test_differences_of_shares(counts):
    low, high = newcombe(*counts)
    assert (low is None) == (0 in (counts[1], counts[3]))
    assert low is None or low <= high
