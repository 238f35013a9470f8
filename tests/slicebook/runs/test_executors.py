"""Processes that end with the one that started them, however it ended."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

WORKING = """
import os, subprocess, sys, time
from slicebook.runs.executors import leading_process, local_pool, open_executor

def nothing(): pass

def work(leads):
    below = [subprocess.Popen(["sleep", "600"]).pid] if leads else []
    # One write: two processes share the pipe, and print writes the end of a line by itself.
    os.write(1, (" ".join(map(str, [os.getpid(), *below])) + "\\n").encode())
    time.sleep(600)

OPEN = {
    "local_pool": lambda: local_pool(2),
    "leading_process": leading_process,
    "open_executor": lambda: open_executor(2, None),
}
if __name__ == "__main__":
    with OPEN[sys.argv[1]]() as pool:
        for _ in range(int(sys.argv[2])):
            pool.submit(work, sys.argv[1] == "leading_process")
        time.sleep(600)
"""


@pytest.mark.parametrize("kind", ["local_pool", "leading_process", "open_executor"])
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.skipif(not hasattr(os, "setsid"), reason="processes are led on Unix alone")
def test_no_process_outlives_its_command(kind: str, end: signal.Signals, tmp_path: Path) -> None:
    script = tmp_path / "working.py"
    script.write_text(WORKING)
    number = 1 if kind == "leading_process" else 2
    process = subprocess.Popen(
        [sys.executable, str(script), kind, str(number)], stdout=subprocess.PIPE, text=True
    )
    below = [int(pid) for _ in range(number) for pid in process.stdout.readline().split()]
    assert len(below) == 2
    family = [psutil.Process(pid) for pid in below]
    process.send_signal(end)
    process.wait(20)
    _, left = psutil.wait_procs(family, timeout=20)
    assert left == []
