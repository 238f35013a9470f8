"""Which files of the project a run or a step reads: noted where `paths` says where they lie.

A run leaves its notes in its outputs, so that it is known by what it read and not by a guess. So it
does of what lies with much else in one file: the words that it had translated, and the questions
that it asked of the evaluation (`slicebook.evaluation`).
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MIME = "application/vnd.modning.file+json"
# Set in the environment of runs: a kernel of one then leaves its notes in the outputs.
LEAVE = "SLICEBOOK_NOTES"
# What Jupyter's server tells the kernels of the notebooks that are open in it.
SESSION = "JPY_SESSION_NAME"
# What there is of a project that runs and steps read; the runner looks whether it stays as it is.
READ = ("programme.yml", "instruments", "scales", "data", "book", "editions")

# Words as a catalogue knows them: package, context, English, and the language asked for.
Words = tuple[str, str, str, str]

_listening: list[set[str]] = []
_left: set[str | Words] = set()
# What a cell had translated and what it asked, until it ends.
_noted: dict[str, list[Any]] = {}


def is_open() -> bool:
    """Tell whether a notebook is open in JupyterLab, and not run for the book."""
    return SESSION in os.environ and LEAVE not in os.environ


def noted(root: Path, name: str) -> Path:
    """Return a file or folder of the project, and note that it is read.

    Of a folder all that lies in it counts, and so does a place where nothing is yet.
    """
    place = root / name
    name = place.relative_to(root).as_posix()
    if name.partition("/")[0] not in READ:
        raise ValueError(f"{name} is not below one of slicebook.notes.READ")
    heard(name)
    if name not in _left and (shell := _kernel()):
        shell.display_pub.publish({MIME: {"file": name}})
        _left.add(name)
    return place


def heard(name: str) -> None:
    """Note for steps, and not for runs, that a file is read."""
    for listening in _listening:
        listening.add(name)


def translated(words: Words) -> None:
    """Note that a run had words translated; the notes of a cell are left together at its end."""
    _note("words", words)


def asked(question: str) -> None:
    """Note what a run asked, in words that tell the evaluation how to answer it again."""
    _note("asked", question)


@contextmanager
def taken() -> Iterator[set[str]]:
    """Give a set that gets the name of each file and folder that is read in a `with` block."""
    read: set[str] = set()
    _listening.append(read)
    try:
        yield read
    finally:
        # By identity: one within another may have heard the same.
        _listening[:] = [one for one in _listening if one is not read]


def left_in(notebook: Mapping[str, Any], mime: str) -> list[Any]:
    """Return what a run left in its outputs (nbformat's or plain JSON) under a MIME type."""
    outputs = (output for cell in notebook["cells"] for output in cell.get("outputs", []))
    return [output["data"][mime] for output in outputs if mime in output.get("data", {})]


def _kernel() -> Any:
    """Return the shell of the kernel that this is, if a run is to leave notes; else None."""
    ipython = sys.modules.get("IPython") if os.environ.get(LEAVE) else None
    shell = ipython.get_ipython() if ipython else None
    return shell if hasattr(shell, "kernel") else None


def _note(kind: str, one: str | Words) -> None:
    if one not in _left and (shell := _kernel()):
        shell.events.register("post_execute", _leave)
        _noted.setdefault(kind, []).append(one)
        _left.add(one)


def _leave() -> None:
    if _noted:
        _kernel().display_pub.publish({MIME: {**_noted}})
        _noted.clear()
