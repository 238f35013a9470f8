"""Write the pattern: which cells each slice withholds, decided from the stored answers.

Each form is a step: one whose answers, rules and code are the same is not decided again. Each
slice's file changes only when what it withholds does, so that only the runs that show it run again.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from cellguard.presets import PRESETS
from cellguard.problem import Problem, with_implied
from cellguard.solve import EXACT, FAST, NONE, parts, solve
from modning.protection import counts, means
from modning.protection.by_places import hide
from modning.protection.counts_problem import problem
from modning.protection.printed import lost
from modning.protection.published import families
from modning.protection.scores import hide_scores
from modning.protection.statistics import scores, statistics
from modning.protection.tables import tables
from modning.protection.together import Asked, asked
from slicebook import files
from slicebook.programme import Programme, load_programme
from slicebook.programme_file import by_preset
from slicebook.runs.executors import local_pool
from slicebook.runs.steps import Done, of_library, unless_unchanged
from surveys.answers import read_answers, stored_hashes
from surveys.codebook import load_codebook
from surveys.disclosure import is_small, mean_cell, spread_cell
from surveys.disclosure.pattern import (
    figures_file,
    made_from,
    note_of,
    pattern_file,
)


@dataclass(frozen=True)
class Protection:
    """What was withheld in one form.

    `primary` and `further` count cells in slices, `shown` those that are not withheld though
    somebody answered; `lost` is the share of answers counted in withheld cells, in per cent.
    `methods` says how many systems each method solved and `gap` the largest distance from the best.
    Of `statistics` in slices where somebody answered, `means` are withheld, and `spreads`:
    intervals and tests. `printed` has counts that the report draws (`printed.lost`).
    """

    form: str
    primary: int
    further: int
    shown: int
    lost: float
    methods: dict[str, int]
    gap: float
    means: int = 0
    spreads: int = 0
    statistics: int = 0
    printed: dict[str, dict[str, list[int]]] = field(default_factory=dict)


def protect(jobs: int | None = None) -> list[Protection]:
    """Decide what is withheld in every form and write it to build/disclosure; return what was done.

    Forms that did not change since the last time are not decided again.
    """
    programme = load_programme()
    code = of_library("modning.protection.protect.protect")
    found = []
    with local_pool(jobs or os.cpu_count() or 1) as workers:
        for form in load_codebook(programme):
            answers = stored_hashes(form, programme)
            work = partial(_decide, form, answers, workers)
            done = unless_unchanged(f"protected-{form}", {**code, **answers}, work)
            found.append(Protection(form=form, **json.loads(done.said)))
    return found


def under_presets(jobs: int | None = None) -> dict[str, list[Protection]]:
    """Return what would be withheld in every form under each preset of the rules; nothing is."""
    programme = load_programme()
    with local_pool(jobs or os.cpu_count() or 1) as workers:
        return {
            preset: [
                Protection(form=form, **_decided(form, by_preset(programme, preset), workers).said)
                for form in load_codebook(programme)
            ]
            for preset in PRESETS
        }


def _decide(name: str, stored: Mapping[str, str], workers: Executor) -> Done:
    """Decide what is withheld in a form from the answers of which `stored` has the hashes."""
    found = _decided(name, load_programme(), workers)
    return Done(json.dumps(found.said), _write(name, found, stored))


@dataclass(frozen=True)
class _Decided:
    """What is to be said of it, every cell's name, and by slice what is hidden."""

    said: dict
    names: list[str]
    hidden: list[set[str]]
    system: counts.System


def _decided(name: str, programme: Programme, workers: Executor) -> _Decided:
    form = load_codebook(programme)[name]
    answers = read_answers(form.id, programme=programme)
    where = tables(answers, programme)
    system = counts.system(list(families(form, answers)), where, programme)
    whole, told = problem(system)
    groups = list(means.groups(form, answers))
    sums = workers.map(solve, [means.problem(group, where, programme) for group in groups])
    pieces = parts(whole)
    solutions = list(workers.map(solve, [piece for _, piece in pieces]))
    withheld = _withheld(whole, pieces, solutions)
    hidden = _hidden(system, told, withheld, programme)
    sums = list(sums)
    said = _said(whole, withheld) | _how([*solutions, *sums])
    for group, solution in zip(groups, sums, strict=True):
        for at in range(len(where.slices)):
            if solution.withheld[at]:
                hidden[at].add(group.cell)
    told_of = [asked(one, system, programme.threshold) for one in statistics(form, answers)]
    _together(told_of, hidden, workers)
    gates = {cell for one in told_of for cell in (one.mean, one.spread) if cell}
    for scale, total in scores(form, answers):
        cells = mean_cell(form.id, scale.id), spread_cell(form.id, scale.id)
        for cell, at in hide_scores(cells, total, scale, where, programme.rules):
            hidden[at].add(cell)
        gates |= set(cells)
    said |= _said_of_statistics(told_of, hidden) | {"printed": lost(form, system, hidden)}
    names = [*told, *(group.cell for group in groups), *gates]
    return _Decided(said, names, hidden, system)


