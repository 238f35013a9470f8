"""Where sockets and connection files lie: one folder per user, closed to everybody else."""

import contextlib
import os
import shutil
import socket
import stat
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

ABANDONED_AFTER = 3600.0
"""Seconds after which a kernel's folder that nobody listens in is removed."""


LONGEST_BASE = 60
"""Characters a base folder may have: the path of a unix socket must stay below about 100."""


def runtime() -> Path:
    """Return the user's folder for sockets, creating it with mode 0700.

    It lies in `XDG_RUNTIME_DIR` or, if that cannot be used, among the temporary files.

    Raises:
        PermissionError: the folder belongs to someone else or others may enter it.
    """
    folder = _base() / f"warmkernel-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(f"{folder} must be a folder of this user alone (mode 0700)")
    return folder


def _base() -> Path:
    for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir()):
        if base and len(base) <= LONGEST_BASE and os.access(base, os.W_OK | os.X_OK):
            return Path(base)
    return Path("/tmp")


def new_kernel_folder() -> Path:
    """Create and return an empty folder for one kernel's connection file and sockets."""
    return Path(tempfile.mkdtemp(prefix="kernel-", dir=runtime()))


def remove(files: Iterable[str]) -> None:
    """Remove files, and a kernel's folder with them; what is gone already is no error."""
    for file in map(Path, files):
        with contextlib.suppress(OSError):
            file.unlink()
        if file.parent.parent == runtime():
            with contextlib.suppress(OSError):  # not empty yet
                file.parent.rmdir()


def sweep() -> None:
    """Remove the folders of kernels whose owner and server were both killed."""
    for folder in runtime().glob("kernel-*"):
        with contextlib.suppress(OSError):
            old = time.time() - folder.stat().st_mtime > ABANDONED_AFTER
            if old and not any(_listens(path) for path in folder.iterdir()):
                shutil.rmtree(folder)


def _listens(path: Path) -> bool:
    if not path.is_socket():
        return False
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0
