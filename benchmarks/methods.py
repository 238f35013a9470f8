"""The methods of the outcomes tried out where the truth is known: what each of them promises.

Each function draws answers of persons who were made up, analyses them with the library's own
functions and counts whether that went as it should: hits and chances of each rate.
`benchmarks.rates` repeats them and keeps the counts.
"""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pandas as pd
from scipy import stats

from modning import proportions
from modning.compare import compare, compare_items
from modning.compare.by_course import course_change
from modning.compare.clustering import clustered
from modning.compare.dropout import resampled_bounds, trimmed_rise
from modning.compare.equivalence import MARGIN, equivalence
from modning.compare.groups import side
from modning.compare.overlap import overlap
from modning.compare.paired import adjusted_difference, fates, paired, reliable_change
from modning.scales import load_measure, mean_score, reliability

Chance = np.random.Generator
Counts = Mapping[str, tuple[int, int]]
# Five answers from 1 to 5: a person's level, and what a single statement adds.
ITEMS, LEVEL, OWN = 5, 0.8, 0.7
BEFORE, AFTER = 2.8, 3.65
# Persons: as in the report, in one municipality, and fewer.
FORMS, SMALL, FEW = (112, 102), (37, 40), (8, 8)
UNEVEN, DROPOUT = (20, 60), (80, 60)


def answers(chance: Chance, n: int, mean: float) -> pd.DataFrame:
    """Return the answers of `n` persons to five statements, whole numbers from 1 to 5."""
    latent = mean + chance.normal(0, LEVEL, (n, 1)) + chance.normal(0, OWN, (n, ITEMS))
    return pd.DataFrame(np.clip(np.round(latent), 1, 5))


def true_mean(mean: float) -> float:
    """Return the mean answer of everybody: the latent one, rounded and kept from 1 to 5."""
    bounds = stats.norm.cdf(np.arange(1.5, 5), mean, np.hypot(LEVEL, OWN))
    return float(5 - bounds.sum())


@cache
def true_alpha() -> float:
    """Return alpha of everybody's answers before, from 200,000 of them."""
    covariance = answers(np.random.default_rng(1), 200_000, BEFORE).cov().to_numpy()
    return float(ITEMS / (ITEMS - 1) * (1 - np.trace(covariance) / covariance.sum()))


def rise(chance: Chance, sizes: tuple[int, int]) -> Counts:
    """Compare answers whose mean rises as the report's does."""
    sides = (answers(chance, n, mean) for n, mean in zip(sizes, (BEFORE, AFTER), strict=True))
    found = compare(*map(mean_score, sides))
    truth = true_mean(AFTER) - true_mean(BEFORE)
    return {"welch_covers": one(found.low <= truth <= found.high)}


def no_change(chance: Chance, sizes: tuple[int, int]) -> Counts:
    """Compare answers of two groups that are alike."""
    sides = [answers(chance, n, BEFORE) for n in sizes]
    found, items = compare(*map(mean_score, sides)), compare_items(*sides)
    return {
        "welch_errs": one(found.p < 0.05),
        "rank_errs": one(found.p_rank < 0.05),
        "holm_errs": one(min(item.p_holm for item in items) < 0.05),
    }


def uneven(chance: Chance) -> Counts:
    """Compare the same mean in a small group of wide spread and a large one of narrow spread."""
    found = compare(*(chance.normal(3, sd, n) for sd, n in zip((1.2, 0.5), UNEVEN, strict=True)))
    return {"welch_errs": one(found.p < 0.05), "rank_errs": one(found.p_rank < 0.05)}


def courses(chance: Chance, correlation: float) -> Counts:
    """Compare ten courses of six before with the same ten after, members resembling each other."""
    number = np.repeat(np.arange(10), 6)
    before, after = (
        np.repeat(chance.normal(0, correlation**0.5, 10), 6)
        + chance.normal(mean, (1 - correlation) ** 0.5, 60)
        for mean in (0, 1)
    )
    found = compare(before, after)
    close = clustered(found, 6, correlation)
    known = course_change(before, after, number, number).change
    return {
        "strangers_covers": one(found.low <= 1 <= found.high),
        "courses_covers": one(close.low <= 1 <= close.high),
        "course_means_covers": one(known.low <= 1 <= known.high),
    }


def after_alone(chance: Chance, correlation: float) -> Counts:
    """State a mean after of seven courses of six, and compare it with ten that are as high.

    And with ten whose mean is the margin away: are they called alike?
    """
    one_place, other = (
        np.repeat(chance.normal(0, correlation**0.5, number), 6)
        + chance.normal(0, (1 - correlation) ** 0.5, 6 * number)
        for number in (7, 10)
    )
    found, alone = compare(one_place, other), side(one_place)
    close, difference = (clustered(one, 6, correlation) for one in (alone, found))
    groups = pd.Series(one_place), pd.Series(other + MARGIN)
    return {
        "mean_covers": one(alone.low <= 0 <= alone.high),
        "mean_courses_covers": one(close.low <= 0 <= close.high),
        "places_errs": one(found.p < 0.05),
        "places_courses_errs": one(difference.p < 0.05),
        "alike_errs": one(equivalence(*groups, MARGIN) < 0.05),
    }


