"""Persons with made-up codes, typing slips and duplicates: a test of linking with known truth.

Everything here is assumed and nothing is taken from an answer.
"""

from dataclasses import dataclass, field
from itertools import cycle

import numpy as np
import pandas as pd

from modning.compare.groups import compare
from modning.compare.paired import paired
from modning.linking.match import Links, link
from modning.proportions import wilson
from slicebook.figures import figure_table
from slicebook.programme import load_programme
from surveys.answers import MUNICIPALITY
from surveys.synthetic.link_codes import Habits, codes, typed

PERSON = "person"
SCORE = "score"
SEED = 20260101
STARTERS = (37, 75)
# Two letters, a day, a small number and a letter: see `synthetic.link_codes`.
PARTS = ("part_1", "part_2", "part_3", "part_4", "part_5")


@dataclass(frozen=True)
class World(Habits):
    """What is assumed of the persons; shares are of the persons, scores are from 1 to 5.

    `starters` begin in each municipality, of whom the share `leave` do not end.
    """

    starters: tuple[tuple[str, int], ...] = field(default_factory=lambda: _first_places())
    leave: float = 0.15
    mean: float = 2.9
    sd: float = 0.75
    rise: float = 0.85
    correlation: float = 0.5


def _first_places() -> tuple[tuple[str, int], ...]:
    """Return the programme's first municipalities with so many persons as begin in a small one."""
    return tuple(zip(cycle(load_programme().municipalities), STARTERS, strict=False))


def simulate(world: World, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return forms before and after: `PARTS`, `municipality`, `score`, the true `person`."""
    random = np.random.default_rng(seed)
    places = np.repeat(*zip(*world.starters, strict=True))
    n = len(places)
    before = random.normal(world.mean, world.sd, n)
    own = (1 - world.correlation**2) ** 0.5 * random.normal(0, world.sd, n)
    after = world.mean + world.rise + world.correlation * (before - world.mean) + own
    people = pd.DataFrame({PERSON: range(n), MUNICIPALITY: places})
    people[list(PARTS)] = codes(n, len(PARTS), random)
    begins, ends = random.random(n) >= world.join, random.random(n) >= world.leave
    forms = (
        people.assign(**{SCORE: _answered(before)})[begins],
        people.assign(**{SCORE: _answered(after)})[ends],
    )
    first, last = (_sent(form, world, random) for form in forms)
    return first, last


def judge(links: Links, before: pd.DataFrame, after: pd.DataFrame) -> dict[str, float | None]:
    """Compare links with the truth in `person`.

    `possible` pairs there were, `linked` of them, `wrong` ones of these; by `narrower` per cent the
    interval of the change narrowed, None where it has none.
    """
    one = before[PERSON].reindex(links.pairs["before"]).to_numpy()
    other = after[PERSON].reindex(links.pairs["after"]).to_numpy()
    return {
        "possible": len(set(before[PERSON]) & set(after[PERSON])),
        "linked": len(links.pairs),
        "wrong": int((one != other).sum()),
        "narrower": _narrower(links, before, after),
    }


def trial(world: World, times: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Link in `times` simulated worlds, exactly and with as many slips as are safe.

    A frame each with a row a world, columns as `judge` has them.
    """
    worlds = [simulate(world, seed) for seed in range(SEED, SEED + times)]
    exact, tolerant = (
        pd.DataFrame([judge(link(*forms, PARTS, slips=slips), *forms) for forms in worlds],
                     columns=["possible", "linked", "wrong", "narrower"])
        for slips in (0, None)
    )  # fmt: skip
    return exact, tolerant


def _narrower(links: Links, before: pd.DataFrame, after: pd.DataFrame) -> float | None:
    scores, pairs = (before[SCORE], after[SCORE]), links.pairs
    alone = compare(*scores)
    linked = paired(scores[0].loc[pairs["before"]], scores[1].loc[pairs["after"]])
    if None in (alone.low, linked.low):
        return None
    return 100 * (1 - (linked.high - linked.low) / (alone.high - alone.low))


def _answered(scores: np.ndarray) -> np.ndarray:
    """Return scores as means of five answers from 1 to 5: steps of a fifth, within the ends."""
    return np.clip(np.round(scores * 5) / 5, 1, 5)


def _sent(form: pd.DataFrame, world: World, random: np.random.Generator) -> pd.DataFrame:
    """Return the form as sent: some twice, codes with slips or forgotten; rows in random order."""
    twice = form[random.random(len(form)) < world.duplicate]
    form = pd.concat([form, twice], ignore_index=True)
    form[list(PARTS)] = typed(form[list(PARTS)].to_numpy(), world, random)
    return form.iloc[random.permutation(len(form))].reset_index(drop=True)


def trial_figures(exact: pd.DataFrame, tolerant: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return how linking did over many worlds as figures to record.

    `prefix.exact.linked` is right links of possible ones, in per cent, `prefix.exact.wrong` wrong
    links of 1,000 made; the same for `tolerant`; with Wilson's interval, which is the error of so
    many worlds. `prefix.worlds` is their number. `prefix.narrower` is by how much the interval
    narrows with slips forgiven, on average and in 95 % of the worlds. A share of nothing has no
    value and n = 0.
    """
    gains = tolerant["narrower"].dropna().astype(float)
    middle = (gains.mean(), *gains.quantile([0.025, 0.975])) if len(gains) else None
    rows = [("worlds", len(tolerant), "worlds"), ("narrower", middle, "percent", len(gains))]
    for name, rounds in (("exact", exact), ("tolerant", tolerant)):
        possible, linked, wrong = (
            int(rounds[column].sum()) for column in ("possible", "linked", "wrong")
        )
        found, of_links = _share(linked - wrong, possible, 100), _share(wrong, linked, 1000)
        rows.append((f"{name}.linked", found, "percent", possible))
        rows.append((f"{name}.wrong", of_links, "per 1,000", linked))
    return figure_table(rows, prefix)


def _share(count: int, n: int, of: int) -> tuple[float | None, ...]:
    """Return how many of `of` so many in n are, with its interval."""
    if not n:
        return (None,) * 3
    # An end at nought is so only but for the last bits.
    return of * count / n, *(round(of * end / 100, 9) + 0.0 for end in wilson(count, n))
