"""Gather the figures of all executed runs into the results table."""

import io
import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.programme import Programme
from slicebook.runs.matrix import Run, notebook_paths, plan
from slicebook.runs.stored import altered
from slicebook.slices import all_slices

if TYPE_CHECKING:
    import pandas as pd

    from slicebook.results import Figure

# As many digits as `results.record` keeps.
NUMBER = "%.12g"


def collect(programme: Programme) -> "pd.DataFrame":
    """Gather the figures of all runs into build/results.parquet and build/results.csv.

    One row a figure, sorted by (figure, municipality, year), with the columns of
    `results.COLUMNS`; the same bytes whenever the same figures were recorded. Runs that were not
    executed, or failed, give no row. `InputError` where two runs disagree on a figure.
    """
    return gather(plan(notebook_paths(), all_slices(programme)))


def gather(runs: Iterable[Run]) -> "pd.DataFrame":
    """Do what `collect` does, with the figures of these runs alone."""
    from slicebook import results
    from slicebook.kinds import kinds

    found = [_figures(run) for run in runs]
    table = results.table([pair for pairs, _ in found for pair in pairs])
    made_up = {name for _, name in found if name}
    table = table.assign(kind=kinds(table, made_up, evaluation().real("figures")))
    content = io.BytesIO()
    table.to_parquet(content, index=False)
    files.remove_unfinished(paths.build())
    files.write(paths.build("results.parquet"), content.getvalue())
    files.write(paths.build("results.csv"), csv(table))
    return table


def csv(table: "pd.DataFrame") -> str:
    """Return the results table as CSV: numbers in one format, `shown` as true or false."""
    shown = table["shown"].map({True: "true", False: "false"})
    return table.assign(shown=shown).to_csv(
        index=False, float_format=NUMBER, lineterminator="\n", encoding="utf-8"
    )


def _figures(run: Run) -> tuple[list[tuple[str, "Figure"]], str]:
    """Return the figures of a run, and its notebook where made-up answers are behind them."""
    from slicebook import results

    if not run.output.is_file():
        return [], ""
    text = run.output.read_text(encoding="utf-8")
    if results.MIME not in text:
        return [], ""
    if altered(run.output):
        raise InputError(f"{paths.named(run.output)}: changed since it was run; call `modning run`")
    notebook = json.loads(text)
    figures = [(run.notebook_name, figure) for figure in results.figures_of(notebook)]
    return figures, run.notebook_name if _is_made_up(notebook) else ""


def _is_made_up(notebook: dict[str, Any]) -> bool:
    """Tell whether a run read made-up answers, or the figures of those that do."""
    from slicebook.runs.rested_on import reads_results, sources_of

    if reads_results(notebook):
        return bool(evaluation().origin()["synthetic"])
    return any(note["synthetic"] for note in sources_of(notebook))