def effect(chance: Chance) -> Counts:
    """State Hedges' g of groups that are nine tenths of a standard deviation apart."""
    found = compare(*(chance.normal(mean, 1, n) for mean, n in zip((0, 0.9), SMALL, strict=True)))
    return {"g_covers": one(found.g_low <= 0.9 <= found.g_high)}


def share(chance: Chance, n: int, truth: float) -> Counts:
    """State a share, and its difference from another of the same size and truth."""
    counts = [int(count) for count in chance.binomial(n, truth, 2)]
    low, high = proportions.wilson(counts[0], n)
    least, most = proportions.newcombe(counts[0], n, counts[1], n)
    return {
        "wilson_covers": one(low <= 100 * truth <= high),
        "newcombe_covers": one(least <= 0 <= most),
    }


def parallel(chance: Chance) -> Counts:
    """State alpha of five parallel items of reliability one half."""
    n = SMALL[0]
    found = reliability(pd.DataFrame(chance.normal(size=(n, 1)) + chance.normal(size=(n, ITEMS))))
    return {"alpha_covers": one(found.low <= ITEMS / (ITEMS + 1) <= found.high)}


def scale(chance: Chance) -> Counts:
    """State alpha of answers from 1 to 5."""
    found = reliability(answers(chance, FORMS[0], BEFORE))
    return {"alpha_covers": one(found.low <= true_alpha() <= found.high)}


def strangers(chance: Chance, assumed: float, true: float = 0.6) -> Counts:
    """Test no change where 80 persons of 112 and 102 answered both times."""
    both, sd = 80, (1.0, 0.7)
    pairs = chance.multivariate_normal([0, 0], [[1, true * 0.7], [true * 0.7, 0.49]], both)
    sides = [
        side(np.concatenate([pairs[:, at], chance.normal(0, sd[at], n - both)]))
        for at, n in enumerate(FORMS)
    ]
    return {"overlap_errs": one(overlap(*sides, both, assumed).p < 0.05)}


def leavers(chance: Chance, who: str, join: float = 0) -> Counts:
    """Bound the rise of those who complete, a quarter of those who start having left.

    `who` leaves: "chance", "lower" (of the lower half, by chance) or "lowest" (all of the lowest).
    The share `join` of the completers came without a first form.
    """
    n, stay = DROPOUT
    people = np.sort(chance.normal(2.8, 0.8, n))
    odds = {"chance": chance.random(n), "lowest": np.arange(float(n)),
            "lower": np.where(np.arange(n) < n / 2, chance.random(n), 2)}[who]  # fmt: skip
    stays = odds.argsort().argsort() >= n - stay
    after = people[stays] + 0.5 + chance.normal(0, 0.4, stay)
    before = people[~(stays & (chance.random(n) < join))]
    kept = len(after) / len(before)
    low, high = trimmed_rise(before, after, kept)
    least, most, _error = resampled_bounds(before, after, kept)
    # The change of these persons, and that of all such persons; the tolerance is for rounding.
    own = after.mean() - people[stays].mean()
    return {
        "bounds_contain": one(low - 1e-9 <= own <= high + 1e-9),
        "bounds_sure": one(least <= 0.5 <= most),
    }


def linked(chance: Chance) -> Counts:
    """Compare persons with themselves, and two municipalities at the same start."""
    second = np.repeat([False, True], SMALL)
    before = chance.normal(45, 18, len(second))
    after = 26 + 0.6 * before + 6 * second + chance.normal(0, 14, len(second))
    change = paired(before[~second], after[~second])
    place = np.where(second, "b", "a")
    found = adjusted_difference(before, after, place, "a", "b")
    return {
        "paired_covers": one(change.low <= 26 - 0.4 * 45 <= change.high),
        "ancova_covers": one(found.low <= 6 <= found.high),
    }


def unchanged(chance: Chance, true: float) -> Counts:
    """Measure 102 persons twice who did not change, and count who seems to; `true` reliability."""
    level = chance.normal(45, 18 * true**0.5, 102)
    twice = [level + chance.normal(0, 18 * (1 - true) ** 0.5, 102) for _ in range(2)]
    retest = load_measure("brief_inspire_o").references["retest"].value
    limit = reliable_change(float(np.std(twice[0], ddof=1)), retest)
    table = fates(*twice, limit).set_index("fate")
    return {"reliable_errs": (int(table.loc[["better", "worse"], "count"].sum()), 102)}


def margin(chance: Chance, sizes: tuple[int, int]) -> Counts:
    """Ask whether two municipalities are alike: exactly the margin apart, and truly alike."""
    groups = [pd.Series(chance.normal(4, sd, n)) for sd, n in zip((0.9, 0.7), sizes, strict=True)]
    return {
        "same_errs": one(equivalence(groups[0], groups[1] + MARGIN, MARGIN) < 0.05),
        "same_found": one(equivalence(*groups, MARGIN) < 0.05),
    }


def one(hit: bool) -> tuple[int, int]:
    """Return one chance, and whether it was a hit."""
    return int(hit), 1
