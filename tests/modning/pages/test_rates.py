"""How often the methods keep their promise: the stored counts, and a small part of them anew."""

import numpy as np
import pandas as pd
import pytest
from benchmarks.rates import COLUMNS, SEED, STUDIES, repeat
from bs4 import BeautifulSoup

from modning.pages.rates import published_values, rate_tables
from slicebook import paths
from speak import speak

KEY = ["method", "setting", "rate"]
# Repetitions here, as many as each is quick; the stored ones are of another seed.
TIMES = {"shares": 200, "overlap": 200, "same": 200, "power": 60, "alpha": 60, "dropout": 20,
         "reliable": 4, "linking": 1}  # fmt: skip
# Links of one programme and changes of one group go wrong together, more than counts would.
CLUSTERED = ("linking", "reliable")


@pytest.fixture(scope="module")
def stored() -> pd.DataFrame:
    return pd.read_csv(paths.data("methods", "rates.csv"), keep_default_na=False)


@pytest.fixture(scope="module")
def anew() -> pd.DataFrame:
    rows = [
        row for study in STUDIES for row in repeat(study, TIMES.get(study.method, 15), SEED + 1)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def apart(one: pd.DataFrame, other: pd.DataFrame) -> pd.Series:
    """Return by how many standard errors the rates of two sets of repetitions differ."""
    both = one.merge(other, on=KEY, suffixes=("", "_other"), validate="one_to_one")
    pooled = (both["hits"] + both["hits_other"] + 1) / (both["of"] + both["of_other"] + 2)
    weights = 1 / both["of"] + 1 / both["of_other"]
    error = np.sqrt(pooled * (1 - pooled) * weights)
    error = error.where(~both["method"].isin(CLUSTERED), 3 * error)
    rates = both["hits"] / both["of"] - both["hits_other"] / both["of_other"]
    return (rates.abs() / error).set_axis(both[KEY].agg(".".join, axis=1))


def test_every_study_is_stored_as_it_is_defined(stored, anew):
    same = [*KEY, "persons", "promise", "holds"]
    assert (
        stored[same].astype(str).to_numpy().tolist() == anew[same].astype(str).to_numpy().tolist()
    )
    assert (stored["seed"] == SEED).all()
    assert (stored["of"] >= stored["simulations"]).all()


def test_a_small_part_anew_agrees_within_monte_carlo_error(stored, anew):
    """Four standard errors: of fifty rates one would differ by chance once in 300 times."""
    assert apart(stored, anew).max() < 4
    worse = stored.assign(
        hits=stored["hits"].where(stored["method"] != "overlap", stored["of"] // 3)
    )
    assert (apart(worse, anew).filter(like="overlap") > 4).all()


def test_a_study_gives_the_same_counts_every_time():
    study = next(study for study in STUDIES if study.method == "overlap")
    assert repeat(study, 5) == repeat(study, 5)


def test_what_is_promised_is_kept_where_its_assumptions_hold(stored):
    told = stored[stored["holds"].astype(bool) & (stored["nominal"] != "")]
    rate, nominal = told["hits"] / told["of"], told["nominal"].astype(float)
    slack = 3 * np.sqrt(nominal * (1 - nominal) / told["of"]) + 0.01
    low, high = nominal - slack, nominal + slack
    # Shares move in steps: with so few persons the true rate itself is off by up to two points.
    steps = 0.02 * (told["method"] == "shares")
    wrong = ((rate < low - steps) & (told["promise"] != "at most")) | (
        (rate > high + steps) & (told["promise"] != "at least")
    )
    assert told.loc[wrong, KEY].to_numpy().tolist() == []


def test_a_broken_assumption_shows(stored):
    rates = stored.set_index(KEY)
    rates = rates["hits"] / rates["of"]
    assert rates["overlap", "strong", "overlap_errs"] > 0.08
    assert rates["overlap", "strangers", "overlap_errs"] < 0.03
    assert rates["dropout", "joined", "bounds_contain"] < 0.5
    assert rates["reliable", "lower", "reliable_errs"] > 0.09
    assert rates["power", "resemble", "power_groups"] < 0.7
    assert rates["change", "uneven", "rank_errs"] > rates["change", "uneven", "welch_errs"]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_page_has_every_rate_in_words(stored, language):
    tables = speak(language, rate_tables)
    assert set(tables) == set(stored["method"])
    for method, text in tables.items():
        rows = BeautifulSoup(text, "html.parser").select("tbody tr")
        assert len(rows) == (stored["method"] == method).sum() > 0
    assert "assumption fails" in rate_tables()["dropout"]
    assert "71.1" in published_values()
