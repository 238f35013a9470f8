"""Figures: recorded in a notebook's outputs, gathered into one table."""

import contextvars
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modning.notebook import start
from slicebook import notes, results
from slicebook.errors import InputError
from slicebook.results import Figure, figures_of, record, record_all, table
from speak import speak


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Give the list of what is displayed from now on, as a notebook's outputs hold it."""
    outputs: list[dict[str, Any]] = []
    monkeypatch.setattr(results, "_run", None)
    monkeypatch.setattr(results, "display", lambda data, raw: outputs.append({"data": data}))
    return outputs


def recorded(outputs: list[dict[str, Any]]) -> list[Figure]:
    return figures_of({"cells": [{"source": "prose"}, {"outputs": outputs}]})


def figure(name: str, value: float | None = 1, **parts: Any) -> Figure:
    known = {"municipality": "koge", "year": "2024", "low": None, "high": None, "n": None}
    return Figure(figure=name, value=value, **{**known, "unit": "hours", "shown": True, **parts})


def test_a_figure_is_of_the_runs_slice_and_comes_back_as_it_was(shown: list) -> None:
    start("koge", 2024)
    assert record("share", 41.5, low=30, high=52.25, n=80, unit="effect") == "41.50"
    assert recorded(shown) == [
        figure("share", 41.5, low=30, high=52.25, n=80, unit="effect"),
    ]


def test_a_figure_may_be_of_another_slice(shown: list) -> None:
    start("all", "all")
    record("share", 1, municipality="odense", year=2025)
    [found] = recorded(shown)
    assert (found.municipality, found.year) == ("odense", "2025")


def test_nothing_is_recorded_before_the_start(shown: list) -> None:
    with pytest.raises(InputError, match=r"record\(\) needs start\("):
        record("share", 1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("roskilde", 2024), '"roskilde" is unknown; expected one of koge, odense, all'),
        (("koge", 1999), 'year "1999" is unknown'),
    ],
)
def test_parameters_are_checked(shown: list, arguments: tuple, message: str) -> None:
    with pytest.raises(InputError, match=message):
        start(*arguments)


@pytest.mark.parametrize(("language", "text"), [("en", "1,234.5"), ("da", "1.234,5")])
def test_the_text_is_in_the_language_spoken(shown: list, language: str, text: str) -> None:
    start("koge", 2024)
    assert speak(language, record, "hours", 1234.5, unit="hours") == text


@pytest.mark.parametrize("missing", [None, float("nan"), np.nan, pd.NA])
def test_a_missing_value_is_stored_as_missing(shown: list, missing: Any) -> None:
    start("koge", 2024)
    assert record("share", missing, low=missing, n=0) == "–"
    [found] = recorded(shown)
    assert (found.value, found.low, found.n, found.shown) == (None, None, 0, True)


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (np.int64(3), 3),
        (np.float64(3), 3),
        (np.float32(0.5), 0.5),
        (0.1 + 0.2, 0.3),
        (1 / 3, 0.333333333333),
        (2e9, 2_000_000_000),
    ],
)
def test_numbers_are_plain_and_of_twelve_digits(shown: list, value: Any, stored: float) -> None:
    start("koge", 2024)
    record("share", value)
    [found] = recorded(shown)
    assert found.value == stored
    assert type(found.value) is type(stored)


@pytest.mark.parametrize(
    ("value", "n", "unit", "withheld"),
    [
        (40, 4, "percent", True),
        (40, 5, "percent", False),
        (4, None, "persons", True),
        (5, None, "persons", False),
        (0, 0, "persons", False),
        (4, None, "hours", False),
    ],
)
def test_what_rests_on_few_is_stored_without_numbers(
    shown: list, value: float, n: int | None, unit: str, withheld: bool
) -> None:
    start("koge", 2024)
    text = record("share", value, low=1, high=9, n=n, unit=unit)
    [found] = recorded(shown)
    assert (text == "withheld") == withheld
    assert found.shown == (not withheld)
    assert [found.value, found.low, found.high, found.n] == (
        [None] * 4 if withheld else [value, 1, 9, n]
    )


