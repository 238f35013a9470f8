"""Every notebook, every slice, every figure, against the expected ones; accept: `make accept`."""

import fnmatch
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from slicebook import paths, reconcile
from slicebook.book.prose import named
from slicebook.kinds import is_real
from slicebook.programme import read_yaml
from slicebook.text import NONE

EXPECTED = Path(__file__).parent / "expected.csv"
KEY = ["figure", "municipality", "year"]
NUMBERS = ["value", "low", "high", "n"]


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"year": str}).set_index(KEY)


def differences(expected: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """Say what moved, one line a figure."""
    lines = [f"gone: {'/'.join(key)}" for key in expected.index.difference(found.index)]
    lines += [f"new: {'/'.join(key)}" for key in found.index.difference(expected.index)]
    for key in expected.index.intersection(found.index):
        before, after = expected.loc[key], found.loc[key]
        for column in [*NUMBERS, "unit", "shown"]:
            if not same(before[column], after[column]):
                change = f"{text(before[column])} -> {text(after[column])}"
                lines.append(f"{'/'.join(key)} {column}: {change} ({after['notebook']})")
    return lines


def same(before: object, after: object) -> bool:
    if pd.isna(before) or pd.isna(after):
        return pd.isna(before) and pd.isna(after)
    if isinstance(before, float | int) and not isinstance(before, bool):
        return after == pytest.approx(before, rel=1e-6, abs=1e-9)
    return before == after


def text(value: object) -> str:
    return NONE if pd.isna(value) else str(value)


def test_every_notebook_runs_in_every_slice(evaluation):
    assert evaluation.failures == []


def test_no_figure_moved(evaluation):
    found = read(evaluation.folder / "build" / "results.csv")
    moved = differences(read(EXPECTED), found)
    assert not moved, "\n".join([*moved, "", "If this is meant to be: make accept"])


def test_no_figure_is_the_least_or_the_most_that_a_person_answered(evaluation):
    words = evaluation.figures["figure"].str.split(r"[._]").explode()
    assert not set(words) & {"min", "max", "minimum", "maximum", "lowest", "highest", "range"}


def test_a_moved_figure_is_named_with_both_values():
    expected = read(EXPECTED)
    moved = expected.copy()
    shown = moved.index[moved["value"].notna()][0]
    moved.loc[shown, "value"] += 1
    [line] = differences(expected, moved)
    assert line.startswith("/".join(shown))
    assert "->" in line


def test_every_printed_figure_is_met_or_explained(evaluation):
    rows = reconcile.reconcile(evaluation.figures)
    bad = reconcile.failures(rows)[[*KEY, "as_printed", "computed", "status"]]
    assert bad.empty, bad.to_string()


def test_every_printed_check_is_computed(evaluation):
    rows = reconcile.reconcile(evaluation.figures)
    missing = rows[rows["status"] == reconcile.MISSING][KEY]
    assert missing.empty, missing.to_string()
    # What may not be shown, the report gives as a range or in words.
    withheld = rows[rows["status"] == reconcile.WITHHELD]
    assert withheld["value"].isna().all(), withheld[KEY].to_string()


def test_every_criterion_has_the_figures_its_conditions_name(evaluation):
    figures = evaluation.figures.set_index("figure")["value"]
    assert figures["criteria.unknown"] == 0


def test_each_known_difference_of_costs_says_what_is_computed(evaluation):
    found = evaluation.figures.set_index(KEY)
    known = pd.read_csv(paths.report("known_differences.csv"), dtype=str)
    costs = known[known["figure"].str.match(r"(startup|running)\.")]
    for row in costs.itertuples():
        ours = found.loc[(row.figure, row.municipality, row.year)]
        stated = [int(part) for part in row.computed.split("-")]
        assert [stated[0], stated[-1]] == [round(ours["low"]), round(ours["high"])]
        assert row.reason
        assert row.reason_da


def test_a_figure_of_synthetic_answers_is_invented_unless_it_is_printed_or_made_of_counts(
    evaluation,
):
    kinds = evaluation.figures.set_index(KEY)["kind"]
    assert set(kinds) == {"printed", "computed", "invented"}
    assert kinds["channel.municipality", "koge", "all"] == "printed"
    assert kinds["n.registration", "all", "2024"] == "computed"
    assert kinds["running.total", "all", "all"] == "computed"
    assert kinds["inspire_o.gain", "all", "all"] == "invented"
    assert kinds["criteria.met", "all", "all"] == "invented"


def test_whatever_is_called_real_is_there(evaluation):
    real = read_yaml(paths.data("synthetic", "real.yml"))
    names = set(evaluation.figures["figure"])
    assert [one for one in real["figures"] if not fnmatch.filter(names, one)] == []
    cells = {
        f"{path.parent.name}/{path.stem}/{cell.id}"
        for path in paths.notebooks().rglob("*.ipynb")
        for cell in nbformat.read(path, as_version=4).cells
    }
    assert [one for one in real["show"] if not fnmatch.filter(cells, one)] == []
    assert real["parts"].keys() - cells == set()
    # What is real as a whole has no parts.
    assert [one for one in real["parts"] if is_real(one, real["show"])] == []


def test_a_summary_that_is_called_real_tells_no_invented_number(evaluation):
    kinds = evaluation.figures.set_index(KEY)["kind"]
    real = read_yaml(paths.data("synthetic", "real.yml"))["show"]
    told = []
    for path in paths.notebooks().rglob("*.ipynb"):
        cell = f"{path.parent.name}/{path.stem}/answer"
        if not any(fnmatch.fnmatch(cell, one) for one in real):
            continue
        for source in (one.source for one in nbformat.read(path, 4).cells if one.id == "answer"):
            told += [(cell, name) for name in named(source) if f"{name} | made_up" not in source]
    invented = {one[0] for one in kinds[kinds == "invented"].index if one[1:] == ("all", "all")}
    # No form of the report's has a code: what is linked is that nothing is.
    assert [one for one in told if one[1] in invented and not one[1].startswith("linked.")] == []
