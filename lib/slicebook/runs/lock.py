"""Only one `modning run` at a time in a project."""

import fcntl
import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from slicebook.errors import InputError


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file for the length of a `with` block.

    Raises `InputError` naming the process that holds it. The operating system frees the lock of a
    process that ended in whatever way, so that none is ever left behind.
    """
    with _open(path) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(_explain(file)) from None
        file.truncate(0)
        json.dump({"pid": os.getpid(), "host": platform.node(), "command": _command()}, file)
        file.flush()
        yield


def _open(path: Path) -> TextIO:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.open("a+", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}") from None


def _command() -> str:
    return " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])


def _explain(file: TextIO) -> str:
    file.seek(0)
    try:
        holder = json.loads(file.read())
        who = "process {pid} on {host} ({command})".format(**holder)
    except (ValueError, KeyError):
        who = "another process"
    return f"{who} is running notebooks in this project; wait for it or stop it"
