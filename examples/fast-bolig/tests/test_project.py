"""Every notebook runs on made-up answers, and its figures are what they must be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[1]
COPY = ROOT / "build" / "test"
EXPECTED = ROOT / "tests" / "expected.csv"
KEY = ["figure", "municipality", "year"]


@pytest.fixture(scope="session")
def figures():
    """All figures of all notebooks, of a copy of the project without anybody's answers."""
    shutil.rmtree(COPY, ignore_errors=True)
    shutil.copytree(ROOT, COPY, ignore=shutil.ignore_patterns("build", "exports", ".venv", ".git"))
    for command in (["synth"], ["validate"], ["run"]):
        run = [sys.executable, "-m", "modning", *command]
        subprocess.run(run, cwd=COPY, env={**os.environ, "MODNING_PROJECT": str(COPY)}, check=True)
    return pd.read_csv(COPY / "build" / "results.csv", dtype={"year": str})


def test_shares_are_shares_and_intervals_hold_their_values(figures):
    known = figures.dropna(subset=["value", "low", "high"])
    assert len(known)
    assert (known["low"] <= known["value"]).all()
    assert (known["value"] <= known["high"]).all()
    # Forms for a hundred of another, and by how much a criterion would turn, may exceed a hundred.
    beyond = figures["figure"].str.startswith(("ratio.", "criteria."))
    shares = figures.loc[(figures["unit"] == "percent") & ~beyond, "value"].dropna()
    assert shares.between(0, 100).all()


def test_places_add_up(figures):
    forms = figures[figures["figure"].str.startswith("n.") & (figures["year"] == "all")]
    whole = forms[forms["municipality"] == "all"].set_index("figure")["value"]
    parts = forms[forms["municipality"] != "all"].groupby("figure")["value"].sum()
    assert parts.to_dict() == whole.to_dict()


@pytest.mark.skipif(not EXPECTED.is_file(), reason="make accept has not been called yet")
def test_no_figure_has_moved(figures):
    expected = pd.read_csv(EXPECTED, dtype={"year": str})
    pd.testing.assert_frame_equal(figures.set_index(KEY), expected.set_index(KEY))
