"""The labelled files of SPSS and Stata, of which forms and answers are read.

They are read in a process of their own, since a damaged one can break the reader down.
"""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat

from slicebook.errors import InputError

# How a file begins that is compressed by zlib: to a thousandth at most, of a byte for 8 of a case.
_PACKED = b"$FL3"
_CASES_A_BYTE = 8 * 1032
# What each ending says a file is.
KINDS = {".sav": "sav", ".zsav": "sav", ".por": "por", ".dta": "dta"}
_READERS: dict[str, tuple[str, Callable[..., Any]]] = {
    "sav": ("an SPSS", pyreadstat.read_sav),
    "por": ("an SPSS", pyreadstat.read_por),
    "dta": ("a Stata", pyreadstat.read_dta),
}


def kind_by_bytes(start: bytes, suffix: str) -> str | None:
    """Return what a file is that begins so: "sav", "por" or "dta", None where none of these."""
    if start.startswith((b"$FL2", _PACKED)):
        return "sav"
    if b"ASCII SPSS PORT FILE" in start:
        return "por"
    stata = start.startswith(b"<stata_dta>") or (suffix == ".dta" and b"\0" in start)
    return "dta" if stata else None


def read_labelled(
    path: Path, kind: str, answers: bool = True
) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    """Return the rows of a file of the `kind` "sav" (also .zsav), "por" or "dta", and its labels.

    Without `answers` the rows are none. Raises `InputError` for a file that is cut off or none of
    its kind.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        try:
            return pool.submit(_read, path, kind, answers).result()
        except BrokenProcessPool:
            raise unreadable(path, kind, "its reader broke down") from None


def _read(
    path: Path, kind: str, answers: bool
) -> tuple[pd.DataFrame, pyreadstat.metadata_container]:
    problem: Exception | None = None
    # A date beyond all calendars overflows.
    wrong = (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError,
             OverflowError)  # fmt: skip
    _, read = _READERS[kind]
    more: dict[str, Any] = {"user_missing": True} if kind == "sav" else {}
    more |= {"metadataonly": not answers}
    for encoding in (None, "cp1252"):
        told = {} if kind == "por" else {"encoding": encoding}
        try:
            if kind == "sav":
                _check_size(path, encoding)
            return read(path, **more, **told)
        except wrong as error:
            problem = problem or error
    raise unreadable(path, kind, str(problem)) from None


def unreadable(path: Path, kind: str, problem: str) -> InputError:
    """Return what is said of a file that cannot be read."""
    return InputError(f"{path.name}: not readable as {_READERS[kind][0]} file ({problem})")


def _check_size(path: Path, encoding: str | None) -> None:
    """Raise `ValueError` where a file claims more cases than it has room for.

    The reader would make room for all of them, be it more than the machine has.
    """
    _, meta = pyreadstat.read_sav(path, metadataonly=True, encoding=encoding)
    with path.open("rb") as file:
        packed = file.read(len(_PACKED)) == _PACKED
    room = path.stat().st_size * (_CASES_A_BYTE if packed else 1)
    if meta.number_rows and meta.number_rows > room:
        raise ValueError(f"its header says {meta.number_rows} cases, more than it has room for")
