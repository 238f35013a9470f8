"""Steps that are no notebooks: done again only when what they are made from, or made, changed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from slicebook import files, notes, paths
from slicebook.programme import Programme
from slicebook.runs.fingerprint import of_code, recorded
from slicebook.runs.matrix import notebook_paths, plan
from slicebook.runs.taken import Fingerprint, hash_file, hashes, holdings
from slicebook.seals import opened, sealed
from slicebook.slices import all_slices


@dataclass(frozen=True)
class Done:
    """What a step says to a person, the files it made, and whether it found all well."""

    said: str
    made: tuple[Path, ...] = ()
    well: bool = True


def unless_unchanged(name: str, made_of: Fingerprint, work: Callable[[], Done]) -> Done:
    """Do a step, or return what it said the last time.

    `made_of` is what it depends on, beside the files it notes that it reads. It is done again, too,
    where a file it made is no longer as it left it.
    """
    if last := unchanged(name, made_of):
        return last
    record = paths.build("steps", f"{name}.json")
    files.remove(record)
    with notes.taken() as read:
        done = work()
    kept = {
        "made_of": made_of,
        "read": holdings(paths.root() / one for one in read),
        "made": hashes(done.made),
        "said": done.said,
        "well": done.well,
    }
    files.write(record, json.dumps(sealed(kept), indent=1, ensure_ascii=False) + "\n")
    return done


def unchanged(name: str, made_of: Fingerprint) -> Done | None:
    """Return what a step said the last time, if it need not be done again."""
    last = opened(paths.build("steps", f"{name}.json"))
    if not last or last["made_of"] != made_of or not _hold(last["read"], last["made"]):
        return None
    # Who takes what was made reads what was read to make it.
    for one in last["read"]:
        notes.heard(one)
    made = tuple(paths.root() / file for file in last["made"])
    return Done(last["said"], made, last["well"])


def as_left(name: str) -> bool:
    """Tell whether all that a step made the last time is as it left it."""
    last = opened(paths.build("steps", f"{name}.json"))
    return last is not None and _hold(last["made"])


def standing(name: str) -> Done | None:
    """Return what a step said the last time, while the files it read and made are as they were.

    To tell of what is there: the step itself asks its code and settings too.
    """
    last = opened(paths.build("steps", f"{name}.json"))
    if not last:
        return None
    there = {file: hash for file, hash in last["made_of"].items() if (paths.root() / file).exists()}
    if not _hold(there, last["read"], last["made"]):
        return None
    return Done(last["said"], tuple(paths.root() / file for file in last["made"]), last["well"])


def gathered(programme: Programme) -> Done:
    """Gather the figures of all runs into the results table and say how many."""

    def work() -> Done:
        from slicebook.runs.collect import collect

        count = len(collect(programme))
        return Done(f"{count} figures in {paths.named(made[0])}", made)

    made = (paths.build("results.csv"), paths.build("results.parquet"))
    runs = plan(notebook_paths(), all_slices(programme))
    code = of_library("slicebook.runs.collect.collect")
    return unless_unchanged("results", code | recorded(runs), work)


def of_library(*names: str) -> Fingerprint:
    """Return the fingerprint of functions of the library, `surveys.intake.take_in`."""
    parted = (name.rpartition(".") for name in names)
    return of_code(frozenset((module, name) for module, _, name in parted))


def _hold(*known: Fingerprint) -> bool:
    return all(
        hash_file(paths.root() / name) == hash for one in known for name, hash in one.items()
    )
