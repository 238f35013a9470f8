"""What a run depended on, as content hashes: the same again, and its output is still good.

A fingerprint is flat, ingredient to hash: the notebook's code and text, its parameters, what it
takes of each module of the library, each file and partition of answers that the run noted it read,
each of our words that it had translated, each question that it asked of the evaluation, the locked
environment, and for a notebook that reads the results the figures of the others. So the difference
of two fingerprints names what changed.
"""

import platform
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.evaluation import evaluation
from slicebook.files import read_once
from slicebook.programme import load_programme
from slicebook.runs import dependencies
from slicebook.runs.matrix import Run, notebook_paths, plan, read_notebook, source_of
from slicebook.runs.stored import stored_fingerprint, stored_metadata
from slicebook.runs.taken import (
    ABSENT,
    ASKED,
    SAID,
    SYNTHETIC,
    Fingerprint,
    answered,
    hash_file,
    is_synthetic,
    translated,
)
from slicebook.seals import hash_of_json
from slicebook.slices import all_slices

# Why a run is due whose output only needs the notebook's text as it is now.
RETOLD = "only the text changed"
FIGURES = "the figures of other notebooks"
# Of a notebook: what its cells compute, and what they say.
CODE, TEXT = "code", "text"
# Whose change alters every executed notebook, though none takes a name from them: the module that
# writes them, and what sets the style of a researcher's own charts too.
EVERYWHERE = {
    ("slicebook.runs.stored", dependencies.ALL_NAMES),
    ("slicebook.shown.house", "house"),
}
# Cell metadata that Jupyter leaves behind and no reader sees.
_TRANSIENT = ("execution", "papermill", "collapsed", "scrolled")


class Ingredients:
    """What runs depend on, as it is now: each file is hashed once and each run judged once.

    Of `executed` alone figures may turn out changed; without it, of all runs.
    """

    def __init__(self, executed: Iterable[Run] | None = None) -> None:
        self._executed = executed
        self._root = paths.root()
        self._synthetic = is_synthetic()
        self._hashes: dict[Path, str] = {}
        self._notebooks: dict[Path, Fingerprint] = {}
        self._reasons: dict[Run, str | None] = {}
        self._told: dict[str, str] = {}

    def before(self, run: Run) -> Fingerprint:
        """Return everything of a run's fingerprint but what it reads."""
        if run.notebook not in self._notebooks:
            self._notebooks[run.notebook] = self._of_notebook(run.notebook)
        here = run.slice
        parameters = {"parameters": f"{here.municipality} {here.year}"}
        figures = {FIGURES: self._figures} if run.reads_results else {}
        return self._notebooks[run.notebook] | parameters | figures

    def reason(self, run: Run) -> str | None:
        """Return why a run must be executed, or may have to be; None where its output is good.

        A run that reads the results depends on what the others, which may be due, will find.
        """
        if run not in self._reasons:
            self._reasons[run] = self.changed(run) or self.pending(run)
        return self._reasons[run]

    def changed(self, run: Run) -> str | None:
        """Return why a run's output is not good as things are now; None where it is."""
        if not run.output.is_file():
            return "it failed the last time" if run.failed.is_file() else "it was not run before"
        stored = stored_fingerprint(run.output)
        if stored is None:
            return "its output was changed, or does not say what it was made from"
        changed = changes(stored, self._now(run, stored))
        if changed == [TEXT]:
            return RETOLD
        return f"changed: {', '.join(changed)}" if changed else None

    def pending(self, run: Run) -> str | None:
        """Return why a run whose output is good may have to be executed; None where it is not."""
        if run.reads_results and self._others_due:
            return f"if they turn out changed: {FIGURES}"
        return None

    def _now(self, run: Run, stored: Fingerprint) -> Fingerprint:
        """Return the fingerprint, if the run reads what it read the last time."""
        known = self.before(run)
        read = stored.keys() - known.keys() - {SYNTHETIC}
        asked = {name for name in read if name.startswith((SAID, ASKED))}
        found = {name: self._hash(self._root / name) for name in read - asked}
        self._told |= {name: self._tell(name) for name in asked - self._told.keys()}
        found |= {name: self._told[name] for name in asked}
        synthetic = {SYNTHETIC: self._synthetic} if SYNTHETIC in stored else {}
        return known | found | synthetic

    def _tell(self, name: str) -> str:
        return translated(name) if name.startswith(SAID) else answered(name, self._answer)

    def _of_notebook(self, path: Path) -> Fingerprint:
        notebook = read_notebook(path)
        imported = dependencies.imports(notebook)
        taken = None if imported is None else imported | EVERYWHERE
        own = {f"lib/{file.name}": self._hash(file) for file in dependencies.own_files(imported)}
        return {**_hashes_of_cells(notebook), **of_code(taken), **own}

    @cached_property
    def _answer(self) -> Callable[[str], Any]:
        return evaluation().answering()

    @cached_property
    def _figures(self) -> str:
        return hash_of_json(recorded(self._first))

    @cached_property
    def _others_due(self) -> bool:
        first = [one for one in self._executed or self._first if not one.reads_results]
        return bool({*map(self.reason, first)} - {None, RETOLD})

    @cached_property
    def _first(self) -> list[Run]:
        return first_stage()

    def _hash(self, path: Path) -> str:
        if path not in self._hashes:
            self._hashes[path] = hash_file(path)
        return self._hashes[path]


