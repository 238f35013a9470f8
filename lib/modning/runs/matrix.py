"""Which runs there are: notebooks x municipality x year, for one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from modning import paths
from modning.errors import InputError
from modning.programme import ALL
from modning.slices import Slice

# What a notebook's metadata `modning: {slices: …}` may say, and the slices it then has.
SLICES = {
    "every": lambda here: True,
    "municipality": lambda here: here.year == ALL,
    "year": lambda here: here.municipality == ALL,
    "all": lambda here: here.municipality == here.year == ALL,
}


@dataclass(frozen=True)
class Run:
    """One notebook for one slice. `stage` 1 reads the results of all runs of stage 0."""

    notebook: Path
    slice: Slice
    output: Path
    stage: int = 0

    @property
    def name(self) -> str:
        """Return what a person calls the run, `02_outcomes/02_recovery koge-2024`."""
        return f"{notebook_name(self.notebook)} {self.slice.name}"


def notebook_paths(chosen: Sequence[Path] | None = None) -> list[Path]:
    """Return the chosen notebooks, or every one, in the order of their numbers.

    Raises `InputError` for a path that is no notebook of the project.
    """
    every = sorted(paths.notebooks().glob("[0-9]*/[0-9]*.ipynb"))
    if not chosen:
        return every
    known = {path.resolve(): path for path in every}
    for path in chosen:
        if path.resolve() not in known:
            raise InputError(f"{path}: no notebook in {paths.notebooks().name}/")
    return [known[path.resolve()] for path in chosen]


def plan(notebooks: Sequence[Path], slices: Sequence[Slice]) -> list[Run]:
    """Return the runs of some notebooks for some slices.

    A notebook that is the same for every year or municipality says so in its metadata,
    `modning: {slices: all}`; one that reads other notebooks' figures says `{reads: results}`.
    """
    runs = []
    for path in notebooks:
        said = nbformat.read(path, 4).metadata.get("modning", {})
        kept = SLICES.get(said.get("slices", "every"))
        if kept is None:
            raise InputError(
                f'{path.name}: slices "{said["slices"]}"; expected one of {", ".join(SLICES)}'
            )
        stage = int(said.get("reads") == "results")
        runs += [Run(path, here, output_path(path, here), stage) for here in slices if kept(here)]
    return runs


def notebook_name(notebook: Path) -> str:
    """Return a notebook's name in the project, `02_outcomes/02_recovery`."""
    return f"{notebook.parent.name}/{notebook.stem}"


def output_path(notebook: Path, here: Slice) -> Path:
    """Return where the executed notebook of a slice lies."""
    return paths.build("runs", here.language, notebook_name(notebook), f"{here.name}.ipynb")
