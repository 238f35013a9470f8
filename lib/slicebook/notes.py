"""Which files of the project a run or a step reads: noted where `paths` says where they lie.

A run leaves its notes in its outputs, so that it is known by what it read and not by a guess.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MIME = "application/vnd.modning.file+json"
# Set in the environment of runs: a kernel of one then leaves its notes in the outputs.
LEAVE = "SLICEBOOK_NOTES"
# What there is of a project that runs and steps read; the runner looks whether it stays as it is.
READ = ("programme.yml", "instruments", "data", "book", "editions")

_listening: list[set[str]] = []
_left: set[str] = set()


def noted(root: Path, name: str) -> Path:
    """Return a file or folder of the project, and note that it is read.

    Of a folder all that lies in it counts, and so does a place where nothing is yet.
    """
    place = root / name
    name = place.relative_to(root).as_posix()
    if name.partition("/")[0] not in READ:
        raise ValueError(f"{name} is not below one of slicebook.notes.READ")
    for heard in _listening:
        heard.add(name)
    if os.environ.get(LEAVE) and name not in _left:
        _leave(name)
    return place


@contextmanager
def taken() -> Iterator[set[str]]:
    """Give a set that gets the name of each file and folder that is read in a `with` block."""
    heard: set[str] = set()
    _listening.append(heard)
    try:
        yield heard
    finally:
        _listening.remove(heard)


def _leave(name: str) -> None:
    ipython = sys.modules.get("IPython")
    if ipython and hasattr(ipython.get_ipython(), "kernel"):
        ipython.display.display({MIME: {"file": name}}, raw=True)
        _left.add(name)
