"""Where runs are executed: a pool of processes here, or any Dask cluster."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager

from slicebook.errors import InputError

LOCAL = "local"
# Seconds to wait for a scheduler's answer.
SCHEDULER_LIMIT = 10


@contextmanager
def open_executor(jobs: int, scheduler: str | None) -> Iterator[Executor]:
    """Give `jobs` processes on this machine, or the executor of a Dask cluster.

    `scheduler` is a cluster's address, "tcp://…", or "local" to start one of `jobs` workers. Its
    workers need the project's folder under the same path. `InputError` if nobody answers.
    """
    if scheduler is None:
        with ProcessPoolExecutor(
            jobs,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=outlive_interrupts,
        ) as pool:
            yield pool
        return
    from distributed import Client, LocalCluster

    if scheduler == LOCAL:
        workers = {"n_workers": jobs, "threads_per_worker": 1, "dashboard_address": None}
        with LocalCluster(**workers) as cluster, Client(cluster) as client:
            yield client.get_executor(pure=False)
        return
    try:
        client = Client(scheduler, timeout=SCHEDULER_LIMIT)
    except (OSError, ValueError) as problem:
        raise InputError(
            f'no Dask scheduler at {scheduler}; expected tcp://host:port or "local" ({problem})'
        ) from None
    with client:
        yield client.get_executor(pure=False)


def end_workers() -> None:
    """End the worker processes of this process, in the middle of what they do."""
    for process in multiprocessing.active_children():
        process.terminate()


def outlive_interrupts() -> None:
    """Let a worker finish its run when a person presses Ctrl-C, and end when its parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