@pytest.mark.parametrize(("parts", "told"), [([80, 10, 10], False), ([40, 30, 30], True)])
def test_an_amount_that_one_contributor_makes_up_is_stored_without_numbers(
    shown: list, parts: list[float], told: bool
) -> None:
    start("koge", 2024)
    record("cost", 100, unit="DKK", contributions=parts)
    [found] = recorded(shown)
    assert (found.shown, found.value) == (told, 100 if told else None)


def test_a_public_figure_is_shown_however_small(shown: list) -> None:
    start("koge", 2024)
    assert record("n.completion", 2, n=2, unit="forms") == "2"


def test_a_table_of_figures_is_recorded_row_by_row(shown: list) -> None:
    start("koge", 2024)
    frame = pd.DataFrame(
        {
            "figure": ["a", "b"],
            "value": [1.5, np.nan],
            "n": pd.array([9, pd.NA], dtype="Int64"),
            "municipality": ["odense", None],
            "unit": ["hours", "hours"],
        }
    )
    assert record_all(frame) is frame
    assert recorded(shown) == [
        figure("a", 1.5, n=9, municipality="odense"),
        figure("b", None),
    ]


def test_what_is_withheld_is_missing_in_the_table_that_comes_back(shown: list) -> None:
    start("koge", 2024)
    frame = pd.DataFrame(
        {"figure": ["a", "b"], "value": [1.5, 2.5], "n": [9, 3], "unit": ["hours", "hours"]}
    )
    back = record_all(frame)
    assert [one.shown for one in recorded(shown)] == [True, False]
    assert list(back.loc[0, ["value", "n"]]) == [1.5, 9]
    assert back.loc[1, ["value", "n"]].isna().all()
    assert list(frame["value"]) == [1.5, 2.5]


def test_the_table_is_sorted_by_its_key_and_typed() -> None:
    pairs = [
        ("02/01", figure("b", 2)),
        ("02/01", figure("a", 1, year="all", n=7)),
        ("01/01", figure("a", 1.5, year="2024", shown=False)),
        ("01/01", figure("a", None, municipality="all")),
    ]
    found = table(pairs)
    assert list(found.columns) == results.COLUMNS
    assert list(zip(found["figure"], found["municipality"], found["year"], strict=True)) == [
        ("a", "all", "2024"),
        ("a", "koge", "2024"),
        ("a", "koge", "all"),
        ("b", "koge", "2024"),
    ]
    types = {"value": "Float64", "low": "Float64", "high": "Float64", "n": "Int64", "shown": "bool"}
    assert found.dtypes[list(types)].astype(str).to_dict() == types
    pd.testing.assert_frame_equal(table(pairs[::-1]), found)


def test_the_same_figure_in_two_notebooks_is_one_row() -> None:
    found = table([("01/01", figure("a")), ("02/01", figure("a"))])
    assert found["notebook"].tolist() == ["01/01"]


def test_two_values_of_one_figure_are_a_mistake() -> None:
    pairs = [("01/01", figure("a", 1.5)), ("02/01", figure("a", 2)), ("03/01", figure("b"))]
    message = r"a \(koge, 2024\) was recorded .*: 1\.5 in 01/01, 2\.0 in 02/01$"
    with pytest.raises(InputError, match=message):
        table(pairs)


def test_no_figures_are_an_empty_table() -> None:
    assert table([]).empty
    assert list(table([]).columns) == results.COLUMNS


def test_in_an_open_notebook_a_table_of_figures_is_folded(shown: list, monkeypatch) -> None:
    start("koge", 2024)
    folded = []
    monkeypatch.setattr(results, "display", lambda one: folded.append(one.data))
    monkeypatch.setenv(notes.SESSION, "meals.ipynb")
    monkeypatch.delenv(notes.LEAVE, raising=False)
    figures = pd.DataFrame({"figure": ["a<b", "c"], "value": [1, 2], "unit": "hours"})
    # In a kernel no language is spoken yet.
    contextvars.Context().run(record_all, figures)
    assert folded == [
        "<details><summary>Figures recorded: 2</summary><pre>a&lt;b = 1\nc = 2</pre></details>"
    ]
    assert [one.figure for one in results.recorded()[1]] == ["a<b", "c"]
