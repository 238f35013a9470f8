"""How a run failed: in which cell, with which exception, and where in the library."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from slicebook.errors import InputError
from slicebook.runs import stored
from slicebook.runs.dependencies import LIBRARY
from slicebook.runs.matrix import Run

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from papermill.exceptions import PapermillExecutionError

# A frame of a traceback as IPython prints it, and one whose file could not be read as Python.
_FRAME = re.compile(r'File "?([^\n:"]+\.py)"?(?::|, line )(\d+)')
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@dataclass(frozen=True)
class Failure:
    """A run that failed: in which cell (counted from 1), with which exception.

    `cell` is None where the run did not get to one. `notebook` is the failed run's, with its
    traceback, for a person to open; None where the run was lost with its process.
    """

    run: Run
    error: str
    cell: int | None = None
    code: str = ""
    notebook: Path | None = None

    def __str__(self) -> str:
        where = "" if self.cell is None else f", cell {self.cell} ({self.code})"
        return f"{self.run.name}{where}: {self.error}"


def failure_of(
    run: Run,
    source: "NotebookNode",
    begun: list["NotebookNode"],
    error: Exception,
    timeout: Callable[[], str],
) -> Failure:
    """Return how a run failed; `begun` are its cells so far, `timeout` tells the limit passed."""
    message = stored.hide_places(_explain(error, timeout))
    if not begun:
        return Failure(run, message, notebook=run.failed)
    last = begun[-1]
    # The parameters' cell that papermill adds stands for the one it follows.
    known = [cell.id for cell in source.cells]
    position = next(known.index(cell.id) for cell in reversed(begun) if cell.id in known)
    code = next((line for line in last.source.splitlines() if line.strip()), "")
    return Failure(run, message, position + 1, code, run.failed)


def _explain(error: Exception, timeout: Callable[[], str]) -> str:
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        return f"{error.ename}: {error.evalue}{_where(error)}"
    if isinstance(error, CellTimeoutError):
        return timeout()
    if isinstance(error, DeadKernelError):
        return "the kernel died"
    return f"{type(error).__name__}: {error}"


def _where(error: "PapermillExecutionError") -> str:
    """Return the last place in the library that an error came through; "" for a user's mistake."""
    if error.ename == InputError.__name__:
        return ""
    text = _COLOUR.sub("", "\n".join(error.traceback))
    frames = [(Path(file).expanduser(), line) for file, line in _FRAME.findall(text)]
    own = [frame for frame in frames if frame[0].is_relative_to(LIBRARY)]
    return f" ({own[-1][0]}, line {own[-1][1]})" if own else ""
