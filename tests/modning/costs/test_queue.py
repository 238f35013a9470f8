"""Waiting against a queue simulated person by person, and against what is known in closed form."""

import heapq

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from modning.costs.queue import mean_wait, most_joiners, simulate, team_wait, waits


def waiting(joiners, size, starts):
    return waits(pd.Series([joiners]), size, starts).iloc[0]


def by_events(joiners, size, starts, years, seed):
    """Return waits of a queue worked through event by event, the first tenth left out."""
    random = np.random.default_rng(seed)
    events = list(np.cumsum(random.exponential(52 / joiners, int(joiners * years))))
    heapq.heapify(events)
    line, waits, free = [], [], 0.0
    while events:
        line.append(heapq.heappop(events))
        if len(line) == size:
            free = max(line[-1], free + 52 / starts if waits else line[-1])
            waits += [free - came for came in line]
            line = []
    return np.array(waits[len(waits) // 10 :])


@pytest.mark.parametrize("joiners", [14, 28, 36])
def test_waiting_is_that_of_a_queue_worked_through_event_by_event(joiners):
    found = waiting(joiners, 7, 6)
    waits = np.concatenate([by_events(joiners, 7, 6, 2500, seed) for seed in range(3)])
    assert found["mean"] == pytest.approx(waits.mean(), rel=0.05)
    assert found["ninetieth"] == pytest.approx(np.quantile(waits, 0.9), rel=0.05)
    assert found["used"] == pytest.approx(100 * joiners / 42)


def test_a_busy_team_in_many_runs():
    """At 95 % the queue builds up over years; twenty runs agree with the closed form to 5 %."""
    means = [simulate(40, 7, 6, 40_000, seed).mean() for seed in range(20)]
    assert np.mean(means) == pytest.approx(mean_wait(40, 7, 6), rel=0.05)


def test_groups_of_one_are_the_queue_of_erlang():
    """M/D/1: the mean wait is utilisation over twice what is left of it, in service times."""
    for used in (0.3, 0.7, 0.9):
        assert team_wait(used, 1, 1.0) == pytest.approx(used / (2 * (1 - used)), rel=1e-6)


def test_with_room_people_wait_for_their_group_alone():
    """Who is the j-th of a group of seven waits for 7 - j others, a gamma distributed time."""
    found = waiting(2, 7, 600)
    later = [stats.gamma(7 - j, scale=26) for j in range(1, 7)]
    assert found["mean"] == pytest.approx(3 * 26, rel=1e-6)
    below = (1 + sum(one.cdf(found["ninetieth"]) for one in later)) / 7
    assert below == pytest.approx(0.9, abs=0.005)


def test_without_room_the_queue_grows_without_end():
    for joiners in (42, 44):
        found = waiting(joiners, 7, 6)
        assert (found["mean"], found["ninetieth"]) == (np.inf, np.inf)
    assert mean_wait(0, 7, 6) == np.inf


def test_beyond_the_most_joiners_people_wait_longer():
    most = most_joiners(7, 6, 8)
    assert mean_wait(most, 7, 6) <= 8 < mean_wait(most + 0.1, 7, 6)
    assert most_joiners(7, 6, 1) == 0
