"""Rounding instead of withholding: what is shown, and that no attacker gets near a count."""

import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import sparse

import outcome_forms
from cellguard.rounding import Counts, nearest, window
from cellguard.rounding import rounded as additive
from modning.audit import audit
from modning.audit.knowledge import Question
from modning.audit.reading import Seen, shares
from modning.audit.rounding import as_known
from modning.audit.shares import attack_shares
from modning.charts.shares import difference_dots, share_bars
from modning.compare.distribution import Segment
from modning.compare.statements import statements
from modning.costs.intervals import Interval
from modning.costs.unit_costs import unit_costs
from modning.funnel import funnel
from modning.protection import counts, rounding
from modning.protection.counts_problem import problem
from modning.protection.published import families
from modning.protection.tables import tables
from modning.scales import AFTER, load_scale
from modning.scales.statistics import statistics_table
from modning.shares import tally
from random_answers import random_answers
from slicebook.programme import load_programme
from slicebook.slices import Slice, all_slices
from slicebook.text import message
from speak import speak
from surveys.answers import read_answers, stored_hash, write_partition
from surveys.codebook import load_codebook
from surveys.disclosure import SLICE, Gate, Rounded, rounded, withheld
from surveys.partitions import partitions

ROOT = Path(__file__).parents[3]
ITEMS = ("sara", "channel")


