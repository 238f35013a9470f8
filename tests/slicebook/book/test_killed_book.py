"""A book killed while it was built: nobody goes on writing, and the next command builds it."""

import filecmp
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from book.small_book import make_project, within
from book.test_build import differences
from slicebook.book import build_book
from slicebook.programme import load_programme

PATIENCE = 240


def until(there: Callable[[], bool], process: subprocess.Popen) -> None:
    end = time.monotonic() + PATIENCE
    while not there():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


def folder(parent: Path, name: str) -> Path:
    made = parent / name
    made.mkdir()
    return made


def test_a_killed_book_leaves_nobody_behind_and_is_built_by_the_next(tmp_path: Path):
    project, other = (make_project(folder(tmp_path, name)) for name in ("killed", "whole"))
    process = subprocess.Popen(
        [sys.executable, "-m", "modning.cli", "book"],
        env={**os.environ, "MODNING_PROJECT": str(project)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    until(lambda: any((project / "build" / "book").glob("*/site/*.html")), process)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 2
    process.kill()
    process.communicate()
    _, left = psutil.wait_procs(family, timeout=20)
    assert left == []
    with within(project):
        index = build_book(load_programme())
    with within(other):
        whole = build_book(load_programme())
    assert list(differences(filecmp.dircmp(whole.parent, index.parent, ignore=[]))) == []
