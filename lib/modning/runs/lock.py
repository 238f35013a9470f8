"""One `modning run` at a time in a project."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from modning.errors import InputError


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold a lock for the length of a `with` block; `InputError` names the process that has it.

    The system lets go of the lock when its process ends, however it ends.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            file.seek(0)
            raise InputError(
                f"{path.name}: process {file.read().strip() or '?'} is running the notebooks; "
                "wait for it, or end it"
            ) from None
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
