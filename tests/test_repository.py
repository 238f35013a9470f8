"""What must hold of the files as committed: clean notebooks, one set of versions, no strays."""

import ast
import re
import statistics
import subprocess
import tomllib
from collections import Counter
from pathlib import Path

import nbformat
import pytest
import yaml
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*/*.ipynb"))
DEFAULTS = {"municipality": "all", "year": "all"}

each_notebook = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=lambda path: f"{path.parent.name}/{path.stem}"
)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def test_there_are_notebooks_in_every_folder():
    folders = {path.parent.name for path in NOTEBOOKS}
    assert {"01_intake", "02_outcomes", "03_costs"} <= folders


@each_notebook
def test_a_notebook_is_committed_without_outputs(path):
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@each_notebook
def test_a_notebook_is_valid_and_its_cell_ids_are_words(path):
    notebook = nbformat.read(path, 4)
    nbformat.validate(notebook)
    ids = [cell.id for cell in notebook.cells]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id) for id in ids)


@each_notebook
def test_a_notebook_opens_with_its_title_and_the_parameters(path):
    first, second, *_ = nbformat.read(path, 4).cells
    assert first.cell_type == "markdown"
    assert re.match(r"# .*\{\{ ?slice ?\}\}|# [^{]+$", first.source.splitlines()[0])
    assert "parameters" in second.metadata.get("tags", [])
    given = {
        node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(second.source).body
    }
    assert given == DEFAULTS


@pytest.mark.parametrize("path", [path for path in NOTEBOOKS if path.parent.name != "00_summary"])
def test_a_notebook_says_its_question_its_answer_and_its_limits(path):
    cells = [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"]
    first = [cell.id for cell in cells[:3]]
    assert first == ["title", "question", "answer"], "as modning notebook writes them"
    assert cells[2].source.startswith("**In short:** ")
    assert cells[-1].id == "limits"
    assert cells[-1].source.startswith("## Limits\n\n")


@each_notebook
def test_a_notebook_defines_no_functions_and_no_classes(path):
    for cell in code_cells(path):
        nodes = ast.walk(ast.parse(cell.source))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        assert not any(isinstance(node, kinds) for node in nodes), cell.source


@each_notebook
def test_a_notebooks_cells_are_short(path):
    for cell in code_cells(path):
        assert len(cell.source.splitlines()) <= 15, cell.source


def test_most_cells_are_read_at_a_glance():
    """Where they get long, a verb is missing."""
    lengths = [len(cell.source.splitlines()) for path in NOTEBOOKS for cell in code_cells(path)]
    assert statistics.median(lengths) <= 3
    assert statistics.quantiles(lengths, n=10)[-1] <= 10


def test_prose_has_few_conditions():
    """A sentence whose figure has no value falls away by itself."""
    texts = [cell.source for path in NOTEBOOKS for cell in nbformat.read(path, 4).cells]
    assert sum(text.count("{% if ") for text in texts) <= 15


@each_notebook
def test_a_notebook_carries_no_widths_or_machines(path):
    metadata = nbformat.read(path, 4).metadata
    assert set(metadata) <= {"kernelspec", "language_info", "modning"}
    assert metadata.kernelspec.name == "python3"


def members() -> list[str]:
    """Return the folders of the packages that stand alone."""
    return sorted(f"./lib/{path.parent.name}" for path in ROOT.glob("lib/*/pyproject.toml"))


def by_kind(entries: list[str]) -> tuple[list[str], list[str]]:
    """Return the packages that come from elsewhere, and those of this repository."""
    own = [entry for entry in entries if entry.startswith("--editable")]
    return [entry for entry in entries if entry not in own], own


def test_conda_installs_the_versions_of_the_lock():
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    locked = {(package["name"], package.get("version")) for package in lock["package"]}
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pinned, own = by_kind(environment["dependencies"][-1]["pip"])
    versions = {tuple(re.split(r"==|\s*;", entry)[:2]) for entry in pinned}
    assert own == [f"--editable {folder}" for folder in members()]
    assert versions <= locked
    names = {name for name, _ in versions} | {Path(member).name for member in members()}
    for folder in members():
        project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text(encoding="utf-8"))
        wanted = {re.split(r"[\[<>=]", entry)[0] for entry in project["project"]["dependencies"]}
        assert wanted <= names


def test_conda_installs_everything_the_lock_needs():
    command = "export --frozen --quiet --no-dev --no-hashes --no-annotate --no-header"
    exported = subprocess.run(
        [find_uv_bin(), *command.split(), "--no-emit-workspace"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    pinned, _ = by_kind(environment["dependencies"][-1]["pip"])
    assert pinned == exported.stdout.splitlines()


def tracked_texts() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / name for name in listed.stdout.splitlines()]
    return [
        p
        for p in paths
        if p.suffix not in {".png", ".sav", ".lock"}
        and p.is_file()
        and p != Path(__file__)
        # Exports as people have them: in any encoding, or no text at all.
        and not p.is_relative_to(ROOT / "tests" / "surveys" / "field")
    ]


def test_no_file_names_a_path_of_the_machine_it_was_written_on():
    home = re.compile(r"/(?:home|Users)/[a-z]+/|/root/|/work/main|C:\\\\Users")
    bad = [path.name for path in tracked_texts() if home.search(path.read_text("utf-8", "replace"))]
    assert bad == []


def test_nothing_that_was_built_is_tracked():
    names = {path.relative_to(ROOT).parts[0] for path in tracked_texts()}
    assert not names & {"build", ".venv"}


def test_every_target_of_the_makefile_bootstraps_the_environment():
    lines = (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
    targets = {line.split(":")[0]: line for line in lines if re.match(r"[a-z]+:", line)}
    for name in ("book", "test", "lab", "lint", "bench"):
        assert "$(VENV)/ready" in targets[name]


def _names(path: Path) -> list[str]:
    """Return the names that a module binds at its top, each as often as it does."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    plain = [target.id for one in body if isinstance(one, ast.Assign)
             for target in one.targets if isinstance(target, ast.Name)]  # fmt: skip
    return plain + [one.name for one in body if isinstance(one, ast.FunctionDef | ast.ClassDef)]


def test_no_module_gives_a_name_to_two_things():
    """Two branches that add the same constant merge without a conflict; the later would win."""
    twice = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in sorted((ROOT / "lib").rglob("*.py"))
        for name, times in Counter(_names(path)).items()
        if name != "_" and times > 1
    }
    assert twice == set()
