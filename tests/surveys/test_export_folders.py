"""Which exports are made up: what the note beside them says, and never some of each."""

from pathlib import Path

import pytest

from slicebook.errors import InputError
from surveys.export_folders import NOTE, exports_in, made_up, note
from surveys.synthetic import write_exports


def put(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / name).touch()
    return [folder / name for name in names]


def test_exports_are_synthetic_where_the_note_names_them(tmp_path: Path) -> None:
    files = put(tmp_path, "a.csv", "b.sav")
    assert not made_up(files)
    (tmp_path / NOTE).write_text(note(1, files))
    assert made_up(files)


def test_a_note_that_names_none_is_of_the_whole_folder(tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text('{"synthetic": true}')
    assert made_up(put(tmp_path, "a.csv"))


def test_an_export_put_beside_synthetic_ones_is_refused(tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text(note(1, put(tmp_path, "a.csv")))
    put(tmp_path, "randers.csv")
    with pytest.raises(InputError, match=r"randers\.csv .* are never read together"):
        made_up(exports_in(tmp_path))


def test_a_synthetic_folder_beside_one_that_is_not_is_refused(tmp_path: Path) -> None:
    made, own = (put(tmp_path / name, "a.csv") for name in ("made", "own"))
    (tmp_path / "made" / NOTE).write_text(note(1, made))
    with pytest.raises(InputError, match="the folder own"):
        made_up([*made, *own])


def test_synthetic_answers_are_not_written_over_others(tmp_path: Path) -> None:
    (own,) = put(tmp_path, "baseline.csv")
    with pytest.raises(InputError, match="not put among others"):
        write_exports(tmp_path)
    assert own.read_bytes() == b""


def test_another_format_keeps_the_first_ones_synthetic(tmp_path: Path) -> None:
    write_exports(tmp_path, formats=["csv"])
    write_exports(tmp_path, formats=["xlsx"])
    assert made_up(exports_in(tmp_path))
