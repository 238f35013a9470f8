"""Every method of the outcomes against R, which shares no code with the libraries used here."""

import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest

from modning import proportions
from modning.compare import compare, compare_items
from modning.compare.effects import ranks
from modning.compare.equivalence import equivalence
from modning.compare.groups import side
from modning.compare.overlap import overlap
from modning.compare.paired import adjusted_difference, paired
from modning.compare.plans import Plan, power
from modning.scales import item_statistics, reliability
from r_values import ONE, SCRIPT, STORED, TWO, attitude, r, r_values

PLAN = Plan(sd=18.5, delta=8)
ROW = np.array([1.1, 2.2, 3.3, 9.1, 0.4])


def is_r(name):
    """Return what equals R's value to nine digits, as many as the methods' own iterations give."""
    return pytest.approx(r(name), rel=1e-9, abs=1e-10)


def test_alpha_and_what_each_item_contributes():
    found, items = reliability(attitude()), item_statistics(attitude(), 0, 100)
    assert found.alpha == is_r("alpha")
    assert [found.low, found.high] == is_r("alpha.feldt")
    assert items["alpha_without"].tolist() == is_r("alpha.without")
    assert items["item_rest"].tolist() == is_r("alpha.rest")
    assert items["sd"].tolist() == is_r("alpha.sd")
    assert (found.n, found.missing, found.reason) == (30, 0, None)


def test_two_groups():
    found = compare(ONE, TWO)
    assert (found.t, found.df, found.p) == (is_r("welch.t"), is_r("welch.df"), is_r("welch.p"))
    assert [found.low, found.high] == is_r("welch.interval")
    assert found.g == is_r("hedges.g")
    assert [found.g_low, found.g_high] == is_r("hedges.interval")
    assert (found.p_rank, found.superiority) == (is_r("rank.p"), is_r("rank.superiority"))


def test_the_rank_test_of_few_is_exact_with_ties_and_without():
    assert ranks(ROW, np.array([2.1, 5.5, 6.1, 7.7]))[0] == is_r("rank.untied")
    tied = np.array([1.0, 2, 2, 5, 1]), np.array([3.0, 4, 4, 2, 5, 1, 3])
    assert ranks(*tied)[0] == is_r("rank.tied")


def test_holm_over_items():
    data = attitude()
    high = data["rating"] > 65
    items = data.drop(columns="rating")
    found = compare_items(items[~high], items[high])
    assert [one.p_holm for one in found] == is_r("holm")


def test_each_person_with_herself():
    found = paired(ONE, TWO)
    assert (found.t, found.p) == (is_r("paired.t"), is_r("paired.p"))
    assert [found.low, found.high] == is_r("paired.interval")
    assert found.correlation == is_r("paired.correlation")


def test_the_covariance_analysis():
    data = attitude()
    place = pd.Series(["odd", "even"] * 15)
    found = adjusted_difference(data["complaints"], data["rating"], place, "odd", "even")
    assert found.difference == is_r("ancova.difference")
    assert found.slope == is_r("ancova.slope")
    assert [found.low, found.high] == is_r("ancova.interval")
    assert found.p == is_r("ancova.p")


def test_two_one_sided_tests():
    assert equivalence(pd.Series(ONE), pd.Series(TWO), 4) == is_r("same.p")


def test_partially_overlapping_samples():
    before, after = [*ONE, 1.1, -0.4, 2.5, 0.3, 1.8], [*TWO, 2.2, 3.9, 0.6]
    found = overlap(side(before), side(after), 10, float(np.corrcoef(ONE, TWO)[0, 1]))
    assert (found.df, found.p) == (is_r("overlap.df"), is_r("overlap.p"))
    assert [found.low, found.high] == is_r("overlap.interval")


@pytest.mark.parametrize(("design", "groups"), [("unlinked", 10), ("linked", 10), ("groups", 28)])
def test_power_of_a_design(design, groups):
    assert power(design, groups, PLAN) == pytest.approx(r(f"power.{design}"), abs=1e-7)


def test_shares_and_their_difference():
    assert list(proportions.wilson(14, 21)) == pytest.approx([100 * bound for bound in r("wilson")])
    found = proportions.newcombe(14, 21, 10, 24)
    assert list(found) == pytest.approx([100 * bound for bound in r("newcombe")])


def test_r_still_says_so():
    """Runs the script where R and psych are installed; the stored values are what it says."""
    if not shutil.which("Rscript"):
        pytest.skip("no R here")
    done = subprocess.run(["Rscript", SCRIPT], capture_output=True, text=True)
    if "no package called" in done.stderr:
        pytest.skip("R has no psych here")
    assert done.returncode == 0, done.stderr
    assert r_values(done.stdout) == pytest.approx(r_values(), rel=1e-9)
    assert STORED.read_text(encoding="utf-8").startswith("# R ")
