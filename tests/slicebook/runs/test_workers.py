"""What is told of runs when Ctrl-C comes at the worst moment."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from slicebook.runs import workers
from slicebook.runs.matrix import Run
from slicebook.runs.progress import Watcher
from slicebook.runs.worker import Limits, Outcome, Task
from slicebook.runs.workers import Workers
from slicebook.slices import Slice


def task(year: str) -> Task:
    run = Run(Path("notebooks/01_a/01_x.ipynb"), Slice("all", year), Path(f"{year}.ipynb"))
    return Task(run, Path(), {}, "warm", (), Limits())


def test_a_run_that_is_told_of_when_ctrl_c_comes_is_counted_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "open_executor", lambda *_: ThreadPoolExecutor(1))
    monkeypatch.setattr(workers, "execute_task", lambda task: Outcome(task.run, 1.0))
    tasks = [task("2023"), task("2024")]
    watcher, calls = Watcher(), []
    watcher.begin([task.run for task in tasks], 0, 1, {})

    def interrupted(outcome: Outcome) -> None:
        calls.append(outcome)
        if len(calls) == 1:
            raise KeyboardInterrupt
        watcher.done(outcome)

    with Workers(1, None) as opened, pytest.raises(KeyboardInterrupt):
        opened.do(tasks, interrupted)
    told = [outcome.run.slice.year for outcome in watcher.outcomes]
    # The second may have been begun or not when Ctrl-C came.
    assert told in (["2023"], ["2023", "2024"], ["2024", "2023"])
    watcher.done(calls[0])
    assert len(watcher.outcomes) == len(told)
