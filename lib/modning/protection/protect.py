"""Write the pattern: which cells each slice withholds, decided from the stored answers.

What was decided is kept by what it was decided from: a form whose answers, rules and code are the
same is not solved again. Each slice's file changes only when what it withholds does, so that only
the runs that show it run again.
"""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cellguard.problem import Problem, with_implied
from cellguard.solve import EXACT, FAST, NONE, parts, solve
from modning.protection import counts, means, rounding
from modning.protection.counts_problem import problem
from modning.protection.published import families
from modning.protection.scores import hide_scores
from modning.protection.statistics import scores, statistics
from modning.protection.tables import tables
from modning.protection.together import Asked, asked, hide
from modning.scales import load_scale
from slicebook import files, paths
from slicebook.programme import Programme, load_programme
from slicebook.runs.dependencies import library_files
from surveys.answers import read_answers, stored_hash
from surveys.codebook import Form, load_codebook
from surveys.disclosure import is_public_count, is_small
from surveys.disclosure.pattern import figures_file, made_from, pattern_file, rounded_file


@dataclass(frozen=True)
class Protection:
    """What was withheld in one form.

    `primary` and `further` count cells in slices, `shown` those that are not withheld though
    somebody answered; `lost` is the share of answers counted in withheld cells, in per cent.
    `methods` says how many systems each method solved and `gap` the largest distance from the best.
    Where counts are `rounded`, `primary` are shares still withheld and `lost` is by how much counts
    moved.
    """

    form: str
    primary: int
    further: int
    shown: int
    lost: float
    methods: dict[str, int]
    gap: float
    rounded: bool = False


def protect(jobs: int | None = None) -> list[Protection]:
    """Decide what is withheld in every form and write it to build/disclosure; return what was done.

    Forms that did not change since the last time are not decided again.
    """
    programme = load_programme()
    forms = load_codebook(programme)
    rules = _rules()
    wanted = {form: {"answers": stored_hash(form, programme), "rules": rules} for form in forms}
    stale = [form for form in forms if _kept(form, wanted[form]) is None]
    if stale:
        with ProcessPoolExecutor(jobs or os.cpu_count(), initializer=_quiet) as workers:
            for form in stale:
                _decide(forms[form], programme, workers, wanted[form])
    found = [_kept(form, wanted[form]) for form in forms]
    return [
        Protection(form=form, **entry["said"]) for form, entry in zip(forms, found, strict=True)
    ]


def _decide(
    form: Form, programme: Programme, workers: ProcessPoolExecutor, made_of: Mapping[str, str]
) -> None:
    answers = read_answers(form.id, programme=programme)
    where = tables(answers, programme)
    system = counts.system(list(families(form, answers)), where, programme)
    whole, told = problem(system)
    groups = list(means.groups(form, answers))
    sums = workers.map(solve, [means.problem(group, where, programme) for group in groups])
    rounded, solutions = None, []
    if programme.rules.rounds:
        rounded = rounding.decide(system, whole, int(made_of["answers"], 16), workers.map)
        hidden = [set(table) for table in rounded]
        said = _said_rounded(rounded, system)
    else:
        pieces = parts(whole)
        solutions = list(workers.map(solve, [piece for _, piece in pieces]))
        withheld = _withheld(whole, pieces, solutions)
        hidden = _hidden(system, told, withheld, programme)
        said = _said(whole, withheld)
    sums = list(sums)
    said |= _how([*solutions, *sums])
    for group, solution in zip(groups, sums, strict=True):
        for at in range(len(where.slices)):
            if solution.withheld[at]:
                hidden[at].add(group.cell)
    told_of = [asked(one, system, programme.threshold) for one in statistics(form, answers)]
    _together(told_of, hidden, workers)
    gates = {cell for one in told_of for cell in (one.mean, one.spread) if cell}
    for mean, spread, total in scores(form, answers):
        scale = load_scale(mean.split("/")[1].removesuffix("#mean"), form.id)
        ends = scale.low, scale.high
        for cell, at in hide_scores(mean, spread, total, len(scale.items), ends, where,
                                    programme.rules):  # fmt: skip
            hidden[at].add(cell)
        gates |= {mean, spread}
    names = [*told, *(group.cell for group in groups), *gates]
    _write(form.id, names, hidden, rounded, system, said, made_of)


