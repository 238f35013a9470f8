"""What runs, how far, and until when; plain lines where there is no terminal."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.progress import (
    Progress as Bar,
)

SHOWN_SLOWEST = 3


class Progress:
    """The bar of a terminal, or one line a run elsewhere."""

    def __init__(self, console: Console, bar: Bar | None, total: int) -> None:
        """Begin with nothing done."""
        self.console, self.bar, self.total, self.count = console, bar, total, 0
        self.task = bar.add_task("", total=total) if bar else None

    def reuse(self, count: int) -> None:
        """Count runs that need not be executed."""
        self.count += count
        self._advance(f"{count} unchanged", count)

    def begin(self, names: Sequence[str]) -> None:
        """Name what is executed first."""
        if self.bar:
            self.bar.update(self.task, description=names[0])

    def done(self, name: str, failure: Any) -> None:
        """Count an executed run."""
        self.count += 1
        word = "failed" if failure else "ran"
        if self.bar is None:
            self.console.print(f"{self.count}/{self.total} {word} {name}", highlight=False)
        self._advance(name, 1)

    def end(self, report: Any) -> None:
        """Say what was done, the slowest runs, and which failed."""
        seconds = report.seconds
        self.console.print(
            f"{len(seconds)} run, {len(report.reused)} unchanged, {len(report.failures)} failed",
            highlight=False,
        )
        slowest = sorted(seconds, key=seconds.__getitem__, reverse=True)[:SHOWN_SLOWEST]
        for name in slowest:
            self.console.print(f"  {seconds[name]:.1f} s  {name}", highlight=False)
        for failure in report.failures:
            self.console.print(f"failed: {failure}", highlight=False, markup=False)

    def _advance(self, text: str, count: int) -> None:
        if self.bar:
            self.bar.update(self.task, advance=count, description=text)


@contextlib.contextmanager
def progress(total: int) -> Iterator[Progress]:
    """Show the progress of `total` runs."""
    console = Console(stderr=True, soft_wrap=True)
    if not console.is_terminal:
        yield Progress(console, None, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(*columns, TimeRemainingColumn(), console=console) as bar:
        yield Progress(console, bar, total)
