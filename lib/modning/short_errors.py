"""What an open notebook shows of an error: where in the cell, and what; not what libraries did.

The name that was probably meant is named. `%tb` shows the whole traceback.
"""

import traceback
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any

import pandas as pd
from IPython import get_ipython

from slicebook import paths
from slicebook.runs.dependencies import LIBRARY
from slicebook.written import nearest

MORE = "(%tb shows all of it)"


def begin() -> None:
    """Show errors so in the notebook that is open."""
    if shell := get_ipython():
        shell.set_custom_exc((Exception,), _show)


def _show(
    shell: Any, kind: type[Exception], error: Exception, trace: TracebackType, tb_offset: Any = None
) -> list[str]:
    """Show an error; called by IPython."""
    if hasattr(error, "_render_traceback_"):
        said = error._render_traceback_()
    else:
        what = traceback.format_exception_only(kind, error)[-1].strip()
        said = [*_places(trace), f"{what}{_meant(error, trace)} {MORE}"]
    shell._showtraceback(kind, error, said)
    return said


def _places(trace: TracebackType) -> Iterator[str]:
    """Yield the lines of cells that an error came through, and the last one of our own code."""
    own = [LIBRARY, (paths.root() / "lib").resolve()]
    last = ""
    for frame in traceback.extract_tb(trace):
        file = Path(frame.filename)
        if not file.is_file() and frame.line:  # what was compiled elsewhere has no line here
            yield f"line {frame.lineno}: {frame.line}"
        elif any(file.is_relative_to(folder) for folder in own):
            last = f"{file.name}, line {frame.lineno}: {frame.line}"
    yield from filter(None, [last])


def _meant(error: Exception, trace: TracebackType) -> str:
    """Return which column was probably meant where a table has none of the name asked for."""
    if not isinstance(error, KeyError):
        return ""
    asked = [frame.f_locals.get("self") for frame, _ in traceback.walk_tb(trace)]
    tables = [one for one in asked if isinstance(one, pd.DataFrame)]
    return nearest(error.args[0], [*map(str, tables[-1].columns)]) if tables else ""
