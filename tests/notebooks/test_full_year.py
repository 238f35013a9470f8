"""The cells on the one year that was counted to its end: the printed cost over the forms."""

import pandas as pd
import pytest

from cells import run_cells
from modning.costs import Interval, form_counts, load_lines, load_volumes, of_phase, printed, total
from report_counts import COUNTS
from slicebook.programme import load_programme

UNITS = {"registration": "registration", "starter": "baseline", "completer": "completion"}
COUNTED = pd.DataFrame(
    {unit: {place: COUNTS[form, place, "2024"] for place in ("koge", "odense")}
     for unit, form in UNITS.items()}
).rename_axis("municipality").astype("Int64")  # fmt: skip
LINES, VOLUMES = load_lines(), load_volumes()
GIVEN = {"yearly": total(of_phase(LINES, "running")), "currency": "DKK", "whole_year": 2024}


def full_year(counted=COUNTED, volumes=VOLUMES, candidates=35):
    counted = counted.assign(candidate=pd.Series({"koge": candidates}, dtype="Int64"))
    cells = "full-year-counts", "full-year-costs", "full-year-recorded", "full-year-groups"
    names = run_cells("03_costs/03_unit_costs", *cells, counted=counted, volumes=volumes, **GIVEN)
    return names["whole"].set_index(["municipality", "unit"]), names["figures"]


TABLE, FIGURES = full_year()


@pytest.mark.parametrize(
    ("place", "forms", "low", "high"),
    [("koge", 21, 59_524, 64_286), ("odense", 33, 37_879, 40_909)],
)
def test_the_printed_cost_over_the_years_completion_forms(place, forms, low, high):
    """1.25 to 1.35 million over 21 and over 33 forms; report section 4.2 and Tabel 5.1."""
    found = TABLE.loc[place, "completer"]
    assert found["n"] == forms
    assert (round(found["printed"].low), round(found["printed"].high)) == (low, high)
    assert float(found["computed"].low) == pytest.approx(1_220_500 / forms)


def test_candidates_are_the_reports_count_and_stand_in_the_order_of_their_number():
    assert printed("running.candidates", "koge", 2024).mid == 35
    assert TABLE.loc["koge"].index.tolist() == ["registration", "candidate", "starter", "completer"]
    assert "candidate" not in TABLE.loc["odense"].index


def test_the_counts_interval_is_carried_into_the_cost():
    found, figure = TABLE.loc["koge", "completer"], FIGURES.loc["full_year.koge.completer.counted"]
    few, many = 10, 36
    assert (figure["low"], figure["value"], figure["high"]) == (few, 21, many)
    assert float(found["uncertain"].low) == pytest.approx(1_220_500 / many, rel=1e-6)
    assert float(found["uncertain"].high) == pytest.approx(1_382_500 / few, rel=1e-6)
    for one in TABLE.itertuples():
        assert one.uncertain.low < one.computed.low < one.computed.high < one.uncertain.high


def test_figures_name_the_place_since_every_slice_has_both():
    assert FIGURES.index.is_unique
    assert FIGURES.loc["full_year.odense.completer.counted", "value"] == 33
    # Those who began over the courses held.
    assert FIGURES.loc["full_year.koge.group", "value"] == 26 / 4
    assert FIGURES.loc["full_year.odense.group", "value"] == pytest.approx(44 / 6)


def test_where_nothing_is_known_beside_the_forms_there_are_no_candidates_and_groups():
    without = VOLUMES[VOLUMES["volume"] != "running.courses"]
    table, figures = full_year(volumes=without, candidates=None)
    assert set(table.index.get_level_values("unit")) == set(UNITS)
    assert not figures.index.str.endswith(".group").any()


def test_a_year_without_enough_forms_has_no_cost():
    table, figures = full_year(COUNTED.where(COUNTED > 10**6), candidates=None)
    assert table.empty
    assert figures.empty


def test_forms_are_counted_by_place_and_the_few_are_left_out():
    answers = pd.DataFrame({"municipality": ["koge"] * 24 + ["odense"] * 4, "year": 2024})
    for year in (2024, "all"):
        counts = form_counts({"completion": answers}, year)["completion"]
        assert (counts["koge"], counts["all"]) == (24, 28)
        assert pd.isna(counts["odense"])
    assert form_counts({"completion": answers}, 2023)["completion"].isna().all()
    assert list(counts.index) == [*load_programme().municipalities, "all"]


def test_candidates_stated_as_a_range_count_as_the_whole_persons_of_its_middle():
    several = VOLUMES["volume"] == "running.candidates"
    volumes = VOLUMES.copy()
    volumes.loc[several, "range"] = pd.Series([Interval.of(30, 35)] * len(volumes), volumes.index)
    none = pd.DataFrame({"municipality": [], "year": []})
    given = {"programme": load_programme(), "answers": lambda form, here: none}
    cells = "full-year-forms", "full-year-figures"
    names = run_cells("03_costs/03_unit_costs", *cells, volumes=volumes, **given)
    assert names["counted"]["candidate"].dropna().to_dict() == {"koge": 32}
    assert names["counted"].drop(columns="candidate").isna().all(axis=None)
