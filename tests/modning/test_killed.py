"""Killed at whatever point, the next command gives what an undisturbed one gives."""

import os
import shutil
from itertools import count, cycle
from pathlib import Path

import pytest

from killing import STAGES, killed
from slicebook import paths
from slicebook.errors import InputError
from slicebook.results import MIME
from surveys.answers import manifest
from surveys.synthetic import write_exports

ROOT = Path(__file__).resolve().parents[2]
# Renamings that put work in place, by stage, at least: first, and when there is earlier work.
RENAMINGS = {"intake": (2, 4), "collect": (2, 2), "install": (1, 2)}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a project with exports, an executed notebook and an assembled site."""
    for name in ("programme.yml", "instruments", "data", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    write_exports(paths.exports())
    run = paths.build("runs", "01_intake", "01_coverage", "all-all.ipynb")
    run.parent.mkdir(parents=True)
    run.write_text(EXECUTED, encoding="utf-8")
    for page in ("site/index.html", "site/_static/modning.css", "package/figures.csv"):
        path = paths.build(page)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return tmp_path


FIGURE = (
    '{"figure": "n.registration", "municipality": "all", "year": "all", "value": 416, '
    '"low": null, "high": null, "n": null, "unit": "forms", "shown": true}'
)
EXECUTED = (
    '{"cells": [{"cell_type": "code", "metadata": {}, "source": "", "execution_count": 1, '
    f'"outputs": [{{"output_type": "display_data", "data": {{"{MIME}": {FIGURE}}}, '
    '"metadata": {}}]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
)


def made(folder: Path) -> dict[str, bytes]:
    """Return everything below build/, hidden files and leftovers included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "build").rglob("*"))
        if path.is_file()
    }


def test_a_clock_that_jumps_changes_nothing(project, tmp_path_factory):
    """Set forward, then back, between all stages: files seem of tomorrow, or older than all."""
    undisturbed = tmp_path_factory.mktemp("undisturbed") / "project"
    shutil.copytree(project, undisturbed, symlinks=True)
    moments = cycle((4e9, 0))
    for stage in (*STAGES, *STAGES):
        assert not killed(stage, undisturbed, before=99)
        for path in filter(Path.is_file, (project / "build").rglob("*")):
            os.utime(path, (moment := next(moments), moment))
        assert not killed(stage, project, before=99)
    assert made(project) == made(undisturbed)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("earlier", [False, True], ids=["first", "again"])
def test_the_next_command_gives_the_same_bytes(stage, earlier, project, tmp_path_factory):
    undisturbed = tmp_path_factory.mktemp("undisturbed") / "project"
    shutil.copytree(project, undisturbed, symlinks=True)
    assert not killed(stage, undisturbed, before=99)
    expected = made(undisturbed)
    if earlier:
        assert not killed(stage, project, before=99)
    for deaths in count():
        copy = tmp_path_factory.mktemp("killed") / "project"
        shutil.copytree(project, copy, symlinks=True)
        if not killed(stage, copy, before=deaths):
            break
        assert not killed(stage, copy, before=99)
        assert made(copy) == expected
    assert deaths >= RENAMINGS[stage][earlier]


def test_between_the_old_answers_and_the_new_nothing_is_read_as_no_answers(project):
    assert not killed("intake", project, before=99)
    assert killed("intake", project, before=3)
    assert not paths.build("data").exists()
    with pytest.raises(InputError, match="interrupted; take the exports in again"):
        manifest()
    assert not killed("intake", project, before=99)
    assert manifest()["synthetic"]
