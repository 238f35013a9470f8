"""Files read once, written whole or not at all, and removed with one message where that fails."""

import contextlib
import os
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from slicebook.errors import InputError

T = TypeVar("T")

_TEMPORARY = ".writing"


def write(path: Path, text: str | bytes) -> None:
    """Write a file in one step, so that nobody ever sees a part of it.

    Raises `InputError` where it cannot be written, such as on a full disk.
    """
    content = text.encode() if isinstance(text, str) else text
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()
    except OSError as problem:
        raise InputError(f"{path}: cannot be written: {problem.strerror}") from None


def read_once(read: Callable[..., T]) -> Callable[..., T]:
    """Let a function that reads a file read it again only when the file has changed.

    Further arguments are told apart by identity. What is returned is shared and not to be changed.
    """
    kept: dict[tuple[Any, ...], tuple[tuple[int, ...], T, tuple[Any, ...]]] = {}

    @wraps(read)
    def reading(path: Path, *others: Any) -> T:
        key, state = (path, *map(id, others)), _state(path)
        if key not in kept or kept[key][0] != state:
            # The arguments are kept as well, so that no other object gets their identity.
            kept[key] = (state, read(path, *others), others)
        return kept[key][1]

    return reading


def _state(path: Path) -> tuple[int, ...]:
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_ino, state.st_mtime_ns, state.st_size


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    try:
        path.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(f"{path}: cannot be removed: {problem.strerror}") from None


def remove_unfinished(folder: Path) -> None:
    """Remove what killed processes were about to write directly in a folder."""
    for path in folder.glob(f".*{_TEMPORARY}"):
        remove(path)


def remove_others(folder: Path, kept: set[Path]) -> list[Path]:
    """Remove every file below a folder but these, then folders left empty; return the files."""
    others = [path for path in _files(folder) if path not in kept]
    for path in others:
        remove(path)
    for parent in sorted({parent for path in others for parent in path.parents}, reverse=True):
        if parent.is_relative_to(folder):
            with contextlib.suppress(OSError):
                parent.rmdir()
    return others


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())