@pytest.fixture(scope="module")
def registration(tmp_path_factory):
    """Give a project that rounds, with registration forms alone, and the form."""
    root = tmp_path_factory.mktemp("rounding")
    for name in ("instruments", "data"):
        (root / name).symlink_to(ROOT / name)
    text = (ROOT / "programme.yml").read_text(encoding="utf-8")
    (root / "programme.yml").write_text(text.replace("method: withhold", "method: round"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(root))
        programme = load_programme()
        form = load_codebook(programme)["registration"]
        drawn = random_answers(form, 130)
        for place, year, path in partitions("registration", "all", "all", programme):
            here = (drawn["municipality"] == place) & (drawn["year"] == int(year))
            write_partition(form, drawn[here].drop(columns=["municipality", "year"]), path)
        stored = stored_hash("registration", programme)
        here = SimpleNamespace(map=map)
        sys.modules["modning.protection.protect"]._decide("registration", stored, here)
        yield form


def answers(here: Slice) -> pd.DataFrame:
    frame = read_answers("registration", here.municipality, here.year)
    frame.attrs[SLICE] = here
    return frame


@pytest.fixture(scope="module")
def tallies(registration):
    """Give how some questions were answered in every slice."""
    frames = {here: answers(here) for here in all_slices(load_programme())}
    return {here: [tally(frame, registration, item) for item in ITEMS]
            for here, frame in frames.items()}  # fmt: skip


def published(tallies) -> pd.DataFrame:
    """Return the results table of some questions in every slice."""
    parts = []
    for here, found in tallies.items():
        forms = ("n.registration", len(found[0].given), "forms", True)
        rows = [pd.DataFrame([forms], columns=["figure", "value", "unit", "shown"])]
        rows += [table for one in found for table in (one.figures(), one.n_figure())]
        parts += [table.assign(municipality=here.municipality, year=here.year) for table in rows]
    return pd.concat(parts, ignore_index=True)


def test_every_count_is_a_multiple_near_the_true_one(tallies):
    seen = 0
    for here, found in tallies.items():
        for counted in found:
            for row in counted.shares().itertuples():
                true, cell = int(counted.given[row.answer].sum()), counted.cells[row.answer]
                if not withheld(cell, here):
                    assert row.count == true
                elif row.shown:
                    assert row.count % 5 == 0 or row.count == row.n
                    single = "all" not in (here.municipality, here.year)
                    assert abs(row.count - true) < (5 if single else 30)
                    assert row.percent == pytest.approx(100 * row.count / row.n)
                    seen += 1
    assert seen > 80


def test_a_slice_of_one_municipality_has_nobody_of_another(tallies):
    counted = tallies[Slice("koge", "all")][ITEMS.index("channel")]
    table = counted.by_municipality().set_index("municipality")
    assert (table.loc["odense", "n"] == 0).all()
    assert table.loc["koge", "n"].nunique() == 1
    assert "Odense" not in share_bars(counted).alt


def test_what_is_rounded_adds_up(registration):
    """Over the answers everybody gives one of, the municipalities and the years."""

    def count(cell: str, place: str, year: str) -> int:
        one = rounded(cell, Slice(place, year))
        assert one
        return one.count

    cells = [f"registration/sara.{option.id}" for option in registration.item("sara").options]
    places, years = ("koge", "odense"), ("2023", "2024", "2025")
    for cell in cells:
        for year in years:
            parts = sum(count(cell, place, year) for place in places)
            assert count(cell, "all", year) == parts
    for place in places:
        for year in years:
            one = rounded(cells[0], Slice(place, year))
            assert one.n == sum(count(cell, place, year) for cell in cells)


def test_the_attacker_finds_no_count_and_an_exact_one(tallies, tmp_path):
    table = published(tallies)
    table.to_csv(tmp_path / "results.csv", index=False)
    found = audit(tmp_path / "results.csv", books={})
    assert found.unsafe == []
    assert len(found.findings) > 80
    assert found.narrowest.width >= found.narrowest.asked
    here = Slice("odense", "2024")
    given = tallies[here][ITEMS.index("sara")].given.sum()
    answer, true = next((name, count) for name, count in given.items() if count % 5)
    exact = table[["figure", "municipality", "year"]].eq([f"sara.{answer}", "odense", "2024"])
    row = exact.all(axis=1)
    table.loc[row, "value"] = 100 * true / table.loc[row, "n"]
    few = table["figure"].str.match(r"sara\.|n\.")
    table[few].to_csv(tmp_path / "results.csv", index=False)
    unsafe = audit(tmp_path / "results.csv", books={}).unsafe
    assert (f"sara.{answer}", true, true) in [(one.figure, one.low, one.high) for one in unsafe]


def test_readers_are_told_and_nothing_is_withheld(registration):
    here = Slice("all", "all")
    counted = tally(answers(here), registration, "channel")
    for language, words in (("en", "to a multiple of 5"), ("da", "noget, der går op i 5")):
        for chart in (
            speak(language, share_bars, counted),
            speak(language, difference_dots, counted),
        ):
            assert words in chart.caption
            assert "withheld" not in chart.caption.lower()
            assert "tilbageholdt" not in chart.caption.lower()
    sara = tally(answers(here), registration, "sara")
    step = message("A step")
    steps = funnel({"contact": (step, answers(here)), "assessed": (step, sara, "assessed")}).table()
    assert steps["shown"].all()
    assert not (steps.loc[steps["step"] == "assessed", "count"] % 5).any()
    referred = answers(here)[answers(here)["referral_group"].astype(bool)]
    costs = unit_costs({"referred": referred}, Interval.of(1_000_000), here, load_programme())
    told = [rounded("registration/referral.group", Slice(row.municipality, row.year))
            for row in costs.itertuples()]  # fmt: skip
    same = [row.n == one.count for row, one in zip(costs.itertuples(), told, strict=True) if one]
    assert len(same) > 4
    assert all(same)


def test_distributions_and_ends_of_scales_are_those_of_rounded_counts(monkeypatch):
    def told(cell: str, *_: object) -> Rounded:
        return Rounded(10 if cell.endswith("very_much") else 0, 40)

    for module in ("modning.compare.statements", "modning.scales.statistics"):
        monkeypatch.setattr(f"{module}.rounded", told)
        monkeypatch.setattr(f"{module}.withheld", lambda *_: True)
    monkeypatch.setattr("modning.scales.statistics.gate", lambda *_: Gate(mean=10, spread=20))
    completion = outcome_forms.form("completion")
    completion.attrs[SLICE] = Slice("all", "all")
    network = statements(completion, load_scale("experience", "completion"), ["network"],
                         message({"da": "Netværk", "en": "Network"}))  # fmt: skip
    assert network.segments("network", "koge") == [Segment((5,), 10, 0.25)]
    shown = statistics_table(load_scale("recovery"), completion, AFTER)["frame"]
    assert (shown["Highest answer"] == 25).all()
    assert (shown["Lowest answer"] == 0).all()


def test_a_total_can_be_off_by_what_each_of_its_parts_is():
    programme = replace(load_programme(), public=())
    programme = replace(programme, rules=replace(programme.rules, method="round"))
    seen = [Seen("sara.unknown", "koge", year, 40.0, 40.0, 60.0, "") for year in ("2024", "all")]
    one, total = as_known(seen, programme)
    assert (one.low, one.high, one.n_span) == (36, 44, (56, 64))
    assert (total.low, total.high, total.n_span) == (28, 52, (48, 72))


def test_totals_of_zeroes_that_tell_all_are_found():
    """Three answers shown as 0 of twelve: each was given by four."""
    programme = load_programme()
    rules = replace(programme.rules, method="round")
    programme = replace(programme, rules=rules, public=())
    names = ("assessed", "not_assessed", "unknown")
    key = {"municipality": "koge", "year": "2024", "shown": True}
    rows = [{"figure": f"sara.{name}", **key, "unit": "percent", "value": 0.0, "n": 12}
            for name in names]  # fmt: skip
    rows += [{"figure": name, **key, "unit": "answers", "value": 12, "n": None}
             for name in ("sara.n", "n.registration")]  # fmt: skip
    results = pd.DataFrame(rows)
    asked = Question("sara", "registration", names, exclusive=True)
    seen = as_known(shares(results), programme)
    found = [one for one in attack_shares(asked, seen, results, programme) if not one.safe]
    assert {(one.figure, one.low, one.high) for one in found} == {
        (f"sara.{name}", 4, 4) for name in names
    }


def test_a_rounding_that_tells_too_much_is_not_safe():
    form = load_codebook()["registration"]
    drawn = random_answers(form, 60)
    programme = load_programme()
    programme = replace(programme, rules=replace(programme.rules, method="round"), public=())
    found = [one for one in families(form, drawn) if one.scope == "registration/sara"]
    whole = counts.system(found, tables(drawn, programme), programme)
    [part] = rounding.parts(whole, problem(whole)[0], 1)
    table = rounding.shown(part)
    assert table is not None
    assert (rounding.shown(part) == table).all()
    # A reader who sees all but nought as it is knows nought from four apart.
    nothing = replace(part, counts=replace(part.counts, single=np.ones_like(part.counts.single)))
    assert not rounding._is_safe(nothing, part.counts.value - 4)


def test_rounded_counts_are_next_to_the_true_ones_and_add_up():
    value = np.array([3, 7, 10, 1, 14, 5, 4, 21, 15, 19, 36, 25])  # two rows, their total; answers
    sums = [[(i, 1.0), (i + 3, 1.0), (i + 6, -1.0)] for i in range(3)]
    matrix = sparse.csr_array((3, 12))
    matrix = matrix.tolil()
    for row, terms in enumerate(sums):
        for cell, factor in terms:
            matrix[row, cell] = factor
    single = np.arange(12) < 6
    totals = (np.arange(12) >= 6) & (np.arange(12) < 9)
    some = Counts(value, sparse.csr_array(matrix), single, totals, np.full(12, np.nan))
    found = additive(some, 5, np.random.default_rng(1))
    assert (found[:9] % 5 == 0).all()
    assert (np.abs(found - value)[:6] < 5).all()
    assert found[2] == 10
    assert found[5] == 5
    assert (found[:3] + found[3:6] == found[6:9]).all()
    drawn = [additive(some, 5, np.random.default_rng(i))[0] for i in range(40)]
    assert set(drawn) == {0, 5}


def test_a_count_is_its_own_on_average():
    """600 draws of three twos, alone and three times over in a table of both totals."""
    random = np.random.default_rng(8)
    row = Counts(
        np.array([2, 2, 2, 6]), sparse.csr_array([[1.0, 1, 1, -1]]), np.arange(4) < 3,
        np.arange(4) == 3, np.full(4, np.nan),
    )  # fmt: skip
    drawn = np.array([additive(row, 5, random) for _ in range(600)])
    error = drawn.std(axis=0) / 600**0.5
    assert (np.abs(drawn.mean(axis=0) - row.value) < 4 * error).all()
    sums = np.zeros((7, 16))
    for at in range(3):
        sums[at, [3 * at, 3 * at + 1, 3 * at + 2, 9 + at]] = 1, 1, 1, -1
        sums[3 + at, [at, at + 3, at + 6, 12 + at]] = 1, 1, 1, -1
    sums[6, [9, 10, 11, 15]] = 1, 1, 1, -1
    value = np.array([2] * 9 + [6] * 6 + [18])
    single = np.arange(16) < 9
    table = Counts(value, sparse.csr_array(sums), single, ~single, np.full(16, np.nan))
    drawn = np.array([additive(table, 5, random) for _ in range(600)])
    assert np.abs(drawn.mean(axis=0) - value)[:9].max() < 0.5


def test_a_public_number_goes_down_where_up_would_tell_of_nought():
    """48 shown as 50, all in one answer: of the other a reader would know that it is 0 to 2."""
    assert list(nearest(np.array([48, 49, 47, 46, 45]), 5, 3)) == [45, 50, 45, 45, 45]
    assert list(nearest(np.array([48, 4]), 10, 3)) == [50, 0]
    low, high = window(np.array([0, 5, 40]), 5)
    assert list(low) == [0, 1, 36]
    assert list(high) == [4, 9, 44]
