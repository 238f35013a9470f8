"""Which definitions of the library code depends on: by the names it takes, not by modules.

A name is followed to what defines it, and that to the names it uses in turn, whatever else stands
in its module and whoever hands it on. So no module may do more on being imported than define.
"""

import ast
import json
import platform
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Set
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.runs.matrix import source_of
from slicebook.runs.taken import Stamps, stamp
from slicebook.seals import hash_of_json, opened, sealed

# The packages of this library, and the folder they lie in.
PACKAGES = ("cellguard", "slicebook", "surveys", "modning")
LIBRARY = paths.PACKAGE.parent
# Instead of a name: all that a module has.
ALL_NAMES = "*"
# In place of a name: what a module does beside defining.
DONE = ""
Name = tuple[str, str]
# What stands behind a name of a module: its text, and the names it uses.
Definition = tuple[str, frozenset[Name]]

_BESIDE = re.compile(r'Path\(__file__\)\.with_name\("([\w.]+)"\)')
_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def imports(notebook: dict[str, Any]) -> frozenset[Name] | None:
    """Return what a notebook's code cells import, as (module, name taken from it or "*").

    None where the code cannot be read as Python.
    """
    cells = (cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    return _imported("\n".join(_MAGIC.sub("", source_of(cell)) for cell in cells))


@cache
def _imported(code: str) -> frozenset[Name] | None:
    try:
        return frozenset(_taken(_run(ast.parse(code))))
    except SyntaxError:
        return None


@cache
def code_hashes(imported: frozenset[Name] | None) -> dict[str, str]:
    """Return by module a hash of what it defines of all that these imports lead to.

    Kept in build/steps/code, as long as no file of the library is another.
    """
    library = _library()
    asked = hash_of_json(None if imported is None else sorted(imported))
    kept = paths.build("steps", "code", f"{asked}.json")
    last = opened(kept)
    if last and last["library"] == library:
        return last["hashes"]
    found = {
        module: hash_of_json({name: _read(module)[name][0] for name in sorted(names)})
        for module, names in sorted(definitions(imported).items())
    }
    # A folder that cannot be written costs time alone.
    with suppress(InputError):
        files.write(kept, json.dumps(sealed({"library": library, "hashes": found})))
    return found


@cache
def _library() -> str:
    """Return a hash of when each file of the library was written, and of which Python reads it."""
    stamps = {str(path): when for path, when in library_stamps().items()}
    return hash_of_json([platform.python_version(), stamps])


def library_stamps() -> Stamps:
    """Return when each file of the library was written, but compiled ones, and which file it is.

    Others than Python's too: a module may name what lies beside it.
    """
    there = (path for folder in library_folders() for path in folder.rglob("*.*"))
    return {path: stamp(path) for path in there if path.suffix != ".pyc"}


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


def own_files(imported: Set[Name] | None) -> list[Path]:
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


def _module_of(path: Path) -> str:
    parts = path.relative_to(LIBRARY).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def definitions(imported: Set[Name] | None) -> dict[str, set[str]]:
    """Return the names of definitions behind these imports by module; all there are for None."""
    if imported is None:
        imported = {(_module_of(path), ALL_NAMES) for path in library_files()}
    found: dict[str, set[str]] = defaultdict(set)
    seen: set[Name] = set()
    todo = list(imported)
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        module, name = one
        if _is_module(f"{module}.{name}"):
            todo.append((f"{module}.{name}", ALL_NAMES))
        elif _is_module(module):
            known = _read(module)
            names = {name, DONE} if name in known else set(known)
            found[module] |= names
            todo += [use for name in names for use in known[name][1]]
    return dict(found)


@cache
def _is_module(module: str) -> bool:
    return module.partition(".")[0] in PACKAGES and module_file(module).is_file()


@cache
def _read(module: str) -> dict[str, Definition]:
    """Return what a module defines and takes from others, by name."""
    text = module_file(module).read_text(encoding="utf-8")
    origins, statements = _top(ast.parse(text))
    modules = {name: found for name, origin in origins.items() if (found := _module_at(*origin))}
    known = {name: (f"{name} = {one}", frozenset({one})) for name, one in origins.items()}
    lines, names = text.split("\n"), {*origins, *statements}
    for name, its in statements.items():
        uses = [_uses(module, one, names, modules) for one in its]
        known[name] = "\n".join(_text(one, lines) for one in its), frozenset().union(*uses)
    done, uses = known[DONE]
    return known | {DONE: (done + _beside(module, text), uses)}


def _beside(module: str, text: str) -> str:
    """Return the texts of the files that a module names as lying beside it."""
    places = [module_file(module).with_name(name) for name in _BESIDE.findall(text)]
    found = [path for place in places for path in sorted([place, *place.rglob("*.*")])]
    return "".join(path.read_text(encoding="utf-8") for path in found if path.is_file())


def _top(tree: ast.Module) -> tuple[dict[str, Name], dict[str, list[ast.stmt]]]:
    """Return where a module has names from, and its statements by the name that they define."""
    origins: dict[str, Name] = {}
    statements: dict[str, list[ast.stmt]] = {DONE: []}
    for node in tree.body:
        if isinstance(node, ast.Import):
            origins |= {one.asname or one.name.partition(".")[0]: (one.name, ALL_NAMES)
                        for one in node.names}  # fmt: skip
        elif isinstance(node, ast.ImportFrom):
            origins |= {one.asname or one.name: (str(node.module), one.name) for one in node.names}
        elif not (_is_for_types(node) or _is_text(node)):
            for name in _defined(node):
                statements.setdefault(name, []).append(node)
    return origins, statements


def _defined(node: ast.stmt) -> list[str]:
    """Return the names that a statement defines; `DONE` for one that does something else."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", node)]
    targets = [one for target in targets for one in getattr(target, "elts", [target])]
    plain = isinstance(node, ast.Assign | ast.AnnAssign)
    plain = plain and all(isinstance(target, ast.Name) for target in targets)
    return [target.id for target in targets] if plain else [DONE]


def _uses(module: str, node: ast.stmt, names: set[str], modules: dict[str, str]) -> set[Name]:
    """Return what a statement takes: of its module, of modules by their names there, within it."""
    nodes = _run(node)
    own = {one.id for one in nodes if isinstance(one, ast.Name)} & names - modules.keys()
    of_modules = {(modules[local], name) for local, name in _used(nodes, modules)}
    return _taken(nodes) | of_modules | {(module, name) for name in own}


def _text(node: ast.stmt, lines: list[str]) -> str:
    """Return a statement as it stands in its file, its decorators too."""
    first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", []))])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _module_at(module: str, name: str) -> str:
    """Return the library's module that is imported by a name; "" where that is none."""
    place = module if name == ALL_NAMES else f"{module}.{name}"
    return place if _is_module(place) else ""


def _taken(nodes: list[ast.AST]) -> set[Name]:
    """Return every (module, name) that code imports; of a module itself, the names used of it."""
    found: set[Name] = set()
    bound: dict[str, str] = {}
    for node in nodes:
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
    used = _used(nodes, bound)
    idle = bound.keys() - {local for local, _ in used}
    used |= {(local, ALL_NAMES) for local in idle}
    return found | {(bound[local], name) for local, name in used}


def _run(tree: ast.AST) -> list[ast.AST]:
    """Return the nodes of code, the nearer first, but those that `if TYPE_CHECKING:` leaves out.

    What is imported for types alone is never run.
    """
    nodes = [tree]
    for node in nodes:
        nodes += node.orelse if _is_for_types(node) else ast.iter_child_nodes(node)
    return nodes


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _used(nodes: list[ast.AST], bound: Container[str]) -> set[Name]:
    """Return the names that are used of local modules, as (local, name); "*" where that is open."""
    attributes = [
        node
        for node in nodes
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    ]
    held = {id(node.value) for node in attributes}
    used = {(node.value.id, node.attr) for node in attributes if node.value.id in bound}
    bare = {node.id for node in nodes if isinstance(node, ast.Name) and id(node) not in held}
    return used | {(local, ALL_NAMES) for local in bare if local in bound}
