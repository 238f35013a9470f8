"""Whatever became of a file of `build/`, the next command gives the same bytes or one message."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harms import HARMS, a_folder
from modning.protection import protect
from runs.small_project import planned
from slicebook import paths, runs
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.runs.progress import Watcher
from slicebook.runs.steps import gathered
from slicebook.runs.workers import Workers

PARTITION = "data/completion/municipality=koge/year=2024.parquet"
# One of each kind.
FILES = [
    PARTITION,
    "data/intake.json",
    "disclosure/completion/made_from.json",
    "disclosure/completion/cells.txt",
    "disclosure/completion/koge-2024.txt",
    "disclosure/completion/figures/koge-2024.txt",
    "runs/02_costs/01_lines/all-all.ipynb",
    "results.csv",
    "results.parquet",
    "steps/protected-completion.json",
    "steps/results.json",
    "timings.json",
]
# What intake wrote can only be made again from exports, and a folder is nobody's to remove.
SAID = ("data/intake.json", PARTITION)


@pytest.fixture(scope="module")
def workers():
    with Workers(1, None) as opened:
        yield opened


def line(workers: Workers) -> dict[str, bytes]:
    """Do what `modning run` does; return what is in `build/` but for how long it took."""
    protect()
    report = runs.execute(planned(), progress=Watcher(), workers=workers)
    assert report.failures == []
    gathered(load_programme())
    return {
        path.relative_to(paths.build()).as_posix(): path.read_bytes()
        for path in paths.build().rglob("*")
        if path.is_file() and path.name != "timings.json" and ".lock" not in path.name
    }


@pytest.mark.parametrize("name", FILES)
def test_damage_is_mended_or_said(name: str, executed: Path, workers: Workers) -> None:
    expected = line(workers)
    path = paths.build(name)
    kept = path.read_bytes()
    for harm in HARMS:
        harm(path)
        found = outcome(lambda: line(workers))
        if name in SAID or harm is a_folder:
            assert found is None or isinstance(found, InputError), (harm, found)
            assert found is None or len(str(found).splitlines()) == 1
        else:
            assert found is None, (harm, found)
        if path.is_dir():
            shutil.rmtree(path)
        path.write_bytes(kept)
        assert line(workers) == expected, harm


def outcome(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as problem:
        return problem
    return None
