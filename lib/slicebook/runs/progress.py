"""What a person sees of the runs while they go on."""

import time
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from slicebook import paths
from slicebook.runs.matrix import Run
from slicebook.runs.timings import Seconds
from slicebook.runs.worker import Outcome

# Names shown at once of runs under way.
NAMES = 2


class Watcher:
    """Keeps count of the runs, and of how long those left will take.

    Prints a line for each run, for logs, and a summary at the end; without a `console` nothing. A
    run that was not executed before is taken to last as long as the mean of those known.
    """

    def __init__(self, console: Console | None = None) -> None:
        self.console = console

    def begin(self, runs: Sequence[Run], reused: int, jobs: int, known: Seconds) -> None:
        """Take note of the runs to execute, in order, and of the seconds they took before."""
        self.started = time.monotonic()
        self.waiting = {run.name: run for run in runs}
        self.total, self.reused, self.jobs = len(runs), reused, jobs
        self.known = {name: known[name] for name in self.waiting if name in known}
        self.finished: dict[str, Outcome] = {}

    @property
    def outcomes(self) -> list[Outcome]:
        """The finished runs, in the order in which they were told of."""
        return list(self.finished.values())

    def cold(self, reason: str) -> None:
        """Print why runs take longer here."""
        self._print(f"kernels start cold, which takes longer and finds the same: {reason}")

    def done(self, outcome: Outcome) -> None:
        """Take note of a finished run; again without effect, as an interrupt can come between."""
        self.finished[outcome.run.name] = outcome
        self.known[outcome.run.name] = outcome.seconds
        self.waiting.pop(outcome.run.name, None)
        self.tell(outcome)

    def tell(self, outcome: Outcome) -> None:
        """Print what finished."""
        count = f"[{len(self.finished)}/{self.total}]"
        failed = "  failed" if outcome.failure else ""
        self._print(f"{count} {outcome.run.name}  {outcome.seconds:.1f} s{failed}")

    def spare(self, runs: Sequence[Run]) -> None:
        """Take note of runs that need not be executed after all."""
        for run in runs:
            self.waiting.pop(run.name)
        self.total, self.reused = self.total - len(runs), self.reused + len(runs)

    def end(self) -> None:
        """Print what failed and where to look, and how many runs were executed and reused."""
        failures = [outcome.failure for outcome in self.finished.values() if outcome.failure]
        for failure in failures:
            self._print(f"failed: {failure}")
            if failure.notebook:
                self._print(f"  see {failure.notebook.relative_to(paths.root())}")
        executed = len(self.finished) - len(failures)
        parts = [f"{executed} executed in {time.monotonic() - self.started:.1f} s"]
        parts += [f"{self.reused} reused"]
        parts += [f"{len(failures)} failed"] if failures else []
        parts += [f"{len(self.waiting)} not begun or given up"] if self.waiting else []
        self._print(f"runs: {', '.join([*parts, *self.slowest()])}")

    def under_way(self) -> list[Run]:
        """Return the runs that are executed now: the first of those that wait."""
        return list(self.waiting.values())[: self.jobs]

    def seconds_left(self) -> float | None:
        """Return the expected seconds until all are done; None before anything is known."""
        if not self.known:
            return None
        mean = sum(self.known.values()) / len(self.known)
        return sum(self.known.get(name, mean) for name in self.waiting) / self.jobs

    def slowest(self) -> list[str]:
        """Return which run took longest so far, in words; nothing before one finished."""
        found = max(self.outcomes, key=lambda outcome: outcome.seconds, default=None)
        return [f"slowest {found.run.name} {found.seconds:.1f} s"] if found else []

    def _print(self, text: str) -> None:
        if self.console:
            self.console.print(text, markup=False, highlight=False, emoji=False, soft_wrap=True)


class Bar(Watcher):
    """A bar that moves, for a terminal, and a summary at the end."""

    def begin(self, runs: Sequence[Run], reused: int, jobs: int, known: Seconds) -> None:
        """Draw the empty bar."""
        super().begin(runs, reused, jobs, known)
        columns = (BarColumn(30), MofNCompleteColumn(), TextColumn("{task.description}"))
        self._bar = Progress(*columns, console=self.console, transient=True)
        self._task = self._bar.add_task(self.words(), total=self.total)
        if runs:
            self._bar.start()

    def tell(self, outcome: Outcome) -> None:
        """Move the bar."""
        self._bar.update(self._task, total=self.total, advance=1, description=self.words())

    def end(self) -> None:
        """Take the bar away and print the summary."""
        self._bar.stop()
        super().end()

    def words(self) -> str:
        """Return what stands beside the bar: what runs, the expected end and the slowest."""
        left = self.seconds_left()
        names = [run.name for run in self.under_way()]
        more = [f"{len(names) - NAMES} more"] if len(names) > NAMES else []
        parts = [", ".join(names[:NAMES] + more)]
        parts += [f"{left:.0f} s left"] if left is not None else []
        return "  ".join([*parts, *self.slowest()])


def watcher() -> Watcher:
    """Return the bar on a terminal and lines elsewhere."""
    console = Console()
    return Bar(console) if console.is_terminal else Watcher(console)
