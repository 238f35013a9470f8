"""Files written whole or not at all, and read once."""

import errno
import stat
from pathlib import Path

import pytest

from slicebook import files
from slicebook.errors import InputError


def test_a_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "a.txt"
    files.write(path, "one")

    def full(self: Path, content: bytes) -> None:
        with self.open("wb") as file:
            file.write(content[:1])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(InputError, match=r"a\.txt: cannot be written: No space left on device"):
        files.write(path, "two")
    assert path.read_text() == "one"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_is_read_again_only_when_it_has_changed(tmp_path: Path) -> None:
    path, other, read = tmp_path / "a.txt", object(), []

    @files.read_once
    def text(path: Path, *_: object) -> str:
        read.append(path)
        return path.read_text()

    files.write(path, "one")
    assert [text(path), text(path), text(path, other)] == ["one"] * 3
    assert len(read) == 2
    files.write(path, "two")
    assert text(path) == "two"
    path.unlink()
    with pytest.raises(FileNotFoundError):
        text(path)


def test_others_are_removed_with_the_folders_they_leave_empty(tmp_path: Path) -> None:
    kept, other = tmp_path / "top" / "a" / "kept", tmp_path / "top" / "b" / "c" / "other"
    for path in (kept, other):
        files.write(path, "")
    assert files.remove_others(tmp_path / "top", {kept}) == [other]
    assert kept.is_file()
    assert not (tmp_path / "top" / "b").exists()


def test_a_folder_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with files.replacing(folder) as fresh:
        (fresh / "one").write_text("1")
    with pytest.raises(FileNotFoundError), files.replacing(folder) as fresh:
        (fresh / "none" / "two").write_text("2")
    assert [path.name for path in folder.iterdir()] == ["one"]
    with files.replacing(folder) as fresh:
        (fresh / "three").write_text("3")
    assert [path.name for path in folder.iterdir()] == ["three"]
    assert list(tmp_path.iterdir()) == [folder]


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".data-4711-old").mkdir()
    assert files.unfinished(tmp_path / "data") == [tmp_path / ".data-4711-old"]
    with files.replacing(tmp_path / "data"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_a_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "data", private=True):
        pass
    with files.replacing(tmp_path / "html"):
        pass
    modes = [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("data", "html")]
    assert modes[0] == 0o700
    assert modes[1] & 0o500 == 0o500
    assert modes[1] & 0o055
