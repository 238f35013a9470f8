"""The same runs on a Dask cluster."""

import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from runs.small_project import outputs, planned
from slicebook import runs
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.runs.progress import Watcher
from slicebook.runs.worker import Outcome


@pytest.fixture
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        yield cluster


class Killer(Watcher):
    """Kills a worker when the first run is done."""

    def __init__(self, scheduler: str) -> None:
        super().__init__()
        self.scheduler = scheduler
        self.killed: list[int] = []

    def done(self, outcome: Outcome) -> None:
        super().done(outcome)
        if not self.killed:
            with Client(self.scheduler) as client:
                pids = client.run(os.getpid)
            self.killed = sorted(pids.values())[:1]
            os.kill(self.killed[0], signal.SIGKILL)


def test_a_cluster_gives_the_same_bytes_even_if_a_worker_is_killed(
    executed: Path, cluster: LocalCluster
) -> None:
    before = outputs(executed)
    table = (executed / "build" / "results.csv").read_bytes()
    shutil.rmtree(executed / "build" / "runs")
    killer = Killer(cluster.scheduler_address)
    report = runs.execute(planned(), scheduler=cluster.scheduler_address, progress=killer)
    assert report.failures == []
    assert killer.killed
    assert outputs(executed) == before
    runs.collect(load_programme())
    assert (executed / "build" / "results.csv").read_bytes() == table


def test_without_the_extra_it_says_what_to_install(
    executed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InputError, match=r"pip install 'modning\[cluster\]'"):
        runs.execute(planned(), force=True, scheduler="tcp://localhost:1", progress=Watcher())
