"""The package's wheel in an environment that holds nothing else."""

import os
import subprocess
from pathlib import Path

import nbformat
import pytest

import wheels

CELL = """\
import importlib.util
import sys
import psutil
print(psutil.Process().parent().cmdline()[1:3], [
    name for name in ("modning", "pandas", "warmkernel") if importlib.util.find_spec(name)])"""


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return wheels.installed_alone("warmkernel", tmp_path_factory.mktemp("alone"))


def test_the_wheel_holds_the_modules_and_nothing_else(scripts):
    assert wheels.is_whole("warmkernel", scripts)


def test_papermill_finds_the_engine_and_its_kernels_are_warm(scripts, execute):
    nbformat.write(execute.notebook(CELL), execute.folder / "in.ipynb")
    done = subprocess.run(
        [scripts / "papermill", "--engine", "warm", "in.ipynb", "executed.ipynb"],
        cwd=execute.folder, env=dict(os.environ, PATH=f"{scripts}{os.pathsep}{os.environ['PATH']}"),
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [output] = execute.read().cells[0].outputs
    assert output.text == "['-m', 'warmkernel.server'] ['warmkernel']\n"
