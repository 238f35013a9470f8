"""Notebooks made of a few cells, executed warm or cold, in a folder for sockets of their own."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import nbformat
import papermill
import pytest

import warmkernel
from warmkernel import said

TAGS = {"# raises": "raises-exception", "# parameters": "parameters"}


@dataclass(frozen=True)
class Executor:
    """Executes cells by papermill in a folder of its own."""

    folder: Path
    preload: ClassVar = ("numpy", "pandas", "matplotlib.pyplot")

    def elsewhere(self, name: str) -> "Executor":
        """Return one that executes in a new folder within this one's."""
        (self.folder / name).mkdir()
        return Executor(self.folder / name)

    def __call__(
        self, *cells: str, engine: str | None = "warm", **options: object
    ) -> nbformat.NotebookNode:
        """Execute cells and return the executed notebook."""
        return papermill.execute_notebook(
            self.notebook(*cells),
            str(self.folder / "executed.ipynb"),
            engine_name=engine,
            progress_bar=False,
            **{"cwd": str(self.folder), "kernel_name": "python3", **options},
        )

    @staticmethod
    def notebook(*cells: str) -> nbformat.NotebookNode:
        """Return a notebook of code cells, with a tag where a cell's first line asks for one."""
        code = [nbformat.v4.new_code_cell(cell) for cell in cells]
        for cell in code:
            tag = TAGS.get(cell.source.partition("\n")[0])
            cell.metadata["tags"] = [tag] if tag else []
        kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
        return nbformat.v4.new_notebook(cells=code, metadata={"kernelspec": kernel})

    def read(self) -> nbformat.NotebookNode:
        """Return the notebook as it was last saved."""
        return nbformat.read(self.folder / "executed.ipynb", as_version=4)


@pytest.fixture(scope="session")
def runtime() -> Iterator[Path]:
    """Return an empty folder for sockets (short: their paths may have about 100 characters)."""
    base = tempfile.mkdtemp(prefix="wk-")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", base)
        yield Path(base) / f"warmkernel-{os.getuid()}"
    shutil.rmtree(base, ignore_errors=True)  # a server may be removing its own at this moment


@pytest.fixture(scope="session")
def server(runtime: Path) -> Iterator[None]:
    """Keep one fork server for all tests of a process."""
    with warmkernel.serve(Executor.preload):
        yield


@pytest.fixture(autouse=True)
def warm_or_fail(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let no test pass by starting kernels cold, nor unsaid because another test has said it."""
    monkeypatch.delenv(said.SAID, raising=False)
    with warnings.catch_warnings():
        warnings.filterwarnings("error", ".*kernels start cold", RuntimeWarning)
        yield


@pytest.fixture
def execute(runtime: Path, tmp_path: Path) -> Executor:
    """Return what executes cells in `tmp_path`."""
    return Executor(tmp_path)
