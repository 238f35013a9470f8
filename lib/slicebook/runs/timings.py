"""How long runs took: kept from call to call in build/timings.json, beside what is published."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from slicebook import files, paths
from slicebook.runs.matrix import Run

if TYPE_CHECKING:
    import pandas as pd

    from slicebook.runs.execute import Report
    from slicebook.runs.worker import Outcome

Seconds = dict[str, float]


def read_timings() -> Seconds:
    """Return the seconds each run took when last executed; none known is no error."""
    try:
        known = json.loads(paths.build("timings.json").read_text(encoding="utf-8"))
        return {name: float(seconds) for name, seconds in known.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def keep_timings(outcomes: Iterable["Outcome"]) -> None:
    """Add the times of finished runs to those known."""
    new = {outcome.run.name: outcome.seconds for outcome in outcomes if not outcome.failure}
    if not new:
        return
    known = {name: round(seconds, 3) for name, seconds in (read_timings() | new).items()}
    text = json.dumps(known, indent=1, sort_keys=True, ensure_ascii=False)
    files.write(paths.build("timings.json"), text + "\n")


def longest_first(runs: Iterable[Run], known: Seconds) -> list[Run]:
    """Return the runs in the order that keeps all workers busy to the end.

    Those of unknown length come first, in their own order.
    """
    return sorted(runs, key=lambda run: -known.get(run.name, float("inf")))


def timing_table(report: "Report") -> "pd.DataFrame":
    """Return one row a run: notebook, slice, outcome (ran, reused or failed) and seconds.

    The slowest first. A reused run's seconds are those of its last execution, missing if unknown.
    """
    import pandas as pd

    known = read_timings()
    rows = [(run, "reused", known.get(run.name)) for run in report.reused]
    rows += [
        (done.run, "failed" if done.failure else "ran", done.seconds) for done in report.executed
    ]
    table = pd.DataFrame(
        [(run.notebook_name, run.slice.name, outcome, seconds) for run, outcome, seconds in rows],
        columns=["notebook", "slice", "outcome", "seconds"],
    ).astype({"seconds": float})
    return table.sort_values(["seconds", "notebook", "slice"], ascending=False, ignore_index=True)


def summed(table: "pd.DataFrame", by: str) -> "pd.DataFrame":
    """Sum a `timing_table` by "notebook" or "slice": runs, reused, failed, seconds, slowest."""
    groups = table.groupby(by)
    return groups.agg(
        runs=("outcome", "size"),
        reused=("outcome", lambda outcomes: (outcomes == "reused").sum()),
        failed=("outcome", lambda outcomes: (outcomes == "failed").sum()),
        seconds=("seconds", "sum"),
        slowest=("seconds", "max"),
    ).reset_index()
