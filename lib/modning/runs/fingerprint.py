"""What a run depends on, hashed part by part, so that only what changed runs again."""

import ast
import hashlib
import json
import platform
import re
from functools import cache
from pathlib import Path
from typing import Any

import grimp
import nbformat

from modning import paths
from modning.answers import SOURCE_MIME, partitions
from modning.programme import load_programme
from modning.runs.matrix import Run

Parts = dict[str, str]

# How library code and notebooks name the data files they read.
_NAMED = re.compile(r'\b(report|synthetic)\("([\w.]+)"\)')
_RESULTS = "build/results.parquet"


def parts_of(run: Run) -> Parts:
    """Return the hash of each thing a run depends on, but for the answers it will read.

    The parts are the notebook's cells, the run's parameters, the library modules it imports
    directly or not, the data files those name, and the locked environment.
    """
    notebook = nbformat.read(run.notebook, 4)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    modules = sorted(set().union(*(_closure(name) for name in _imported(code))))
    parts = {
        "text": _hash_of([(cell.cell_type, cell.source) for cell in notebook.cells]),
        "parameters": f"{run.slice.name}-{run.slice.language}",
        "environment": _environment(),
    }
    parts |= {f"module {name}": _hash(_source(name)) for name in modules}
    parts |= {f"file {_relative(path)}": _hash(path) for path in _data_files(code, tuple(modules))}
    if run.stage:
        parts[f"file {_RESULTS}"] = _hash(paths.root() / _RESULTS)
    return parts


def answers_of(executed: nbformat.NotebookNode) -> Parts:
    """Return the hash of each partition of answers that an executed notebook has read."""
    programme = load_programme()
    return {
        f"answers {form} {municipality} {year}": _hash(path)
        for source in sources_of(executed)
        for form in [source["form"]]
        for municipality, year, path in partitions(
            form, source["municipality"], source["year"], programme
        )
    }


def sources_of(executed: nbformat.NotebookNode) -> list[dict[str, Any]]:
    """Return what an executed notebook notes of the answers it read, in order."""
    return [
        output.data[SOURCE_MIME]
        for cell in executed.cells
        for output in cell.get("outputs", [])
        if SOURCE_MIME in output.get("data", {})
    ]


def changed(run: Run) -> list[str]:
    """Return what differs from the last time, nothing when the run can be reused."""
    if not run.output.is_file():
        return ["never run"]
    executed = nbformat.read(run.output, 4)
    before = executed.metadata.get("modning", {}).get("fingerprint")
    if before is None:
        return ["no fingerprint"]
    now = parts_of(run) | answers_of(executed)
    return sorted(key for key in before.keys() | now.keys() if before.get(key) != now.get(key))


def why(run: Run) -> str:
    """Say in one line whether a run would execute, and why."""
    different = changed(run)
    if not different:
        return f"{run.name}: reused, nothing changed"
    return f"{run.name}: runs, {', '.join(different)}"


def forget() -> None:
    """Forget what was hashed and read before; a process that lives on must see new files."""
    for cached in (_closure, _environment, _graph, _hash_at, _data_files):
        cached.cache_clear()


def _imported(code: str) -> list[str]:
    """Return the project's modules that code names in its import statements."""
    names = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return sorted(names & _graph().modules)


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph("modning", cache_dir=str(paths.build("cache", "grimp")))


@cache
def _closure(module: str) -> frozenset[str]:
    """Return a module, what it imports directly or not, and the packages those lie in."""
    found = {module} | _graph().find_upstream_modules(module)
    parents = {
        name.rsplit(".", count)[0] for name in found for count in range(1, name.count(".") + 1)
    }
    # A package's own imports run whenever one of its modules is imported.
    packages = (parents & _graph().modules) - found - {"modning"}
    return frozenset(found.union(*(_closure(name) for name in packages - {module})))


@cache
def _data_files(code: str, modules: tuple[str, ...]) -> tuple[Path, ...]:
    named = {match for text in (code, *map(_text, modules)) for match in _NAMED.findall(text)}
    files = {paths.root() / "data" / folder / name for folder, name in named}
    if "modning.programme" in modules:
        files.add(paths.programme())
    if "modning.codebook" in modules:
        files |= set(paths.instruments().glob("*.yml"))
    if any(name.startswith("modning.synthetic") for name in modules):
        files |= set(paths.synthetic("").glob("*"))
    return tuple(sorted(files))


@cache
def _environment() -> str:
    return _hash_of([_hash(paths.root() / "uv.lock"), platform.python_version()])


def _source(module: str) -> Path:
    base = Path(__file__).resolve().parents[2].joinpath(*module.split("."))
    package = base / "__init__.py"
    return package if package.is_file() else base.with_suffix(".py")


def _text(module: str) -> str:
    return _source(module).read_text(encoding="utf-8")


def _relative(path: Path) -> str:
    return path.relative_to(paths.root()).as_posix()


def _hash(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return "missing"
    return _hash_at(path, stat.st_mtime_ns, stat.st_size)


@cache
def _hash_at(path: Path, modified: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def _hash_of(value: Any) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:16]
