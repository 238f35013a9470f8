"""What a notebook's code depends on: modules of the library and the files they read."""

import ast
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import grimp

from slicebook import paths
from slicebook.runs.matrix import source_of

# The packages of this library, and the folder they lie in.
PACKAGES = ("cellguard", "slicebook", "surveys", "modning")
LIBRARY = paths.PACKAGE.parent
# `paths.report("costs.csv")`, `paths.programme()`: how the library reaches its files.
_PLACE = re.compile(r'paths\.(programme|instruments|report|synthetic)\((?:\s*"([^"]+)"\s*\))?')
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


@cache
def _graph() -> grimp.ImportGraph:
    return grimp.build_graph(*(folder.name for folder in library_folders()), cache_dir=None)


def imports(notebook: dict[str, Any]) -> set[tuple[str, str]] | None:
    """Return what a notebook's code cells import, as (module, name taken from it or "").

    None where the code cannot be read as Python.
    """
    found: set[tuple[str, str]] = set()
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            try:
                tree = ast.parse(_MAGIC.sub("", source_of(cell)))
            except SyntaxError:
                return None
            found.update(pair for node in ast.walk(tree) for pair in _imports(node))
    return found


def library_modules(imported: set[tuple[str, str]] | None) -> set[str]:
    """Return the library's modules behind these imports: direct ones and those they import.

    All of them for None. A module's packages count, since importing it runs them too.
    """
    graph = _graph()
    if imported is None:
        return set(graph.modules)
    found: set[str] = set()
    todo = [f"{module}.{name}" for module, name in imported]
    while todo:
        module = todo.pop()
        if module in found:
            continue
        if module in graph.modules:
            found.add(module)
            todo += graph.find_modules_directly_imported_by(module)
        if "." in module:
            todo.append(module.rpartition(".")[0])
    return found


def preload(notebooks: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Return the modules these notebooks import, for a process that shall have them ready."""
    imported = {pair for notebook in notebooks for pair in imports(notebook) or ()}
    submodules = {f"{module}.{name}" for module, name in imported} & _graph().modules
    return tuple(sorted({module for module, _ in imported} | submodules))


def library_folders() -> list[Path]:
    """Return the folders of the library's packages."""
    return [LIBRARY / name for name in PACKAGES if LIBRARY.joinpath(name).is_dir()]


def library_files() -> list[Path]:
    """Return every source file of the library's packages."""
    return sorted(path for folder in library_folders() for path in folder.rglob("*.py"))


def module_file(module: str) -> Path:
    """Return the source file of one of the library's modules."""
    place = LIBRARY.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def files_read(sources: Iterable[str], modules: Iterable[str] = ()) -> set[Path]:
    """Return the project's files that sources and modules name through `slicebook.paths`.

    A place whose file name is computed stands for every file in it.
    """
    places = set().union(*map(_places, sources), *map(_module_places, modules))
    return {file for place, name in places for file in _files(place, name)}


@cache
def _module_places(module: str) -> frozenset[tuple[str, str]]:
    return _places(module_file(module).read_text(encoding="utf-8"))


def _places(source: str) -> frozenset[tuple[str, str]]:
    return frozenset(match.groups() for match in _PLACE.finditer(source))


def _files(place: str, name: str | None) -> list[Path]:
    if place == "programme":
        return [paths.programme()]
    if place == "instruments":
        return sorted(paths.instruments().glob("*.yml"))
    locate = {"report": paths.report, "synthetic": paths.synthetic}[place]
    if name:
        return [locate(name)]
    return sorted(file for file in locate("any").parent.glob("*") if file.is_file())


def _imports(node: ast.AST) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [(node.module, alias.name) for alias in node.names]
    return []
