"""The results table of the executed runs."""

from pathlib import Path

import pandas as pd

from runs.small_project import planned
from slicebook import paths, results, runs
from slicebook.programme import load_programme
from slicebook.runs.collect import csv
from slicebook.runs.progress import Watcher
from slicebook.runs.steps import gathered


def test_one_row_a_figure_of_every_run(executed: Path) -> None:
    table = runs.collect(load_programme())
    assert list(table.columns) == results.COLUMNS
    found = table.set_index(["figure", "municipality", "year"])["value"]
    counted = {
        ("koge", "2024"): 7,
        ("koge", "2025"): 9,
        ("odense", "2024"): 8,
        ("odense", "2025"): 0,
        ("all", "all"): 24,
    }
    assert {key: found["n.completion", *key] for key in counted} == counted
    # The notebook that reads the results saw those of the ten other runs, not its own.
    assert found["figures.read", "all", "all"] == len(table) - 1 == 10
    assert set(table["notebook"]) == {"01_forms/01_count", "02_costs/01_lines", "03_sum/01_sum"}


def test_files_are_the_same_each_time(executed: Path) -> None:
    build = executed / "build"
    before = [(build / name).read_bytes() for name in ("results.csv", "results.parquet")]
    runs.collect(load_programme())
    assert [(build / name).read_bytes() for name in ("results.csv", "results.parquet")] == before


def test_the_csv_is_in_one_format(executed: Path) -> None:
    lines = (executed / "build" / "results.csv").read_bytes().split(b"\n")
    assert lines[0].decode() == ",".join(results.COLUMNS)
    assert lines[1] == b"figures.read,all,all,10,,,,figures,true,03_sum/01_sum,invented"
    assert b"n.completion,koge,2025,9,,,9,forms,true,01_forms/01_count,invented" in lines
    assert lines[-1] == b""


def test_numbers_keep_twelve_digits_and_withheld_ones_are_empty() -> None:
    known = {"low": None, "high": None, "n": None, "unit": "hours", "municipality": "all"}
    table = results.table(
        [
            ("a", results.Figure(figure="x", year="all", value=1 / 3, shown=True, **known)),
            ("a", results.Figure(figure="y", year="all", value=None, shown=False, **known)),
            ("a", results.Figure(figure="z", year="all", value=2e6, shown=True, **known)),
        ]
    )
    assert csv(table).splitlines()[1:] == [
        "x,all,all,0.333333333333,,,,hours,true,a,",
        "y,all,all,,,,,hours,false,a,",
        "z,all,all,2000000,,,,hours,true,a,",
    ]


def test_parquet_and_csv_hold_the_same(executed: Path) -> None:
    build = executed / "build"
    parquet = pd.read_parquet(build / "results.parquet")
    read = pd.read_csv(build / "results.csv", dtype={"year": str})
    assert read["value"].tolist() == parquet["value"].tolist()
    assert read["shown"].tolist() == parquet["shown"].tolist()
    assert read["figure"].tolist() == parquet["figure"].tolist()


def test_what_is_not_executed_gives_no_row(executed: Path) -> None:
    for run in planned():
        if run.slice.name != "koge-2024":
            run.output.unlink()
    table = runs.collect(load_programme())
    assert table["value"].tolist() == [7]


def test_figures_of_runs_that_are_due_stay_where_others_are_run(executed: Path) -> None:
    before = paths.build("results.csv").read_text()
    path = executed / "notebooks" / "01_forms" / "01_count.ipynb"
    path.write_text(path.read_text().replace("print(hash", "print(len"))
    chosen = [run for run in planned() if run.notebook_name == "02_costs/01_lines"]
    runs.execute(chosen, jobs=1, force=True, progress=Watcher())
    gathered(load_programme())
    assert paths.build("results.csv").read_text() == before
