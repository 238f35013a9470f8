"""Which modules of the library code depends on: by the names it takes from them, not by packages.

A package's `__init__` that hands on names of its modules ties nobody to all of them: a name is
followed to the module that defines it. So no module may do more on being imported than define.
"""

import ast
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.runs.matrix import source_of

# The packages of this library, and the folder they lie in.
PACKAGES = ("cellguard", "slicebook", "surveys", "modning")
LIBRARY = paths.PACKAGE.parent
# Instead of a name: all that a module has.
ALL_NAMES = "*"
Name = tuple[str, str]

_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def imports(notebook: dict[str, Any]) -> set[Name] | None:
    """Return what a notebook's code cells import, as (module, name taken from it or "*").

    None where the code cannot be read as Python.
    """
    code = [_MAGIC.sub("", source_of(cell)) for cell in _code_cells(notebook)]
    try:
        return _taken(ast.parse("\n".join(code)))
    except SyntaxError:
        return None


def library_modules(imported: set[Name] | None) -> set[str]:
    """Return the library's modules behind these imports: direct ones and those they import.

    All of them for None.
    """
    if imported is None:
        return {_module_of(path) for path in library_files()}
    found: set[str] = set()
    seen: set[Name] = set()
    todo = list(imported)
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            module, more = _behind(*one)
            found |= {module} if module else set()
            todo += more
    return found


def preload(notebooks: Iterable[dict[str, Any]]) -> tuple[str, ...]:
    """Return the modules these notebooks import, for a process that shall have them ready."""
    imported = {pair for notebook in notebooks for pair in imports(notebook) or ()}
    submodules = {f"{module}.{name}" for module, name in imported if _is_module(f"{module}.{name}")}
    return tuple(sorted({module for module, _ in imported} | submodules))


def library_folders() -> list[Path]:
    """Return the folders of the library's packages."""
    return [LIBRARY / name for name in PACKAGES if LIBRARY.joinpath(name).is_dir()]


def library_files() -> list[Path]:
    """Return every source file of the library's packages."""
    return sorted(path for folder in library_folders() for path in folder.rglob("*.py"))


def own_files(imported: set[Name] | None) -> list[Path]:
    """Return the source files in the project's own `lib/` where any of it is imported, all of them.

    They may import each other. None where that folder is this library's.
    """
    own = (paths.root() / "lib").resolve()
    if own == LIBRARY or not own.is_dir():
        return []
    there = {path.stem for path in own.iterdir() if path.is_dir() or path.suffix == ".py"}
    asked = imported is None or any(module.partition(".")[0] in there for module, _ in imported)
    return sorted(own.rglob("*.py")) if asked else []


def module_file(module: str) -> Path:
    """Return the source file of one of the library's modules."""
    place = LIBRARY.joinpath(*module.split("."))
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def catalogues(modules: Iterable[str]) -> dict[str, Path]:
    """Return the translations that lie in the packages of modules, by their names there."""
    folders = {LIBRARY / module.partition(".")[0] for module in modules}
    found = [path for folder in folders for path in folder.glob("locale/*/*/*.po")]
    return {path.relative_to(LIBRARY).as_posix(): path for path in found}


def _module_of(path: Path) -> str:
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _behind(module: str, name: str) -> tuple[str, Iterable[Name]]:
    """Return the module that a name is defined in, "" where that is to be found, and what next."""
    if _is_module(f"{module}.{name}"):
        return "", [(f"{module}.{name}", ALL_NAMES)]
    if not _is_module(module):
        return "", []
    if origin := _handed_on(module).get(name):
        return "", [origin]
    return module, _names_taken(module)


@cache
def _is_module(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES and module_file(module).is_file()


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(module_file(module).read_text(encoding="utf-8"))


@cache
def _names_taken(module: str) -> frozenset[Name]:
    return frozenset(_taken(_tree(module)))


@cache
def _handed_on(module: str) -> dict[str, Name]:
    """Return where the names come from that a package's `__init__` imports."""
    if module_file(module).name != "__init__.py":
        return {}
    return {
        alias.asname or alias.name: (node.module, alias.name)
        for node in _tree(module).body
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }


def _code_cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def _taken(tree: ast.Module) -> set[Name]:
    """Return every (module, name) that code imports; of a module itself, the names used of it.

    What is imported for types alone is never run.
    """
    found: set[Name] = set()
    bound: dict[str, str] = {}
    for node in _run(tree):
        if isinstance(node, ast.Import):
            found |= {(alias.name, ALL_NAMES) for alias in node.names if not alias.asname}
            bound |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                module = f"{node.module}.{alias.name}"
                if _is_module(module):
                    bound[alias.asname or alias.name] = module
                else:
                    found.add((node.module, alias.name))
    return found | {(bound[local], name) for local, name in _used(tree, bound)}


def _run(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of code, the nearer first, but those that `if TYPE_CHECKING:` leaves out."""
    nodes = deque([tree])
    while nodes:
        node = nodes.popleft()
        yield node
        types = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        nodes.extend(node.orelse if types else ast.iter_child_nodes(node))


def _used(tree: ast.Module, bound: Iterable[str]) -> set[Name]:
    """Return the names that are used of local modules, as (local, name); "*" where that is open."""
    attributes = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]
    held = {id(node.value) for node in attributes}
    used = {(node.value.id, node.attr) for node in attributes if node.value.id in bound}
    bare = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and id(node) not in held
    }
    idle = set(bound) - {local for local, _ in used}
    return used | {(local, ALL_NAMES) for local in idle | (bare & set(bound))}