def _withheld(whole: Problem, pieces: list, solutions: Iterable) -> np.ndarray:
    withheld = with_implied(whole, whole.forced)
    for (units, _), solution in zip(pieces, solutions, strict=True):
        withheld[units] |= solution.withheld
    return with_implied(whole, withheld)


def _hidden(system: counts.System, told, withheld, programme: Programme) -> list[set[str]]:
    """Return the cells that each slice withholds."""
    hidden: list[set[str]] = [set() for _ in system.tables.slices]
    for cell, units in told.items():
        for at, mine in enumerate(units):
            if withheld[mine].any() or _on_few(system, cell, at, programme):
                hidden[at].add(cell)
    return hidden


def _together(statistics: Sequence[Asked], hidden: list[set[str]], workers) -> None:
    """Hide what statistics and counts would tell together; those of one gate are decided as one."""
    gates: dict[str, list[Asked]] = {}
    for one in statistics:
        gates.setdefault(one.mean, []).append(one)
    before = {(cell, at) for at, cells in enumerate(hidden) for cell in cells}
    for gone in workers.map(hide, gates.values(), [before] * len(gates)):
        for cell, at in gone:
            hidden[at].add(cell)


def _quiet() -> None:
    """Keep HiGHS from greeting: it writes past Python, to the terminal itself."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def _on_few(system: counts.System, cell: str, at: int, programme: Programme) -> bool:
    """Tell whether a share rests on too few, none of whom need have given the answer."""
    told = system.cells[cell]
    key, tables = system.tables.slices[at], system.tables
    count, base = (tables.counts(system.sets[number])[at] for number in (told.counted, told.base))
    public = any(is_public_count(name, key, programme, count, base) for name in told.figures)
    return is_small(base, programme) and not public


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


def _said_rounded(rounded: list, system: counts.System) -> dict:
    """Return what was done where counts are rounded: `lost` is by how much counts moved."""
    off = total = 0
    for at, table in enumerate(rounded):
        for cell, one in table.items():
            count = int(system.tables.counts(system.sets[system.cells[cell].counted])[at])
            total += count
            off += abs(one.count - count) if one else 0
    withheld = sum(one is None for table in rounded for one in table.values())
    return {
        "primary": withheld,
        "further": 0,
        "shown": sum(len(table) for table in rounded) - withheld,
        "lost": round(100 * off / total, 2) if total else 0.0,
        "rounded": True,
    }


def _empty(whole: Problem):
    counted = whole.unit >= 0
    return pd.Series(whole.value[counted]).groupby(whole.unit[counted]).max().to_numpy() == 0


def _write(form, names, hidden, rounded, system: counts.System, said, made_of) -> None:
    _replace(pattern_file(form), names)
    for at, key in enumerate(system.tables.slices):
        shown = {cell: one for cell, one in (rounded[at] if rounded else {}).items() if one}
        _replace(pattern_file(form, *key), hidden[at])
        figures = (system.cells[cell].figures for cell in hidden[at] - set(shown)
                   if cell in system.cells)  # fmt: skip
        _replace(figures_file(form, *key), set().union(*figures))
        if rounded:
            lines = (f"{cell}\t{one.count}\t{one.n}" for cell, one in shown.items())
            _replace(rounded_file(form, *key), lines)
    text = json.dumps({"made_of": made_of, "said": said}, indent=1, sort_keys=True)
    files.write(made_from(form), text + "\n")


def _replace(path: Path, lines: Iterable[str]) -> None:
    """Write sorted lines, and leave a file alone that has them already."""
    text = "".join(f"{line}\n" for line in sorted(lines))
    if not (path.is_file() and path.read_text(encoding="utf-8") == text):
        files.write(path, text)


def _kept(form: str, wanted: Mapping[str, str]) -> dict | None:
    path = made_from(form)
    if not path.is_file():
        return None
    entry = json.loads(path.read_text(encoding="utf-8"))
    return entry if entry["made_of"] == wanted else None


def _rules() -> str:
    """Return a hash of what patterns are decided from besides the answers: code, rules, forms."""
    sources = [
        *library_files(),
        paths.programme(),
        *sorted(paths.instruments().glob("*.yml")),
        paths.report("published.csv"),
    ]
    digest = hashlib.blake2b(digest_size=8)
    for path in sources:
        content = path.read_bytes() if path.is_file() else b"absent"
        digest.update(f"{path.name} {len(content)}\n".encode() + content)
    return digest.hexdigest()
