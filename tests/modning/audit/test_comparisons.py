"""What the table of figures and the pages tell of two groups together, as it is read."""

from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from cellguard.coarse import probability
from cellguard.exhibits import TABLE, Exhibit
from modning.audit.comparisons import Comparisons, recorded
from modning.audit.scales import totals
from modning.audit.told import Words
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

FORMS, PROGRAMME = load_codebook(), load_programme()
STEPS = PROGRAMME.rules.coarse
BEFORE, AFTER = (
    (f"{form}/recovery", "koge", "all") for form in ("baseline", "completion")
)  # fmt: skip
WORDS = Comparisons(Words(FORMS, PROGRAMME, "en"))


def figures(*rows: tuple) -> dict:
    """Return what figures tell, by what it is: each a name, a value and perhaps its ends."""
    table = pd.DataFrame(
        [(f"inspire_o.{name}", "koge", "all", *ends, *[None] * (3 - len(ends)), name != "hidden")
         for name, *ends in rows],
        columns=["figure", "municipality", "year", "value", "low", "high", "shown"],
    )  # fmt: skip
    found = list(recorded(table, totals(FORMS), STEPS))
    assert {(one.first, one.second) for one in found} <= {(BEFORE, AFTER)}
    return {one.what: one.span for one in found}


def test_figures_of_a_scale_tell_of_both_its_forms():
    found = figures(("gain", 0.6, 0.2, 1.0), ("effect", 0.5, 0.2, 0.9), ("superiority", 60.0),
                    ("change", 0.03))  # fmt: skip
    assert found == {
        # A difference is that of the means as shown, and tells nothing more.
        "low": pytest.approx((0.2, 0.4)), "high": pytest.approx((0.8, 1.0)),
        "g": pytest.approx((0.45, 0.55)), "g low": pytest.approx((0.2, 0.4)),
        "g high": pytest.approx((0.85, 0.95)), "higher": pytest.approx((0.575, 0.625)),
        "p": pytest.approx((0.025, 0.035)),
    }  # fmt: skip


def test_a_figure_without_a_value_or_an_interval_tells_less():
    assert set(figures(("gain", 0.6), ("effect", 0.5), ("change", None))) == {"g"}
    assert figures(("omega_after", 0.8)) == {}


def test_a_p_value_stands_for_all_that_are_shown_alike_and_no_others():
    alike = defaultdict(list)
    for p in np.arange(1, 4500) / 10_000:
        alike[probability(p)].append(p)
    for shown, some in list(alike.items())[:-1]:
        low, high = figures(("change", shown))["p"]
        assert low <= min(some) + 1e-9
        assert high >= max(some) - 1e-9
        assert (low, high) == pytest.approx((min(some), max(some)), abs=1.001e-4)


@pytest.mark.parametrize(
    ("shown", "span"),
    [
        (0.0, (0, 0.001)), (5e-10, (0, 0.001)), (0.001, (0.001, 0.0015)),
        (0.009, (0.0085, 0.01)), (0.01, (0.01, 0.015)), (0.049, (0.045, 0.05)),
        (0.05, (0.05, 0.055)), (0.08, (0.075, 0.085)), (0.2, (0.15, 0.25)),
    ],
)  # fmt: skip
def test_a_p_value_is_on_its_own_side_of_a_level(shown, span):
    assert figures(("change", shown))["p"] == pytest.approx(span, abs=2e-9)


def test_a_p_value_with_all_digits_is_itself():
    low, high = figures(("change", 0.0371234567))["p"]
    assert low < 0.0371234567 < high < low + 1e-8


def test_a_table_of_two_municipalities_is_read_with_the_margin_of_its_note():
    row = next(label for _, item, label in WORDS.words.rows if item == "experience")
    columns = ("Statement", "Køge", "Odense", "Difference", "p, difference", "p, equivalence")
    rows = ((row, "4.1", "4.3", "0.2 (-0.2; 0.6)", "< 0.001", "0.03"),
            ("Equivalence is a difference below 0.5.",))  # fmt: skip
    found = {one.what: one for one in WORDS.read(Exhibit("p", TABLE, "Two", columns, rows), "all",
                                                 "2024")}  # fmt: skip
    assert {what: one.span for what, one in found.items()} == {
        "low": pytest.approx((-0.2, 0.0), abs=1e-8), "high": pytest.approx((0.4, 0.6)),
        "p": (0.0, 0.001), "same 0.5": pytest.approx((0.025, 0.035)),
    }  # fmt: skip
    one = found["p"]
    assert [one.first[1:], one.second[1:]] == [("koge", "2024"), ("odense", "2024")]
    assert one.first[0] == one.second[0] == WORDS.words.alone(row, "koge")[0]
    # A table that is not of two municipalities tells nothing.
    other = Exhibit("p", TABLE, "Two", (columns[0], "Men", "Odense", *columns[3:]), rows)
    assert list(WORDS.read(other, "all", "2024")) == []
