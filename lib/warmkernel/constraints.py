"""How the system treats a process, which its children inherit."""

import os
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # no unix: no forking either
    resource = None  # type: ignore[assignment]

TREATMENT = ("cgroup", "oom_score_adj")
"""Files of Linux that say what a process counts towards: a batch system's job, a container."""


def constraints() -> list[Any]:
    """Return what must be alike in a server and in those that it forks kernels for.

    That are niceness, limits, the number of processors (libraries size their pools by it when they
    are imported), control group and namespaces.
    """
    if resource is None:
        return []
    names = sorted(name for name in dir(resource) if name.startswith("RLIMIT_"))
    limits = {name: resource.getrlimit(getattr(resource, name)) for name in names}
    own = Path("/proc/self")
    treatment = [text(own / name) for name in TREATMENT]
    spaces = sorted(link(path) for path in own.glob("ns/*"))
    return [os.getpriority(os.PRIO_PROCESS, 0), count(), limits, treatment, spaces]


def count() -> int | None:
    """Return how many processors this process may use."""
    allowed = processors()
    return len(allowed) if allowed else os.cpu_count()


def processors() -> list[int]:
    """Return the processors this process may use; empty where the system does not say."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def use(allowed: list[int]) -> None:
    """Use these processors alone."""
    if allowed:
        os.sched_setaffinity(0, allowed)


def text(path: Path) -> str:
    """Return what a file of the system says, nothing where it is missing."""
    try:
        return path.read_text()
    except OSError:
        return ""


def link(path: Path) -> str:
    """Return where a link of the system leads, nothing where it cannot be read."""
    try:
        return os.readlink(path)
    except OSError:
        return ""
