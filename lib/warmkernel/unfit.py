"""Find what a library holds after being imported that no forked process could share.

A thread is gone in the forked process, and whoever waits for its work waits forever. A connection,
an event loop, a pipe or a graphics processor would be shared by all kernels at once.
"""

import os
import stat
import warnings
from pathlib import Path

import psutil

HARMLESS_THREADS = ("jemalloc_bg_thd",)
"""Started by an allocator that takes care of forking itself; Arrow brings it."""

HARMLESS_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")

KINDS = ((stat.S_ISSOCK, "a connection"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISREG, "an open file"))


class Holdings:
    """What this process holds, to see what is added."""

    def __init__(self) -> None:
        self._threads = _threads()
        self._descriptors = _descriptors()

    def added(self) -> str | None:
        """Return what was added, and stays when the process forks, or None."""
        opened = {n: kind for n, kind in _descriptors().items() if kind != self._descriptors.get(n)}
        if opened:
            return ", ".join(sorted(set(opened.values())))
        # A linear algebra library ends its threads before a fork, and starts others when needed.
        if _threads() - self._threads and _threads_after_a_fork() - self._threads:
            return "a thread"
        return None


def _threads() -> set[int]:
    """Return the threads of this process, Python's or not, by the system's numbers."""
    return {thread.id for thread in psutil.Process().threads() if not _harmless(thread.id)}


def _harmless(thread: int) -> bool:
    try:
        return Path(f"/proc/self/task/{thread}/comm").read_text().strip() in HARMLESS_THREADS
    except OSError:  # it has ended, or this system has no such files
        return False


def _threads_after_a_fork() -> set[int]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's, of forking beside threads
        child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    return _threads()


def _descriptors() -> dict[int, str]:
    """Return the open file descriptors that matter, and what they are."""
    found = {}
    for name in os.listdir("/dev/fd"):
        try:
            kind = _kind(os.fstat(int(name)))
        except OSError:  # the one that reads the folder
            continue
        if kind:
            found[int(name)] = kind
    return found


def _kind(status: os.stat_result) -> str | None:
    if stat.S_ISCHR(status.st_mode):
        return None if status.st_rdev in _harmless_devices() else "a device"
    if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:  # memory under another name
        return None
    return next((kind for test, kind in KINDS if test(status.st_mode)), "an event loop")


def _harmless_devices() -> set[int]:
    return {os.stat(path).st_rdev for path in HARMLESS_DEVICES if os.path.exists(path)}
