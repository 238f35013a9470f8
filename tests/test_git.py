"""Notebooks in git, as `make` sets it up: committed without outputs, compared cell by cell."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_output

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "notebooks" / "03_costs" / "01_startup.ipynb"


@pytest.fixture
def repository(tmp_path) -> Path:
    """Return a repository with the project's attributes, set up, and one notebook committed."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "Makefile").symlink_to(ROOT / "Makefile")
    (tmp_path / ".gitattributes").write_text((ROOT / ".gitattributes").read_text())
    (tmp_path / "one.ipynb").write_bytes(NOTEBOOK.read_bytes())
    git(tmp_path, "init", "--quiet")
    make_git(tmp_path)
    git(tmp_path, "add", ".gitattributes", "one.ipynb")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    return tmp_path


def git(folder: Path, *arguments: str) -> str:
    who = ["-c", "user.name=A", "-c", "user.email=a@b.dk", "-c", "core.autocrlf=false"]
    plain = os.environ | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *who, *arguments], cwd=folder, env=plain, capture_output=True,
                          text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def make_git(folder: Path) -> None:
    subprocess.run(["make", "--silent", "git"], cwd=folder, check=True, capture_output=True)


def run_in_lab(path: Path) -> nbformat.NotebookNode:
    """Leave a notebook as JupyterLab does that ran it: outputs, counts, times, its own version."""
    notebook = nbformat.read(path, 4)
    notebook.metadata.language_info.update(version="3.11.7", file_extension=".py")
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type == "code":
            cell.outputs = [new_output("stream", text="a person of 34 years\n")]
            cell.execution_count = number
            cell.metadata.execution = {"iopub.execute_input": "2025-01-01T00:00:00Z"}
    nbformat.write(notebook, path)
    return notebook


def test_a_committed_notebook_is_as_it_was_before_it_was_run(repository):
    assert git(repository, "show", "HEAD:one.ipynb") == NOTEBOOK.read_text()
    run_in_lab(repository / "one.ipynb")
    git(repository, "add", "one.ipynb")
    assert git(repository, "diff", "--cached", "--name-only") == ""
    assert "34 years" in (repository / "one.ipynb").read_text()  # the researcher's own copy


def test_cells_keep_their_names(repository):
    notebook = run_in_lab(repository / "one.ipynb")
    notebook.cells[-1].source += "\n\nOne more sentence."
    nbformat.write(notebook, repository / "one.ipynb")
    git(repository, "commit", "--quiet", "--all", "--message", "Second")
    committed = nbformat.reads(git(repository, "show", "HEAD:one.ipynb"), 4)
    assert [cell.id for cell in committed.cells] == [cell.id for cell in notebook.cells]
    assert committed.cells[-1].source.endswith("One more sentence.")


def test_a_difference_is_that_of_a_cell_and_not_of_json(repository):
    path = repository / "one.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[-1].source += "\n\nOne more sentence."
    nbformat.write(notebook, path)
    shown = git(repository, "diff", "--no-color")
    assert f"modified /cells/{len(notebook.cells) - 1}/source" in shown
    assert "One more sentence." in shown
    assert '\\n"' not in shown  # of the file's own lines


def test_a_difference_of_a_notebook_that_was_run_is_what_would_be_committed(repository):
    notebook = run_in_lab(repository / "one.ipynb")
    notebook.cells[-1].source += "\n\nOne more sentence."
    nbformat.write(notebook, repository / "one.ipynb")
    shown = git(repository, "diff", "--no-color")
    assert "One more sentence." in shown
    assert "34 years" not in shown
    assert "language_info" not in shown
    assert len(shown.splitlines()) < 20


def test_a_worktree_uses_the_environment_of_its_clone(repository):
    other = repository.parent / "a worktree"
    git(repository, "worktree", "add", "--quiet", "-b", "other", str(other))
    assert git(other, "status", "--short") == ""
    notebook = run_in_lab(other / "one.ipynb")
    notebook.cells[-1].source += "\n\nOne more sentence."
    nbformat.write(notebook, other / "one.ipynb")
    assert "One more sentence." in git(other, "diff", "--no-color")
    git(other, "commit", "--quiet", "--all", "--message", "Second")
    assert "34 years" not in git(other, "show", "HEAD:one.ipynb")


def test_a_folder_that_was_moved_gets_a_new_environment(repository):
    # What git was told names no place, and programs of the environment do.
    assert str(repository) not in (repository / ".git" / "config").read_text()
    (repository / ".venv").unlink()
    ready = repository / ".venv" / "ready"
    ready.parent.mkdir()
    for name in ("pyproject.toml", "uv.lock"):
        (repository / name).touch()
    told = {}
    for place in (repository, repository.parent):
        ready.write_text(f"{place}\n")
        told[place] = planned(repository)
    assert "rm -rf" in told[repository.parent]
    assert "up to date" in told[repository]


def planned(folder: Path) -> str:
    """Return what make would do for the environment."""
    done = subprocess.run(["make", "-n", ".venv/ready"], cwd=folder, capture_output=True, text=True)
    return done.stdout


def test_setting_it_up_twice_changes_nothing(repository):
    once = (repository / ".git" / "config").read_text()
    make_git(repository)
    assert (repository / ".git" / "config").read_text() == once


def test_the_first_make_sets_it_up():
    rule = (ROOT / "Makefile").read_text().partition("$(VENV)/ready:")[2].partition("\n\n")[0]
    assert "test ! -e .git || $(MAKE)" in rule
