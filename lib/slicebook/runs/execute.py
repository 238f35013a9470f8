"""Execute what changed, reuse the rest, and report."""

import os
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

from slicebook import files, paths
from slicebook.locks import alone
from slicebook.programme import load_programme
from slicebook.runs import dependencies, timings
from slicebook.runs.collect import gather
from slicebook.runs.failures import Failure
from slicebook.runs.fingerprint import RETOLD, Ingredients, first_stage
from slicebook.runs.matrix import Run, notebook_paths, plan, read_notebook
from slicebook.runs.progress import Watcher, watcher
from slicebook.runs.retold import retell
from slicebook.runs.taken import Fingerprint
from slicebook.runs.worker import COLD, WARM, Limits, Outcome, Task
from slicebook.runs.workers import Workers
from slicebook.slices import all_slices
from warmkernel.reach import cannot_fork


@dataclass(frozen=True)
class Report:
    """What became of the runs that were asked for: executed now, or reused from before."""

    executed: tuple[Outcome, ...]
    reused: tuple[Run, ...]

    @property
    def failures(self) -> list[Failure]:
        """Return the failures, in the order of the runs' names."""
        found = [outcome.failure for outcome in self.executed if outcome.failure]
        return sorted(found, key=lambda failure: failure.run.name)


def execute(
    runs: Sequence[Run],
    *,
    jobs: int | None = None,
    scheduler: str | None = None,
    force: bool = False,
    limits: Limits | None = None,
    engine: str = WARM,
    progress: Watcher | None = None,
    workers: Workers | None = None,
) -> Report:
    """Execute the runs whose ingredients changed, and all of them with `force`.

    `jobs` worker processes (the CPUs without) execute them here, or the workers of a Dask
    `scheduler` ("tcp://…"). `engine` is a papermill engine's name; "nbclient" starts a new kernel
    for each run, and is used where kernels cannot be forked. `workers` that are open already do
    without the start of new ones. Outputs of notebooks and slices that are no longer there are
    removed. A failing run does not stop the others.

    After Ctrl-C no further run is begun and those under way are finished; after a second one they
    are given up. Either way KeyboardInterrupt is raised and the next call goes on from there.
    Raises `InputError` where outputs cannot be written or another process executes runs.
    """
    progress = progress or watcher()
    with alone(paths.build(".runs.lock"), "is running notebooks"):
        _remove_stale()
        ingredients = Ingredients(runs)
        due = [run for run in runs if force or _is_due(run, ingredients)]
        executed = set(due)
        reused = [run for run in runs if run not in executed]
        jobs = min(jobs or os.cpu_count() or 1, len(due)) or 1
        known = timings.read_timings()
        due = timings.longest_first(due, known)
        progress.begin(due, len(reused), jobs, known)
        if due and engine == WARM and (reason := cannot_fork()):
            engine = COLD
            progress.cold(reason)
        try:
            with nullcontext(workers) if workers else Workers(jobs, scheduler) as opened:
                task = partial(_task, engine=engine, limits=limits or Limits(), preload=preload())
                reused += _execute(due, opened, task, force, progress)
        finally:
            progress.end()
            timings.keep_timings(progress.outcomes)
    return Report(tuple(progress.outcomes), tuple(reused))


def preload() -> tuple[str, ...]:
    """Return what kernels have ready: what all notebooks import, whichever are due, and `warmup`.

    So one fork server serves every call.
    """
    return (*dependencies.preload(map(read_notebook, notebook_paths())), "modning.warmup")


def _is_due(run: Run, ingredients: Ingredients) -> bool:
    """Tell whether a run must be executed; one of which only the text changed gets that here."""
    reason = ingredients.reason(run)
    if reason == RETOLD and retell(run, ingredients.before(run)):
        reason = ingredients.pending(run)
    return reason is not None


def _execute(
    due: Sequence[Run],
    workers: Workers,
    task: Callable[[Run, Fingerprint], Task],
    force: bool,
    progress: Watcher,
) -> list[Run]:
    """Execute runs in order, those that read the results table last, with one made for them.

    Returns those of them that were spared: the results turned out to be the same as before.
    """
    spared: list[Run] = []
    for reads_results in (False, True):
        stage = [run for run in due if run.reads_results == reads_results]
        ingredients = Ingredients()
        if reads_results:
            good = {run: not (force or ingredients.changed(run)) for run in stage}
            spared = [run for run in stage if good[run]]
            progress.spare(spared)
            stage = [run for run in stage if not good[run]]
            if stage:
                gather(first_stage())
        if stage:
            workers.do([task(run, ingredients.before(run)) for run in stage], progress.done)
    return spared


def _task(
    run: Run, fingerprint: Fingerprint, engine: str, limits: Limits, preload: tuple[str, ...]
) -> Task:
    return Task(run, paths.root(), fingerprint, engine, preload, limits)


def _remove_stale() -> None:
    """Remove outputs of notebooks and slices that are no more, and files half written."""
    current = plan(notebook_paths(), all_slices(load_programme()))
    kept = {file for run in current for file in (run.output, run.failed)}
    files.remove_others(paths.build("runs"), kept)
