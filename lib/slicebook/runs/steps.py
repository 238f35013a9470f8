"""Steps that are no notebooks: done again only when what they are made from, or made, changed."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from slicebook import files, paths
from slicebook.programme import Programme
from slicebook.runs import dependencies
from slicebook.runs.fingerprint import Fingerprint, hash_file, of_code, recorded
from slicebook.runs.matrix import notebook_paths, plan
from slicebook.slices import all_slices


@dataclass(frozen=True)
class Done:
    """What a step says to a person, the files it made, and whether it found all well."""

    said: str
    made: tuple[Path, ...] = ()
    well: bool = True


def unless_unchanged(name: str, made_of: Fingerprint, work: Callable[[], Done]) -> Done:
    """Do a step, or return what it said the last time.

    `made_of` is everything it depends on. It is done again, too, where a file it made is no longer
    as it left it.
    """
    record = paths.build("steps", f"{name}.json")
    last = _read(record)
    if last and last["made_of"] == made_of:
        made = tuple(paths.root() / file for file in last["made"])
        if last["made"] == hashes(made):
            return Done(last["said"], made, last["well"])
    files.remove(record)
    done = work()
    kept = {"made_of": made_of, "made": hashes(done.made), "said": done.said, "well": done.well}
    files.write(record, json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
    return done


def gathered(programme: Programme, language: str) -> Done:
    """Gather the figures of a language's runs into the results table and say how many."""

    def work() -> Done:
        from slicebook.runs.collect import collect

        count = len(collect(programme, language))
        return Done(f"{count} figures in {named(made[0])}", made)

    made = (paths.build("results.csv"), paths.build("results.parquet"))
    runs = plan(notebook_paths(), all_slices(programme, language))
    code = of_library("slicebook.runs.collect.collect")
    return unless_unchanged("results", code | recorded(runs), work)


def of_library(*names: str) -> Fingerprint:
    """Return the fingerprint of functions of the library, `surveys.intake.take_in`."""
    imported = {(module, name) for module, _, name in (name.rpartition(".") for name in names)}
    return of_code(dependencies.library_modules(imported))


def hashes(files: Iterable[Path]) -> Fingerprint:
    """Return the hashes of files by their names in the project, whole outside it."""
    return {named(file): hash_file(file) for file in sorted(files)}


def named(path: Path) -> str:
    """Return a path's name in the project; outside it, its whole name."""
    root = paths.root()
    return str(path.relative_to(root) if path.is_relative_to(root) else path)


def _read(record: Path) -> dict[str, Any] | None:
    try:
        return json.loads(record.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
