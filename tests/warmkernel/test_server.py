"""One server for all who ask for the same, for as long as someone asks."""

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import time
from ast import literal_eval
from concurrent.futures import ProcessPoolExecutor

import psutil
import pytest

import warmkernel
from warmkernel import hold, places, reach
from warmkernel.settings import settings


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Return the file of a module that can be preloaded."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    path = tmp_path / "preloadable.py"
    path.write_text("value = 'as first written'\n")
    return path


def ask(execute, what):
    return literal_eval(execute(what).cells[0].outputs[0]["data"]["text/plain"])


def server_of(execute):
    return ask(execute, "import os; os.getppid()")


def gone(pid):
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def wait_until_gone(pid, seconds=5):
    deadline = time.monotonic() + seconds
    while not gone(pid):
        assert time.monotonic() < deadline, "the server outlived its time"
        time.sleep(0.02)


def test_it_stops_with_the_block_that_serves(execute, module, runtime):
    with warmkernel.serve(["preloadable"]):
        assert os.environ["WARMKERNEL_PRELOAD"] == "preloadable"
        assert ask(execute, "import sys; 'preloadable' in sys.modules")
        pid = server_of(execute)
        assert server_of(execute) == pid
    assert (
        "WARMKERNEL_PRELOAD" not in os.environ or os.environ["WARMKERNEL_PRELOAD"] != "preloadable"
    )
    wait_until_gone(pid)


def test_who_asks_for_a_stopping_server_gets_another(execute, module):
    for _ in range(5):
        with warmkernel.serve(["preloadable"]):
            held = server_of(execute)
    wait_until_gone(held)


def test_it_stops_when_idle(execute, module, monkeypatch):
    monkeypatch.setattr(reach, "IDLE", 0.3)
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    pid = server_of(execute)
    wait_until_gone(pid)
    assert server_of(execute) != pid  # and the next one is not misled by what is left


def test_it_stops_at_once_when_its_holder_is_killed(module, runtime):
    holding = (
        "import warmkernel\n"
        "warmkernel.ensure_server(['preloadable']); print('held', flush=True); input()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", holding], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    holder.stdout.readline()
    [server] = [
        process.pid
        for process in psutil.process_iter(["cmdline", "environ"])
        if "preloadable" in (process.info["cmdline"] or [])
        and (process.info["environ"] or {}).get("PYTHONPATH") == str(module.parent)
    ]
    assert not gone(server)
    holder.kill()
    holder.communicate()
    wait_until_gone(server)


def test_ensure_server_keeps_one_and_replaces_a_lost_one(execute, module, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "")
    warmkernel.ensure_server(["preloadable"])
    pid = server_of(execute)
    warmkernel.ensure_server(["preloadable"])
    assert server_of(execute) == pid
    os.kill(pid, signal.SIGKILL)
    wait_until_gone(pid)
    warmkernel.ensure_server(["preloadable"])
    pid = server_of(execute)
    assert not gone(pid)
    warmkernel.ensure_server(["json"])  # one process never keeps two
    wait_until_gone(pid)
    hold._release_all()


def test_a_changed_module_is_seen_by_the_next_kernel(execute, module):
    look = "import preloadable; preloadable.value"
    with warmkernel.serve(["preloadable"]):
        first = server_of(execute)
        assert ask(execute, look) == "as first written"
        module.write_text("value = 'as edited since'\n")
        assert ask(execute, look) == "as edited since"
        assert server_of(execute) != first
        wait_until_gone(first)  # although it is held


def test_who_speaks_another_language_is_ignored(execute, module):
    with warmkernel.serve(["preloadable"]):
        first = server_of(execute)
        for sent in (b"", b"\0\0", b"\0\0\0\5{bad}", b"\0\0\0\xff{}"):
            with socket.socket(socket.AF_UNIX) as stranger:
                stranger.connect(str(settings().socket))
                stranger.sendall(sent)
        assert server_of(execute) == first


def test_a_stale_socket_is_replaced(execute, module, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    monkeypatch.setattr(reach, "IDLE", 0.3)
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(settings().socket))
    assert ask(execute, "1 + 1") == 2


def test_others_settings_get_another_server(execute, module, monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setattr(reach, "IDLE", 0.3)
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    first = server_of(execute)
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    second = server_of(execute)
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "json")
    assert len({first, second, server_of(execute)}) == 3


def test_a_module_of_the_starters_folder_is_not_mistaken(execute, tmp_path, monkeypatch):
    (tmp_path / "json.py").write_text("raise RuntimeError('not this one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(reach, "IDLE", 0.3)
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "json,csv")
    assert ask(execute, "import csv; csv.__name__") == "csv"


def test_a_daemonic_worker_can_start_it(execute, module, monkeypatch):
    """Dask's workers are daemonic, and may not have children of multiprocessing's."""
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    monkeypatch.setattr(reach, "IDLE", 0.5)
    worker = multiprocessing.get_context("fork").Process(
        target=execute, args=("import sys; assert 'preloadable' in sys.modules",), daemon=True
    )
    worker.start()
    worker.join(30)
    assert worker.exitcode == 0


def test_workers_started_together_share_one_server(execute, module, tmp_path, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    monkeypatch.setattr(reach, "IDLE", 0.5)
    executors = [execute.elsewhere(str(number)) for number in range(3)]
    with ProcessPoolExecutor(3) as pool:
        servers = set(pool.map(server_of, executors))
    assert len(servers) == 1


def test_a_runtime_folder_of_someone_else_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path)[: places.LONGEST_BASE])
    monkeypatch.setattr(places, "_base", lambda: tmp_path)
    (tmp_path / f"warmkernel-{os.getuid()}").mkdir(mode=0o755)
    with pytest.raises(PermissionError, match="0700"):
        places.runtime()


def test_abandoned_folders_are_swept(runtime):
    abandoned, young, listening = (places.new_kernel_folder() for _ in range(3))
    with socket.socket(socket.AF_UNIX) as kernel:
        kernel.bind(str(listening / "ipc-1"))
        kernel.listen()
        for folder in (abandoned, listening):
            os.utime(folder, (0, 0))
        places.sweep()
    assert [abandoned.exists(), young.exists(), listening.exists()] == [False, True, True]
    os.utime(young, (0, 0))
    os.utime(listening, (0, 0))
    places.sweep()
    assert not young.exists()
    assert not listening.exists()
