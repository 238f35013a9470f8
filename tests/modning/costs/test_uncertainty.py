"""Monte Carlo against closed forms, and against published worked examples."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from cells import run_cells
from modning.costs import load_volumes, printed, volume
from modning.costs.distributions import (
    gamma,
    load_unknowns,
    means,
    unknowns_table,
    with_share_counted,
)
from modning.costs.information import (
    against_nothing,
    conditional_mean,
    evpi,
    evpi_error,
    evppi,
    variance_share,
    what_matters,
)
from modning.costs.uncertainty import (
    acceptability,
    as_decided,
    draws,
    quantile_errors,
    summary,
    tornado,
    worked_out,
)
from slicebook import paths
from slicebook.errors import InputError
from speak import speak

UNKNOWNS = load_unknowns()
SAMPLE = draws(UNKNOWNS)
# As the notebook has them.
YEARLY = "(hours + course_hours * courses) * rate + fees"
COMPLETERS = "courses * size * share"
COST = f"({YEARLY}) / ({COMPLETERS})"


def expected_inverse(low, high):
    """E[1/x] of whole numbers, each as likely."""
    values = range(low, high + 1)
    return sum(1 / value for value in values) / len(values)


def test_the_mean_cost_per_completer_is_the_closed_form():
    # Independent factors: (E[hours] E[rate] + E[fees]) E[1/courses] + E[course hours] E[rate],
    # times E[1/size] E[1/share]. E[1/X] of a beta distribution is (a + b - 1) / (a - 1).
    cost = (2100 * 445 + 100_000) * expected_inverse(4, 6) + 120 * 445
    inverse = expected_inverse(6, 8) * 111 / 101
    found = SAMPLE.eval(COST)
    error = found.std() / math.sqrt(len(found))
    assert found.mean() == pytest.approx(cost * inverse, abs=4 * error)


def test_the_variance_of_the_yearly_cost_is_the_closed_form():
    # Var(HR) = Var(H)Var(R) + E[R]²Var(H) + E[H]²Var(R), plus the fees'; H the sum of 2,100 and of
    # 120 for each of 4 to 6 courses, whose variance is 2/3.
    hours = 263**2 + 12**2 * (25 + 2 / 3) + 120**2 * 2 / 3
    rate, fees = 60**2 / 12, 10_000**2
    expected = hours * rate + 445**2 * hours + 2700**2 * rate + fees
    found = SAMPLE.eval(YEARLY).var()
    assert found == pytest.approx(expected, rel=0.04)


@pytest.mark.parametrize("name", UNKNOWNS.index)
def test_each_parameter_is_drawn_from_its_distribution(name):
    column = SAMPLE[name]
    error = column.std() / math.sqrt(len(column))
    assert column.mean() == pytest.approx(means(UNKNOWNS)[name], abs=4 * error)


def test_the_same_draws_every_time_and_others_with_another_seed():
    pd.testing.assert_frame_equal(SAMPLE, draws(UNKNOWNS))
    assert not SAMPLE.equals(draws(UNKNOWNS, seed=1))


def test_dampacks_example_of_a_gamma_by_its_moments():
    # dampack 1.0.2, ?gamma_params: mu = 2, sigma = 1 gives shape 4 and scale 0.5.
    distribution = gamma(2, 1)
    assert distribution.mean() == pytest.approx(2)
    assert distribution.std() == pytest.approx(1)
    assert distribution.cdf(3) == pytest.approx(stats.gamma(4, scale=0.5).cdf(3))


def test_the_acceptability_curve_of_a_normal_cost():
    # P(cost <= k) of a normal cost; van Hout et al. (1994), Health Economics 3: 309-319.
    sample = pd.Series(stats.norm(40_000, 5_000).ppf((np.arange(10_000) + 0.5) / 10_000))
    curve = acceptability(sample, [35_000, 40_000, 45_000])
    expected = stats.norm.cdf([-1, 0, 1])
    assert curve["probability"].tolist() == pytest.approx(expected, abs=1e-3)


def test_the_acceptability_curve_is_where_the_net_benefit_is_positive():
    # The definition of BCEA and dampack: the share of draws in which the option has the
    # highest net benefit, k times effect less cost, doing nothing having nought.
    for amount in (30_000, 41_000, 60_000):
        benefit = against_nothing(amount * SAMPLE.eval(COMPLETERS), SAMPLE.eval(YEARLY))
        best = (benefit.argmax(axis=1) == 1).mean()
        curve = acceptability(SAMPLE.eval(COST), [amount])
        assert curve["probability"][0] == pytest.approx(best, abs=1e-12)


class TestVaccineExampleOfBcea:
    """What the R package BCEA 2.4 prints for its influenza vaccine example at 25,000 a QALY.

    `summary(bcea(eff, cost, ref = 2))` of `data(Vaccine)` in its reference manual
    (https://n8thangreen.github.io/BCEA/reference/summary.bcea.html): "EIB 1.2284, CEAC 0.529,
    ICER 20098", "choose Status Quo for k < 20100", "EVPI 2.4145". The model is in G. Baio, A. P.
    Dawid (2011), Statistical Methods in Medical Research 24(6): 615-634. The file has the 1,000
    draws of vaccination less status quo from BCEA (GPL-3), to seven digits.
    """

    increments = pd.read_csv(Path(__file__).parent / "data" / "bcea_vaccine.csv")

    def worth(self, amount):
        return against_nothing(amount * self.increments["effect"], self.increments["cost"])

    def test_expected_incremental_benefit(self):
        assert self.worth(25_000)[:, 1].mean() == pytest.approx(1.2284, abs=5e-5)

    def test_acceptability(self):
        # A draw is acceptable where its net cost is nought or less.
        curve = acceptability(-pd.Series(self.worth(25_000)[:, 1]), [0])
        assert curve["probability"][0] == pytest.approx(0.529, abs=1e-9)

    def test_the_value_of_perfect_information(self):
        assert evpi(self.worth(25_000)) == pytest.approx(2.4145, abs=5e-5)

    def test_where_the_decision_turns(self):
        # On BCEA's grid of 100.
        turned = [k for k in range(0, 50_001, 100) if self.worth(k)[:, 1].mean() > 0]
        assert turned[0] == 20_100
        # Knowing everything is worth the most where the decision is in the balance.
        worth = {k: evpi(self.worth(k)) for k in (15_000, 20_100, 25_000)}
        assert worth[20_100] > worth[15_000]


class TestWorkedExampleOfVoi:
    """The example of the R package voi 1.0.3 (Jackson), vignette "package overview".

    The net benefit of treatment 2 is p1 - p2 with p1 ~ N(1, 1), p2 ~ N(0, 2); treatment 1 has
    nought. The vignette gives the exact EVPI by the mean of a truncated normal distribution.
    """

    p1, p2 = (
        stats.norm(mean, sd).rvs(200_000, random_state=np.random.default_rng(seed))
        for mean, sd, seed in ((1, 1, 1), (0, 2, 2))
    )
    benefit = against_nothing(p1, p2)

    @staticmethod
    def exact(sd):
        """The vignette's `evpi_exact`: E[max(0, y)] - 1 for y ~ N(1, sd)."""
        correct = 1 - stats.norm.cdf(0, 1, sd)
        mean = 1 + sd * stats.norm.pdf(-1 / sd) / correct
        return mean * correct - 1

    def test_evpi(self):
        assert self.exact(math.sqrt(5)) == pytest.approx(0.4798, abs=5e-5)
        assert evpi(self.benefit) == pytest.approx(self.exact(math.sqrt(5)), abs=0.01)

    def test_evppi_of_each_parameter(self):
        # Knowing p1 leaves y ~ N(1, 1) to be learnt, knowing p2 y ~ N(1, 2).
        assert evppi(self.benefit, self.p1) == pytest.approx(self.exact(1), abs=0.01)
        assert evppi(self.benefit, self.p2) == pytest.approx(self.exact(2), abs=0.01)

    def test_the_variance_each_explains(self):
        # `evppivar`: 1 and 4 of a variance of 5.
        assert variance_share(self.p1 - self.p2, self.p1) == pytest.approx(0.2, abs=0.01)
        assert variance_share(self.p1 - self.p2, self.p2) == pytest.approx(0.8, abs=0.01)


def test_evpi_is_the_smallest_expected_loss():
    # dampack's test of calc_evpi: the loss against the best of each draw, averaged.
    benefit = np.random.default_rng(3).normal([0, 1, 2], [3, 2, 1], size=(500, 3))
    loss = benefit.max(axis=1, keepdims=True) - benefit
    assert evpi(benefit) == pytest.approx(loss.mean(axis=0).min())


def test_a_decision_without_doubt_has_nothing_to_learn():
    assert evpi(against_nothing([5, 6, 7], [1, 1, 1])) == 0
    assert variance_share([3, 3, 3], [1, 2, 3]) == 0


def test_the_conditional_mean_of_few_values_is_exact():
    parameter = np.array([4, 5, 4, 5])
    assert conditional_mean([1, 2, 3, 6], parameter).tolist() == [2, 4, 2, 4]


def test_shares_of_independent_unknowns_do_not_exceed_the_whole():
    known = as_decided(SAMPLE, UNKNOWNS)
    worth = against_nothing(40_000 * known.eval(COMPLETERS), known.eval(YEARLY))
    unknown = UNKNOWNS.index[~UNKNOWNS["decided"]]
    table = what_matters(SAMPLE, SAMPLE.eval(COST), worth, unknown)
    assert table["share"].is_monotonic_decreasing
    assert 90 < table["share"].sum() <= 101
    assert (table["evppi"].dropna() <= evpi(worth)).all()
    assert set(table.loc[table["evppi"].isna(), "parameter"]) == {"courses", "size"}


def test_hours_that_follow_courses_leave_them_less_of_the_spread():
    """By the moments of the distributions: what is explained by the mean at each number."""
    inverse = expected_inverse(6, 8) * 111 / 101
    squared = sum(1 / n**2 for n in (6, 7, 8)) / 3 * 111 * 110 / (101 * 100)
    rate, fees = 445**2 + 60**2 / 12, 100_000
    fixed = (2100**2 + 263**2) * rate + 2 * 2100 * 445 * fees + fees**2 + 10_000**2
    both, own = 120 * (2100 * rate + 445 * fees), (120**2 + 12**2) * rate
    means = [((2100 * 445 + fees) / n + 120 * 445) * inverse for n in (4, 5, 6)]
    squares = [(fixed / n**2 + 2 * both / n + own) * squared for n in (4, 5, 6)]
    expected = np.var(means) / (np.mean(squares) - np.mean(means) ** 2)
    found = variance_share(SAMPLE.eval(COST).to_numpy(), SAMPLE["courses"].to_numpy())
    assert found == pytest.approx(expected, abs=0.01)
    # Were all 2,700 hours there whatever the courses, these would explain half.
    whole = SAMPLE.assign(hours=(SAMPLE["hours"] - 2100) * 270 / 263 + 2700, course_hours=0)
    courses = whole["courses"].to_numpy()
    assert variance_share(whole.eval(COST).to_numpy(), courses) > expected + 0.1


def test_what_is_decided_is_no_ignorance():
    known = as_decided(SAMPLE, UNKNOWNS)
    assert set(known["courses"]) == {5}
    assert known["rate"].equals(SAMPLE["rate"])


def test_the_error_of_the_draws_is_that_of_other_seeds():
    drawn = [draws(UNKNOWNS, seed=seed).eval(COST) for seed in range(30)]
    ends = pd.DataFrame([summary(one, "", "") for one in drawn])[["low", "value", "high"]]
    errors = np.mean([quantile_errors(one) for one in drawn], axis=0)
    assert errors == pytest.approx(ends.std().to_numpy(), rel=0.4)


def test_the_errors_of_what_matters_are_those_of_other_draws():
    """At least: a part of the draws tells less apart, which makes a value of information larger."""
    shares, errors, values, value_errors = [], [], [], []
    for seed in range(12):
        sample = draws(UNKNOWNS, seed=seed)
        known = as_decided(sample, UNKNOWNS)
        worth = against_nothing(41_000 * known.eval(COMPLETERS), known.eval(YEARLY))
        unsure = UNKNOWNS.index[~UNKNOWNS["decided"]]
        table = what_matters(sample, sample.eval(COST), worth, unsure)
        shares.append(table.set_index("parameter")["share"])
        errors.append(table["share_error"].max())
        values.append(evpi(worth))
        value_errors.append(evpi_error(worth))
    spread = pd.concat(shares, axis=1).std(axis=1).max()
    assert np.mean(errors) == pytest.approx(spread, rel=0.5)
    assert np.std(values, ddof=1) / 2 < np.mean(value_errors) < 1000


def test_the_tornado_moves_one_at_a_time():
    table = tornado(UNKNOWNS, COST).set_index("parameter")
    assert table["width"].is_monotonic_decreasing
    assert table.loc["courses", "from"] == 4
    least = SAMPLE.assign(**{**means(UNKNOWNS), "courses": 4}).eval(COST)[0]
    assert table.loc["courses", "at_from"] == pytest.approx(least)


def test_the_summary_is_the_middle_95_percent():
    row = summary(pd.Series(range(1001)), "x", "DKK")
    assert (row["low"], row["value"], row["high"]) == (25, 500, 975)


def test_the_figures_say_how_often_the_printed_range_holds():
    each, cells = SAMPLE.eval(COST), ("draws-shares", "draws-figures")
    figures = run_cells("03_costs/06_uncertainty", *cells, each=each)["figures"]["value"]
    # The report prints 30,000 to 40,000.
    assert figures["uncertainty.within_printed_low"] == 100 * (each <= 30_000).mean()
    assert figures["uncertainty.within_printed_high"] == 100 * (each <= 40_000).mean()
    assert figures["uncertainty.error_ends"] == max(quantile_errors(each)[[0, 2]])
    # Of a half, the standard error is the largest.
    half = math.sqrt(0.5 * 0.5 / len(each))
    assert figures["uncertainty.error_percent"] == pytest.approx(100 * half)


def test_the_reports_ranges_and_counts_are_the_distributions():
    by_name = UNKNOWNS["drawn"]
    assert by_name["rate"].support() == (415, 475)
    assert by_name["courses"].support() == (4, 6)
    assert by_name["size"].support() == (6, 8)
    volumes = load_volumes()
    planned = float(volume(volumes, "running.courses.planned", "koge").mid)
    hours = by_name["hours"].mean() + planned * by_name["course_hours"].mean()
    assert hours == pytest.approx(2700)
    completed, began = (float(printed(f"n.{form}").mid) for form in ("completion", "baseline"))
    assert by_name["share"].args == (completed, began - completed)


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_table_says_what_is_assumed(language):
    table = speak(language, unknowns_table, UNKNOWNS)
    assumed = {"en": "assumed", "da": "antaget"}[language]
    assert (table.iloc[:, 4] == assumed).sum() == 3


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("distribution", "guess", "distribution: 'guess' is none of gamma, beta"),
        ("decided", "perhaps", "decided: 'perhaps' is none of yes, no"),
        ("basis", "hearsay", "basis: 'hearsay' is none of report, assumed"),
        ("a", "", "a: expected a number of 0 or more"),
    ],
)
def test_a_wrong_distribution_is_named(tmp_path, column, value, message):
    table = pd.read_csv(paths.report("distributions.csv"), dtype=str).fillna("")
    table.loc[0, column] = value
    table.to_csv(tmp_path / "d.csv", index=False)
    with pytest.raises(InputError, match=message) as error:
        load_unknowns(tmp_path / "d.csv")
    assert "d.csv, row 2" in str(error.value)


def test_the_share_who_complete_is_that_of_the_forms():
    counted = with_share_counted(UNKNOWNS, 40, 30)
    assert (means(counted)["share"], counted["basis"]["share"]) == (pytest.approx(0.75), "forms")
    assert counted.drop("share").equals(UNKNOWNS.drop("share"))
    assert with_share_counted(UNKNOWNS, 40, pd.NA) is UNKNOWNS


def test_a_parameter_that_is_missing_is_named():
    with pytest.raises(InputError, match=r"distributions\.csv: .*name 'hours' is not defined"):
        worked_out(COST, SAMPLE.drop(columns="hours"))
