"""Gather the figures of all executed notebooks into one table."""

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pandas as pd

from modning import paths
from modning.programme import Programme
from modning.results import Figure, figures_of, table
from modning.runs.matrix import notebook_name, notebook_paths, plan
from modning.slices import all_slices


def collect(programme: Programme, language: str) -> pd.DataFrame:
    """Write build/results.parquet and build/results.csv; return the table.

    The figures are those of the runs that the programme and the notebooks now give, so nothing
    of a notebook or a municipality that is gone lives on. Same runs, same bytes.
    """
    figures = table(list(_recorded(programme, language)))
    _replace(paths.build("results.parquet"), lambda path: figures.to_parquet(path, index=False))
    _replace(paths.build("results.csv"), lambda path: figures.to_csv(path, index=False))
    return figures


def _recorded(programme: Programme, language: str) -> Iterator[tuple[str, Figure]]:
    for run in plan(notebook_paths(), all_slices(programme, language)):
        if run.output.is_file():
            for figure in figures_of(nbformat.read(run.output, 4)):
                yield notebook_name(run.notebook), figure


def _replace(path: Path, write: object) -> None:
    """Write beside the file and put it in its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    write(part)
    os.replace(part, path)
