"""Whatever became of a file of `build/`, the next command gives the same bytes or one message.

In the gate one file of each kind is damaged, with `make worlds` every file that there is.
"""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harms import HARMS, a_folder
from modning.protection import protect
from runs.small_project import planned
from slicebook import paths, runs
from slicebook.errors import InputError
from slicebook.programme import ALL, load_programme
from slicebook.runs.progress import Watcher
from slicebook.runs.steps import gathered
from slicebook.runs.workers import Workers

WHOLE = os.environ.get("WORLDS") == "all"
# How long runs took is no result of theirs.
TIMINGS = "timings.json"
# What intake wrote can only be made again from exports, and a folder is nobody's to remove.
TAKEN_IN = "data/"


@pytest.fixture(scope="module")
def workers():
    with Workers(1, None) as opened:
        yield opened


def line(workers: Workers) -> dict[str, bytes]:
    """Do what `modning run` does; return what is in `build/`."""
    protect()
    report = runs.execute(planned(), progress=Watcher(), workers=workers)
    assert report.failures == []
    gathered(load_programme())
    return {
        path.relative_to(paths.build()).as_posix(): path.read_bytes()
        for path in paths.build().rglob("*")
        if path.is_file() and ".lock" not in path.name
    }


def kind(name: str) -> str:
    """Return what a file is called whatever its form, municipality and year."""
    programme = load_programme()
    each = (*programme.municipalities, *programme.forms, *map(str, programme.years), ALL)
    return re.sub(rf"\b({'|'.join(each)})\b", "*", name)


def test_damage_is_mended_or_said(executed: Path, workers: Workers) -> None:
    expected = line(workers)
    # The last of a kind is of one municipality and year, where there are such.
    last = {kind(name): name for name in sorted(expected)}
    assert len(last) < len(expected)
    for name in expected if WHOLE else last.values():
        for harm in HARMS:
            meet(name, harm, expected, workers)


def meet(name: str, harm: Callable[[Path], None], expected: dict, workers: Workers) -> None:
    """Damage a file, have the line meet it, and put it back."""
    path = paths.build(name)
    kept = path.read_bytes()
    harm(path)
    found = outcome(lambda: line(workers))
    if name.startswith(TAKEN_IN) or harm is a_folder:
        assert found is None or isinstance(found, InputError), (name, harm, found)
        assert found is None or len(str(found).splitlines()) == 1
    else:
        assert found is None, (name, harm, found)
    if path.is_dir():
        shutil.rmtree(path)
    path.write_bytes(kept)
    again = line(workers)
    assert again | {TIMINGS: b""} == expected | {TIMINGS: b""}, (name, harm)


def outcome(work: Callable[[], object]) -> Exception | None:
    try:
        work()
    except Exception as problem:
        return problem
    return None
