"""Have tasks done by an executor, whatever becomes of its processes."""

from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed, wait
from contextlib import ExitStack, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from slicebook import files
from slicebook.errors import InputError
from slicebook.runs.executors import end_workers, open_executor
from slicebook.runs.failures import Failure
from slicebook.runs.worker import Outcome, Task, execute_task, get_ready

Done = Callable[[Outcome], None]


class Workers:
    """An executor that is opened when first needed, and opened anew when it breaks."""

    def __init__(self, jobs: int, scheduler: str | None) -> None:
        self._jobs, self._scheduler = jobs, scheduler
        self._open = ExitStack()
        self._executor: Executor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._close()

    def get_ready(self, project: Path, preload: tuple[str, ...]) -> None:
        """Start the workers, so that the first run finds all there; return when they are ready."""
        executor = self._opened()
        wait([executor.submit(get_ready, project, preload) for _ in range(self._jobs)])

    def do(self, tasks: Sequence[Task], done: Done) -> None:
        """Do the tasks and tell `done` of each.

        When a worker process is killed its pool is lost with all it was doing. What is left is done
        singly then, so that it is seen by which run.
        """
        for task in self._do_all(tasks, done):
            for _ in self._do_all([task], done):
                done(_lost(task, "the worker process was killed"))

    def _do_all(self, tasks: Sequence[Task], done: Done) -> list[Task]:
        """Do the tasks; return those that were lost with the executor."""
        executor = self._opened()
        futures = {executor.submit(execute_task, task): task for task in tasks}
        try:
            lost = _tell(futures, done)
        except (KeyboardInterrupt, InputError):
            _finish(futures, done)
            raise
        if lost:
            self._close()
        return lost

    def _opened(self) -> Executor:
        if self._executor is None:
            self._executor = self._open.enter_context(open_executor(self._jobs, self._scheduler))
        return self._executor

    def _close(self) -> None:
        self._executor = None
        self._open.close()


def _tell(futures: dict[Future[Outcome], Task], done: Done) -> list[Task]:
    """Tell `done` of each future when it is done, and then take it off; return tasks lost.

    One of which it was told while Ctrl-C was pressed is told again: better than not at all.
    """
    lost = []
    for future in as_completed(list(futures)):
        try:
            done(_outcome(future, futures[future]))
        except BrokenExecutor:
            lost.append(futures[future])
        del futures[future]
    return lost


def _finish(futures: dict[Future[Outcome], Task], done: Done) -> None:
    """Begin nothing more and wait for what is under way, or end it at a second Ctrl-C."""
    under_way = {future: task for future, task in futures.items() if not future.cancel()}
    try:
        with suppress(InputError):
            _tell(under_way, done)
    except KeyboardInterrupt:
        end_workers()


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    try:
        return future.result()
    except (BrokenExecutor, InputError):
        raise
    except CancelledError:
        return _lost(task, "the scheduler gave it up")
    except Exception as error:
        return _lost(task, f"{type(error).__name__}: {error}")


def _lost(task: Task, error: str) -> Outcome:
    files.remove(task.run.output)
    return Outcome(task.run, 0.0, Failure(task.run, error))
