"""Where runs are executed: a pool of processes here, or any Dask cluster."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from slicebook.errors import InputError

# Seconds to wait for a scheduler's answer.
SCHEDULER_LIMIT = 10


@contextmanager
def open_executor(jobs: int, scheduler: str | None) -> Iterator[Executor]:
    """Give `jobs` processes on this machine, or the executor of a Dask cluster.

    `scheduler` is a cluster's address, "tcp://…" or "tls://…". Its workers need the project's
    folder under the same path. `InputError` if nobody answers.
    """
    if scheduler is None:
        with ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=outlive_interrupts,
        ) as pool:
            yield pool
        return
    try:
        from distributed import Client
    except ImportError:
        raise InputError(
            "a Dask cluster needs the package's extra: pip install 'modning[cluster]'"
        ) from None
    try:
        client = Client(scheduler, timeout=SCHEDULER_LIMIT)
    except (OSError, ValueError) as problem:
        raise InputError(
            f"no Dask scheduler at {scheduler}; expected tcp://host:port ({problem})"
        ) from None
    with client:
        yield client.get_executor(pure=False)


@contextmanager
def local_pool(jobs: int) -> Iterator[Executor]:
    """Give `jobs` processes, each of which ends with its parent."""
    with ProcessPoolExecutor(jobs, initializer=end_with_parent) as pool:
        yield pool


@contextmanager
def leading_process() -> Iterator[Executor]:
    """Give one process, which leads those that it starts: with it, or its parent, all of them end.

    So nothing goes on writing after a command was killed, or ended by Ctrl-C.
    """
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=lead) as pool:
        try:
            yield pool
        except KeyboardInterrupt:
            end_workers()
            raise


def end_workers() -> None:
    """End the worker processes of this process, in the middle of what they do."""
    for process in multiprocessing.active_children():
        process.terminate()


def outlive_interrupts() -> None:
    """Let a worker finish its run when a person presses Ctrl-C, and end when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def lead() -> None:
    """Do so as the leader of the processes that are started from here, which end with this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
        signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    end_with_parent()


def end_with_parent() -> None:
    """Have this process end when its parent does, in whatever way."""
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        if hasattr(os, "getsid") and os.getsid(0) == os.getpid():
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
