"""Whatever became of intake's files, the next command gives the same bytes or one message.

In the gate all files are damaged at once, with `make worlds` each of a kind in each way too.
"""

import os
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest

from harms import HARMS, a_folder
from modning import line
from slicebook import paths
from slicebook.errors import InputError
from surveys.export_folders import NOTE

ROOT = Path(__file__).resolve().parents[2]
WHOLE = os.environ.get("WORLDS") == "all"


def taken_in() -> dict[Path, bytes]:
    """Do what `modning evaluate` does before any run; return what is in `build/`."""
    line.write_synthetic(paths.exports(), 1, ["csv"])
    line.take_in([paths.exports()])
    return {path: path.read_bytes() for path in sorted(paths.build().rglob("*"))
            if path.is_file() and ".lock" not in path.name}  # fmt: skip


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[Path, bytes]]:
    """Give a project's files whose answers were taken in."""
    for name in ("programme.yml", "instruments", "data"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return taken_in()


def test_all_that_intake_made_is_made_anew(made: dict[Path, bytes]) -> None:
    harms = cycle(harm for harm in HARMS if harm is not a_folder)
    # Without the note that they were drawn, exports are taken for somebody's.
    for path, harm in zip([path for path in made if path.name != NOTE], harms, strict=False):
        harm(path)
    assert taken_in() == made


def test_a_folder_in_a_files_place_is_named(made: dict[Path, bytes]) -> None:
    for path in made:
        a_folder(path)
    said = outcome()
    assert isinstance(said, InputError)
    assert len(str(said).splitlines()) == 1
    for path, content in made.items():
        put_back(path, content)
    assert taken_in() == made


def test_exports_of_which_the_note_is_damaged_are_taken_for_somebodys(made) -> None:
    note = paths.exports() / NOTE
    for harm in HARMS:
        harm(note)
        said = outcome()
        assert isinstance(said, InputError), harm
        assert len(str(said).splitlines()) == 1
        put_back(note, made[note])
    assert taken_in() == made


@pytest.mark.skipif(not WHOLE, reason="takes longer than the gate has: make worlds")
def test_each_kind_is_made_anew_or_said(made: dict[Path, bytes]) -> None:
    for path in {(path.parent.name, path.suffix): path for path in made}.values():
        for harm in HARMS:
            harm(path)
            found = outcome()
            assert found is None or isinstance(found, InputError), (path, harm, found)
            assert found is None or len(str(found).splitlines()) == 1
            put_back(path, made[path])
            assert taken_in() == made, (path, harm)


def outcome() -> Exception | None:
    try:
        taken_in()
    except Exception as problem:
        return problem
    return None


def put_back(path: Path, content: bytes) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    path.write_bytes(content)
