"""Nothing is left behind: no process, no socket, no connection file, no memory."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from jupyter_core.paths import jupyter_runtime_dir
from nbclient.exceptions import DeadKernelError

RUNS = 50
"""Enough to see a tenth of a megabyte grow in each; `benchmarks/many.py` looks at thousands."""

MIB = 1 << 20


@pytest.fixture
def process(server, runtime, execute):
    """Return the server's process, not that of another test's kernel which is about to end."""
    named = [
        process
        for process in psutil.process_iter(["cmdline", "environ"])
        if "warmkernel.server" in (process.info["cmdline"] or [])
        and (process.info["environ"] or {}).get("XDG_RUNTIME_DIR") == str(runtime.parent)
        and ",".join(execute.preload) in process.info["cmdline"]
    ]
    [found] = [one for one in named if one.ppid() not in {other.pid for other in named}]
    return found


@pytest.fixture
def traces(runtime, process):
    """Return a function that says what kernels have left in processes and files."""
    before = _files(runtime)

    def look():
        return {*map(str, process.children()), *(_files(runtime) - before)}

    return look


def _files(runtime):
    places = (runtime, Path(jupyter_runtime_dir()), Path.cwd())
    return {str(path) for place in places if place.is_dir() for path in place.iterdir()}


def wait_until(condition, seconds=10):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


def wait_for_start(execute):
    wait_until((execute.folder / "started").exists, seconds=30)


@pytest.fixture
def worker(execute, process):
    """Return a function that starts executing cells in another process, as workers do."""
    started = []

    def start(*cells):
        started.append(multiprocessing.get_context("fork").Process(target=execute, args=cells))
        started[0].start()
        wait_for_start(execute)
        return started[0]

    yield start
    started[0].kill()
    started[0].join()


BUSY = "open('started', 'w').close(); import time; time.sleep(60)"


def test_after_a_notebook(execute, traces):
    execute("import subprocess; child = subprocess.Popen(['sleep', '0.1'])", "1 + 1")
    wait_until(lambda: traces() == set())


def test_after_an_error_and_after_a_death(execute, traces):
    with pytest.raises(Exception, match="ZeroDivisionError"):
        execute("1 / 0")
    with pytest.raises(DeadKernelError):
        execute("import os; os.kill(os.getpid(), 9)")
    wait_until(lambda: traces() == set())


def test_after_interrupting_papermill(traces, execute):
    nbformat.write(execute.notebook(BUSY), execute.folder / "in.ipynb")
    command = [sys.executable, "-m", "papermill", "--engine", "warm", "in.ipynb", "out.ipynb"]
    papermill = subprocess.Popen(command, cwd=execute.folder, stderr=subprocess.PIPE, text=True)
    wait_for_start(execute)
    papermill.send_signal(signal.SIGINT)
    _, said = papermill.communicate(timeout=15)
    assert papermill.returncode == 1
    assert "Aborted!" in said
    wait_until(lambda: traces() == set())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_after_killing_a_worker(traces, worker, number):
    running = worker("import subprocess; child = subprocess.Popen(['sleep', '61'])", BUSY)
    assert traces()
    os.kill(running.pid, number)
    wait_until(lambda: traces() == set())
    assert not [p for p in psutil.process_iter(["cmdline"]) if p.info["cmdline"] == ["sleep", "61"]]


def test_kernels_end_with_a_killed_server(execute, runtime, worker, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "json")
    before = set(runtime.glob("kernel-*"))
    running = worker("import os; open('server', 'w').write(str(os.getppid()))", BUSY)
    server = psutil.Process(int((execute.folder / "server").read_text()))
    kernels = server.children()
    assert kernels
    server.kill()
    wait_until(lambda: not any(process.is_running() for process in kernels))
    running.join(10)
    assert running.exitcode == 1  # by DeadKernelError
    assert set(runtime.glob("kernel-*")) <= before


def test_memory_is_flat(execute, process):
    def held():
        return process.memory_info().rss + psutil.Process().memory_info().rss

    def descriptors():
        return process.num_fds() + psutil.Process().num_fds() + psutil.Process().num_threads()

    for _ in range(10):
        execute("1")
    memory, open_files = held(), descriptors()
    for _ in range(RUNS):
        execute("1")
    wait_until(lambda: descriptors() <= open_files + 2)
    assert held() - memory < RUNS / 10 * MIB