def _withheld(whole: Problem, pieces: list, solutions: Iterable) -> np.ndarray:
    withheld = with_implied(whole, whole.forced)
    for (units, _), solution in zip(pieces, solutions, strict=True):
        withheld[units] |= solution.withheld
    return with_implied(whole, withheld)


def _hidden(system: counts.System, told, withheld, programme: Programme) -> list[set[str]]:
    """Return the cells that each slice withholds, shares of too few whoever answered among them."""
    hidden: list[set[str]] = [set() for _ in system.tables.slices]
    for cell, units in told.items():
        for at, mine in enumerate(units):
            few = is_small(system.counts[system.cells[cell].base, at], programme)
            if not mine or withheld[mine].any() or (few and (cell, at) not in system.public):
                hidden[at].add(cell)
    return hidden


def _together(statistics: Sequence[Asked], hidden: list[set[str]], workers) -> None:
    """Hide what statistics and counts would tell together; those of one gate are decided as one."""
    gates: dict[str, list[Asked]] = {}
    for one in statistics:
        gates.setdefault(one.mean, []).append(one)
    before = []
    for group in gates.values():
        own = {cell for one in group for cell in (*one.cells, *one.rows.cells)}
        before.append({(cell, at) for at, cells in enumerate(hidden) for cell in cells & own})
    for gone in workers.map(hide, gates.values(), before):
        for cell, at in gone:
            hidden[at].add(cell)


def _said(whole: Problem, withheld) -> dict:
    counted = whole.unit >= 0
    gone = counted.copy()
    gone[counted] = withheld[whole.unit[counted]]
    total = whole.value[counted].sum()
    return {
        "primary": int(whole.forced.sum()),
        "further": int((withheld & ~whole.forced).sum()),
        "shown": int((~withheld & ~_empty(whole)).sum()),
        "lost": round(100 * float(whole.value[gone].sum()) / total, 2) if total else 0.0,
    }


def _how(solutions: Sequence) -> dict:
    """Return how many systems each method solved, and the largest distance from the best."""
    methods = Counter(solution.method for solution in solutions)
    return {
        "methods": {name: methods[name] for name in (EXACT, FAST, NONE) if methods[name]},
        "gap": round(max((solution.gap for solution in solutions), default=0.0), 3),
    }


def _said_of_statistics(statistics: Sequence[Asked], hidden: list[set[str]]) -> dict:
    """Return how many means and spreads are withheld, of how many, where somebody answered."""
    there = [
        (one, at) for one in statistics for at in range(len(hidden)) if one.counts[:, at].any()
    ]
    return {
        "means": sum(one.mean in hidden[at] for one, at in there),
        "spreads": sum(one.spread in hidden[at] for one, at in there),
        "statistics": len(there),
    }


def _empty(whole: Problem):
    counted = whole.unit >= 0
    return pd.Series(whole.value[counted]).groupby(whole.unit[counted]).max().to_numpy() == 0


def _write(form: str, found: _Decided, stored: Mapping[str, str]) -> tuple[Path, ...]:
    """Write a form's pattern and what it was decided from; return the files."""
    hidden, cells = found.hidden, found.system.cells
    texts = {pattern_file(form): found.names}
    for at, key in enumerate(found.system.tables.slices):
        figures = (cells[cell].figures for cell in hidden[at] if cell in cells)
        texts[pattern_file(form, *key)] = hidden[at]
        texts[figures_file(form, *key)] = set().union(*figures)
    for path, lines in texts.items():
        _replace(path, lines)
    files.write(made_from(form), note_of(stored, texts))
    return (made_from(form), *texts)


def _replace(path: Path, lines: Iterable[str]) -> None:
    """Write sorted lines, and leave a file alone that has them already."""
    text = "".join(f"{line}\n" for line in sorted(lines))
    if not (path.is_file() and path.read_bytes() == text.encode()):
        files.write(path, text)
