"""One process at a time, and none locked out by one that is gone."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from slicebook.errors import InputError
from slicebook.locks import alone

KILLED = """
import os, pathlib, sys
from slicebook.locks import alone
with alone(pathlib.Path(sys.argv[1]), "is at work"):
    os._exit(9)
"""


def test_a_second_one_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "folder" / ".lock"
    told = rf"^process {os.getpid()} on \S+ \(.+\) is at work in this project; wait for it or stop"
    with alone(lock, "is at work"):
        with pytest.raises(InputError, match=told), alone(lock, "is at work"):
            pass
        lock.with_name(".lock.json").write_text("[]")
        with (
            pytest.raises(InputError, match=r"^another process is at work"),
            alone(lock, "is at work"),
        ):
            pass
    with alone(lock, "is at work"):
        pass


def test_one_that_waits_gets_the_lock_when_it_is_free(tmp_path: Path) -> None:
    order = []

    def second() -> None:
        with alone(tmp_path / ".lock", wait=True):
            order.append("second")

    waiting = threading.Thread(target=second)
    with alone(tmp_path / ".lock", wait=True):
        waiting.start()
        time.sleep(0.2)
        order.append("first")
    waiting.join()
    assert order == ["first", "second"]


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    lock = tmp_path / ".lock"
    ended = subprocess.run([sys.executable, "-c", KILLED, str(lock)], check=False)
    assert ended.returncode == 9
    holder = lock.with_name(".lock.json")
    assert json.loads(holder.read_text())["pid"] != os.getpid()
    with alone(lock, "is at work"):
        assert json.loads(holder.read_text())["pid"] == os.getpid()


def test_where_nothing_can_be_written_it_says_so() -> None:
    with pytest.raises(InputError, match="cannot be written"), alone(Path("/dev/null/.lock")):
        pass
