"""Waiting as figures and as a table: endless where joiners fill the places."""

import pandas as pd
import pytest

from modning.costs.queue import waiting
from modning.costs.scale import PER, Demand, Team
from modning.costs.waits import waiting_figures, waiting_table
from slicebook.programme import load_programme
from speak import speak

TEAM = Team(cost=1_200_000, most_courses=6, group_size=7)


@pytest.fixture
def figures(monkeypatch):
    """Give two places of 60,000 and 200,000 inhabitants, with 26 and 44 joiners."""
    places = dict(zip(load_programme().municipalities, (60_000, 200_000), strict=True))
    monkeypatch.setattr("modning.costs.waits.population_of", lambda key, year: places[key])
    seen = {
        key: Demand(PER * joiners / places[key], 1.0)
        for key, joiners in zip(places, (26, 44), strict=True)
    }
    return waiting_figures(seen, TEAM, 2024).set_index(["municipality", "figure"])["value"]


def test_a_place_with_room_has_its_wait_and_a_full_one_none(figures):
    found = waiting(26, 7, 6)
    assert figures["koge", "waiting.mean"] == pytest.approx(found.mean)
    assert figures["koge", "waiting.ninetieth"] == pytest.approx(found.ninetieth)
    assert figures["koge", "waiting.used"] == pytest.approx(100 * 26 / 42)
    assert figures["odense", "waiting.used"] > 100
    assert pd.isna(figures["odense", "waiting.mean"])
    within = figures["all", "waiting.joiners_within_8"], figures["all", "waiting.joiners_within_13"]
    assert within[0] < within[1] < 42


@pytest.mark.parametrize(
    ("language", "endless"), [("en", "grows without end"), ("da", "vokser uden ende")]
)
def test_the_table_says_where_the_queue_has_no_end(language, endless):
    table = speak(language, waiting_table, (10, 42), TEAM)
    assert table.iloc[1, 2] == table.iloc[1, 3] == endless
    assert table.iloc[0, 1] == "24"