def of_code(imported: frozenset[dependencies.Name] | None) -> Fingerprint:
    """Return the fingerprint of code: what of the library it leads to, Python and the lock."""
    surroundings = {"Python": platform.python_version(), "uv.lock": _hash_once(lock_file())}
    return surroundings | dependencies.code_hashes(imported)


def why(runs: Iterable[Run]) -> Iterator[str]:
    """Say of each run in one line whether it would execute, and why or why not."""
    ingredients = Ingredients()
    return (_said(run, ingredients.reason(run)) for run in runs)


def due(runs: Iterable[Run]) -> dict[Run, str]:
    """Return the runs that would execute, each with the reason."""
    ingredients = Ingredients()
    found = {run: ingredients.reason(run) for run in runs}
    return {run: reason for run, reason in found.items() if reason}


def _said(run: Run, reason: str | None) -> str:
    if reason in (None, RETOLD):
        return f"{run.name}: is reused, {reason or 'nothing changed'}"
    return f"{run.name}: runs, {reason}"


def first_stage() -> list[Run]:
    """Return the runs whose figures make up the results table that other notebooks read."""
    runs = plan(notebook_paths(), all_slices(load_programme()))
    return [run for run in runs if not run.reads_results]


def changes(before: Fingerprint, after: Fingerprint) -> list[str]:
    """Return the ingredients that are new, gone or different."""
    return sorted(
        name for name in before.keys() | after.keys() if before.get(name) != after.get(name)
    )


def _hashes_of_cells(notebook: dict[str, Any]) -> Fingerprint:
    """Return the hash of a notebook's code, and of its text between the cells of code."""
    cells = [
        (
            cell["cell_type"],
            source_of(cell),
            {key: value for key, value in cell["metadata"].items() if key not in _TRANSIENT},
        )
        for cell in notebook["cells"]
    ]
    code = [cell for cell in cells if cell[0] == "code"]
    text = [None if cell[0] == "code" else cell for cell in cells]
    metadata = notebook["metadata"]
    kernel = metadata.get("kernelspec", {}).get("name")
    return {CODE: hash_of_json([code, kernel, metadata.get("modning")]), TEXT: hash_of_json(text)}


def recorded(runs: Iterable[Run]) -> Fingerprint:
    """Return a hash of the figures that each run recorded, or "absent"."""
    return {
        run.name: stored_metadata(run.output).get("figures") or hash_file(run.output)
        if run.output.is_file()
        else ABSENT
        for run in runs
    }


_hash_once = read_once(hash_file)


def lock_file() -> Path:
    """Return the lock of the environment: the project's, or that of the library's repository."""
    own = paths.root() / "uv.lock"
    return own if own.is_file() else dependencies.LIBRARY.parent / "uv.lock"
