"""A project of three small notebooks, executed once and copied for each test."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from filelock import FileLock

from runs.small_project import COSTS, COUNT, SUM, planned, write_answers, write_notebook
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.runs.progress import Watcher

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def empty_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a project of two municipalities and two years without a notebook."""
    folder = tmp_path_factory.mktemp("project")
    programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
    programme["years"] = [2024, 2025]
    text = yaml.safe_dump(programme, allow_unicode=True, sort_keys=False)
    (folder / "programme.yml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "instruments", folder / "instruments")
    shutil.copytree(ROOT / "data" / "report", folder / "data" / "report")
    shutil.copy(ROOT / "data" / "costs.csv", folder / "data" / "costs.csv")
    shutil.copy(ROOT / "uv.lock", folder / "uv.lock")
    (folder / "notebooks").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        for municipality, year, rows in (("koge", 2024, 7), ("koge", 2025, 9), ("odense", 2024, 8)):
            write_answers(municipality, year, rows)
    (folder / "build" / "data" / "intake.json").write_text(
        json.dumps({"synthetic": True, "forms": {}})
    )
    return folder


@pytest.fixture(scope="session")
def executed_project(
    empty_project: Path, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> Path:
    """Give the project with three notebooks, all of them executed in two processes.

    Of several test workers one executes it for all.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "executed"
    with FileLock(folder.with_suffix(".lock")):
        if not folder.is_dir():
            execute_once(empty_project, folder.with_suffix(".part"))
            folder.with_suffix(".part").rename(folder)
    return folder


def execute_once(empty_project: Path, folder: Path) -> None:
    shutil.copytree(empty_project, folder)
    write_notebook(folder, "01_forms/01_count", COUNT)
    write_notebook(folder, "02_costs/01_lines", COSTS, slices="all")
    write_notebook(folder, "03_sum/01_sum", SUM, slices="all", reads="results")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        report = runs.execute(planned(), jobs=2, progress=Watcher())
        assert report.failures == []
        runs.collect(load_programme())


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Path]:
    """Give a function that copies a project and makes the copy the one in use."""

    def copy(folder: Path) -> Path:
        shutil.copytree(folder, tmp_path / "project")
        monkeypatch.setenv("MODNING_PROJECT", str(tmp_path / "project"))
        return tmp_path / "project"

    return copy


@pytest.fixture
def executed(executed_project: Path, copied: Callable[[Path], Path]) -> Path:
    """Give a copy of the executed project."""
    return copied(executed_project)


@pytest.fixture
def empty(empty_project: Path, copied: Callable[[Path], Path]) -> Path:
    """Give a copy of the project without notebooks."""
    return copied(empty_project)
