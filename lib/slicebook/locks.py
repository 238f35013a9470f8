"""One process at a time: locks that the operating system frees, in whatever way a process ends."""

import json
import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from slicebook import files
from slicebook.errors import InputError


@contextmanager
def alone(lock: Path, doing: str = "", *, wait: bool = False) -> Iterator[None]:
    """Hold a lock file for the length of a `with` block, after `wait`ing for it.

    Without, `InputError` says which process holds it and what it is `doing` ("builds the book").
    """
    held = FileLock(lock)
    with files.writing(lock):
        lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            held.acquire(timeout=-1 if wait else 0)
        except Timeout:
            raise InputError(_explain(lock, doing)) from None
    try:
        if doing:
            files.write(_holder(lock), json.dumps(_self(), ensure_ascii=False))
        yield
    finally:
        held.release()


def _holder(lock: Path) -> Path:
    """Return the file that says who holds a lock: on Windows nobody else can read the lock."""
    return lock.with_name(f"{lock.name}.json")


def _self() -> dict[str, object]:
    command = " ".join([Path(sys.argv[0]).name, *sys.argv[1:]])
    return {"pid": os.getpid(), "host": platform.node(), "command": command}


def _explain(lock: Path, doing: str) -> str:
    try:
        said = json.loads(_holder(lock).read_text(encoding="utf-8"))
        who = "process {pid} on {host} ({command})".format(**said)
    except (OSError, ValueError, KeyError, TypeError):
        who = "another process"
    return f"{who} {doing} in this project; wait for it or stop it"
