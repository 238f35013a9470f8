"""Which runs there are."""

from pathlib import Path

import pytest

from runs.small_project import COUNT, planned, write_notebook
from slicebook import runs
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.slices import all_slices
from speak import speak

EVERY = [
    *("all-all", "all-2024", "all-2025"),
    *("koge-all", "koge-2024", "koge-2025"),
    *("odense-all", "odense-2024", "odense-2025"),
]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, EVERY),
        ({"slices": "every"}, EVERY),
        ({"slices": "all"}, ["all-all"]),
        ({"slices": "municipality"}, ["all-all", "koge-all", "odense-all"]),
        ({"slices": "year"}, ["all-all", "all-2024", "all-2025"]),
    ],
)
def test_a_notebook_says_which_slices_it_has(
    empty: Path, said: dict[str, str], expected: list[str]
) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, **said)
    assert [run.slice.name for run in planned()] == expected


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"slices": "month"}, '01_forms/01_count: .*slices is "month"; expected every or all or'),
        ({"reads": "answers"}, '01_forms/01_count: .*reads is "answers"; expected results'),
    ],
)
def test_what_a_notebook_cannot_say(empty: Path, said: dict[str, str], message: str) -> None:
    write_notebook(empty, "01_forms/01_count", COUNT, **said)
    with pytest.raises(InputError, match=message):
        planned()


def test_a_notebook_without_parameters_is_not_run(empty: Path) -> None:
    path = write_notebook(empty, "01_forms/01_count", COUNT)
    path.write_text(path.read_text().replace('"parameters"', '"parameter"'))
    with pytest.raises(InputError, match='01_forms/01_count: no cell has the tag "parameters"'):
        planned()


def test_what_is_no_notebook_is_named(empty: Path) -> None:
    path = empty / "notebooks" / "01_forms" / "01_count.ipynb"
    path.parent.mkdir()
    path.write_text("[]")
    with pytest.raises(InputError, match=r"01_count\.ipynb: cannot be read as a notebook"):
        planned()


def test_notebooks_are_those_with_a_number_in_order(empty: Path) -> None:
    for name in ("02_b/01_x", "01_a/02_y", "01_a/01_z", "01_a/draft"):
        write_notebook(empty, name)
    found = [path.relative_to(empty / "notebooks").as_posix() for path in runs.notebook_paths()]
    assert found == ["01_a/01_z.ipynb", "01_a/02_y.ipynb", "02_b/01_x.ipynb"]


def test_notebooks_are_chosen_by_file_and_by_folder(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two, three = (
        write_notebook(empty, name) for name in ("01_a/01_x", "01_a/02_y", "02_b/01_z")
    )
    monkeypatch.chdir(empty)
    assert runs.notebook_paths([Path("notebooks/01_a")]) == [one, two]
    assert runs.notebook_paths([three, Path("notebooks/01_a/02_y.ipynb")]) == [two, three]
    assert runs.notebook_paths([Path("01_a/02_y")]) == [two]
    with pytest.raises(InputError, match=r"01_w\.ipynb: no such notebook; there are 01_a/01_x, "):
        runs.notebook_paths([Path("notebooks/01_a/01_w.ipynb")])
    with pytest.raises(InputError, match=r"02_b/01_z is the nearest$"):
        runs.notebook_paths([Path("02_b/1_z")])


def test_an_output_lies_under_folder_notebook_and_slice(empty: Path) -> None:
    here = speak("da", all_slices, load_programme())[4]
    path = runs.output_path(empty / "notebooks" / "01_a" / "01_x.ipynb", here)
    assert path == empty / "build" / "runs" / "01_a" / "01_x" / "koge-2024.ipynb"


def test_a_copy_that_jupyterlab_made_is_no_notebook(empty: Path) -> None:
    write_notebook(empty, "01_forms/01_count")
    write_notebook(empty, "01_forms/01_count-Copy1")
    write_notebook(empty, "01_forms/01_count-checkpoint")
    assert [path.stem for path in runs.notebook_paths()] == ["01_count"]
