"""Files read once, written whole or not at all, and removed with one message where that fails."""

import contextlib
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from slicebook.errors import InputError

T = TypeVar("T")

_TEMPORARY = ".writing"
# Files name the time of their writing; it is set to this, so that they depend on content only.
WRITTEN = datetime(2025, 9, 1)


def write(path: Path, text: str | bytes) -> None:
    """Write a file in one step, so that nobody ever sees a part of it.

    Raises `InputError` where it cannot be written, such as on a full disk.
    """
    content = text.encode() if isinstance(text, str) else text
    temporary = path.with_name(f".{path.name}.{os.getpid()}{_TEMPORARY}")
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(content)
            temporary.replace(path)
        finally:
            with contextlib.suppress(OSError):
                temporary.unlink()


@contextlib.contextmanager
def replacing(folder: Path, private: bool = False) -> Iterator[Path]:
    """Give an empty folder that takes the place of `folder` when the block ends without error.

    A `private` one only its owner may enter. Whoever is killed leaves the old folder whole, or none
    where it was between the two, and beside it what the next call clears away. One process at a
    time may do this to a folder.
    """
    fresh = folder.with_name(f".{folder.name}-{os.getpid()}")
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in unfinished(folder):
            shutil.rmtree(left, ignore_errors=True)
        fresh.mkdir(mode=0o700 if private else 0o777)
    try:
        yield fresh
        with writing(folder):
            _swap(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def unfinished(folder: Path) -> list[Path]:
    """Return what a killed process left beside a folder that it was replacing."""
    return sorted(folder.parent.glob(f".{folder.name}-*"))


def _swap(fresh: Path, folder: Path) -> None:
    """Put `fresh` in the place of `folder`; on failure the old folder is put back."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = fresh.with_name(fresh.name + "-old")
    folder.rename(old)
    try:
        fresh.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def writing(path: Path) -> Iterator[None]:
    """Say of what goes wrong within a `with` block that `path` cannot be written: `InputError`."""
    try:
        yield
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


def pinned_archive(content: bytes, when: datetime = WRITTEN) -> bytes:
    """Return a workbook or document that was written at another time as the same bytes."""
    stamp = when.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    pinned = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(content)) as old,
        zipfile.ZipFile(pinned, "w") as new,
    ):
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", stamp, part)
            # A member given by its description is else stored as it is.
            new.writestr(pinned_member(name, when), part, zipfile.ZIP_DEFLATED)
    return pinned.getvalue()


def pinned_member(name: str, when: datetime = WRITTEN) -> zipfile.ZipInfo:
    """Return a member of an archive that says nothing of the moment it was written."""
    return zipfile.ZipInfo(name, when.timetuple()[:6])
