"""Persons with made-up codes, typing slips and duplicates: a test of linking with known truth.

Everything here is assumed and nothing is taken from an answer. The code joins what a person knows
of herself and nobody else is asked: two initials, a day of birth, the number of older siblings and
a last letter.
"""

from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
import pandas as pd

from modning.answers import MUNICIPALITY
from modning.linking.match import CODE, Links, link

PERSON = "person"
SCORE = "score"
SEED = 20260101


@dataclass(frozen=True)
class World:
    """What is assumed of the persons; shares are of the persons, scores are from 1 to 5.

    `starters` begin in each municipality, of whom the share `leave` do not end; `join` begin
    without a form. `slip`, `slip_twice`, `forget` and `duplicate` go for each form.
    """

    starters: tuple[tuple[str, int], ...] = (("koge", 37), ("odense", 75))
    leave: float = 0.15
    join: float = 0.06
    slip: float = 0.08
    slip_twice: float = 0.02
    forget: float = 0.04
    duplicate: float = 0.03
    mean: float = 2.9
    sd: float = 0.75
    rise: float = 0.85
    correlation: float = 0.5


@dataclass(frozen=True)
class Outcome:
    """How linking did in one world: pairs there were, pairs linked, and wrong ones of these."""

    possible: int
    linked: int
    wrong: int


def simulate(world: World, seed: int = SEED) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return forms before and after: `link_code`, `municipality`, `score`, the true `person`."""
    random = np.random.default_rng(seed)
    places = np.repeat(*zip(*world.starters, strict=True))
    n = len(places)
    before = random.normal(world.mean, world.sd, n)
    own = (1 - world.correlation**2) ** 0.5 * random.normal(0, world.sd, n)
    after = world.mean + world.rise + world.correlation * (before - world.mean) + own
    people = pd.DataFrame({PERSON: range(n), MUNICIPALITY: places, CODE: _codes(n, random)})
    begins, ends = random.random(n) >= world.join, random.random(n) >= world.leave
    forms = (
        people.assign(**{SCORE: _answered(before)})[begins],
        people.assign(**{SCORE: _answered(after)})[ends],
    )
    first, last = (_typed(form, world, random) for form in forms)
    return first, last


def judge(links: Links, before: pd.DataFrame, after: pd.DataFrame) -> Outcome:
    """Compare links with the truth in `person`."""
    one = before[PERSON].reindex(links.pairs["before"]).to_numpy()
    other = after[PERSON].reindex(links.pairs["after"]).to_numpy()
    possible = len(set(before[PERSON]) & set(after[PERSON]))
    return Outcome(possible, len(links.pairs), int((one != other).sum()))


def trial(world: World, times: int, tolerant: bool) -> pd.DataFrame:
    """Link in `times` simulated worlds; a row each: `possible`, `linked`, `wrong`."""
    rows = []
    for seed in range(SEED, SEED + times):
        forms = simulate(world, seed)
        rows.append(judge(link(*forms, tolerant=tolerant), *forms))
    return pd.DataFrame(rows)


def _answered(scores: np.ndarray) -> np.ndarray:
    """Return scores as means of five answers from 1 to 5: steps of a fifth, within the ends."""
    return np.clip(np.round(scores * 5) / 5, 1, 5)


def _codes(n: int, random: np.random.Generator) -> np.ndarray:
    letters = np.array(list(ascii_uppercase))
    # Initials are uneven: the weights fall as one over the rank, an assumption.
    weights = 1 / np.arange(1, len(letters) + 1)
    initials = random.choice(random.permutation(letters), (n, 3), p=weights / weights.sum())
    days, siblings = random.integers(1, 32, n), np.minimum(random.poisson(0.8, n), 9)
    parts = zip(initials, days, siblings, strict=True)
    return np.array([f"{a}{b}{day:02d}{count}{c}" for (a, b, c), day, count in parts], dtype=object)


def _typed(form: pd.DataFrame, world: World, random: np.random.Generator) -> pd.DataFrame:
    """Return the form as typed: slips, forgotten codes, some sent twice; rows in random order."""
    twice = form[random.random(len(form)) < world.duplicate]
    form = pd.concat([form, twice], ignore_index=True)
    draws = random.random(len(form))
    slips = np.select([draws < world.slip_twice, draws < world.slip_twice + world.slip], [2, 1], 0)
    codes = [_slipped(code, count, random) for code, count in zip(form[CODE], slips, strict=True)]
    forgotten = random.random(len(form)) < world.forget
    form = form.assign(**{CODE: pd.Series(codes, dtype=object).mask(forgotten)})
    return form.iloc[random.permutation(len(form))].reset_index(drop=True)


def _slipped(code: str, times: int, random: np.random.Generator) -> str:
    for _ in range(times):
        i = int(random.integers(len(code)))
        kind = random.integers(3)
        if kind == 0:
            code = (
                code[:i] + str(random.choice(list(ascii_uppercase + "0123456789"))) + code[i + 1 :]
            )
        elif kind == 1:
            code = code[:i] + code[i + 1 :]
        else:
            i = min(i, len(code) - 2)
            code = code[:i] + code[i + 1] + code[i] + code[i + 2 :]
    return code


def trial_figures(exact: pd.DataFrame, tolerant: pd.DataFrame, prefix: str) -> pd.DataFrame:
    """Return how linking did over many worlds as figures to record.

    `prefix.exact.linked` is right links of possible ones, in per cent, `prefix.exact.wrong` wrong
    links of 1,000 made; the same for `tolerant`. `prefix.worlds` is the number of worlds.
    """
    rows = [("worlds", len(tolerant), None, "worlds")]
    for name, rounds in (("exact", exact), ("tolerant", tolerant)):
        possible, linked, wrong = (int(rounds[column].sum()) for column in rounds)
        rows.append((f"{name}.linked", 100 * (linked - wrong) / possible, possible, "percent"))
        rows.append((f"{name}.wrong", 1000 * wrong / linked, linked, "per 1,000"))
    frame = pd.DataFrame(rows, columns=["figure", "value", "n", "unit"])
    return frame.assign(figure=prefix + "." + frame["figure"])
