"""The audit of a programme of many municipalities, without the runs that would take hours.

    PYTHONPATH=.:tests python -m benchmarks.places_audit FOLDER

attacks the figures that the runs of a protected project (`benchmarks.places`) would record of its
answers: the shares of every question, means of rows and numbers with their intervals, and what the
pages say of the rows of scales. The table is made of the answers and the pattern alone; no page is
read.
"""

import argparse
import os
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.measure import ROOT
from cellguard.moments import half_width
from modning.audit import audit
from modning.audit.known import known
from modning.audit.rounding import spans
from modning.audit.statistics import attack_statistics, recorded
from modning.audit.told import MOMENTS, Fact
from modning.protection import counts
from modning.protection.published import families
from modning.protection.statistics import Statistic, statistics
from modning.protection.tables import Tables, tables
from slicebook.programme import Programme, load_programme
from surveys.answers import read_answers
from surveys.codebook import Form, load_codebook
from surveys.disclosure.pattern import listed, pattern_file

COLUMNS = ["figure", "municipality", "year", "value", "low", "high", "n", "unit", "shown"]
Row = tuple[object, ...]


def main() -> None:
    """Make the table and say what the attack took and found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder.resolve()
    os.environ["MODNING_PROJECT"] = str(folder)
    os.chdir(folder)
    programme = load_programme()
    forms = load_codebook(programme)
    rows: list[Row] = []
    facts: list[Fact] = []
    for form in forms.values():
        _form(form, programme, rows, facts)
    table = pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(COLUMNS[:3])
    table.to_csv(folder / "build" / "results.csv", index=False)
    print(f"{len(table)} figures, {(~table['shown']).sum()} of them withheld", flush=True)
    started = time.perf_counter(), time.process_time()
    found = [*audit(programme=programme, books={}).findings]
    _say("shares and means", found, started)
    started = time.perf_counter(), time.process_time()
    facts += recorded(table, forms, programme.rules.coarse)
    _say("rows of scales", [*attack_statistics(facts, table, forms, programme)], started)


def _say(what: str, found: list, started: tuple[float, float]) -> None:
    clock, processor = time.perf_counter() - started[0], time.process_time() - started[1]
    unsafe = [one for one in found if not one.safe]
    took = f"{clock:.0f} s, processor {processor:.0f} s"
    print(f"{what}: {len(found)} attacked, {len(unsafe)} closer than the rule; {took}", flush=True)
    print(*unsafe[:5], sep="\n", flush=True)


def _form(form: Form, programme: Programme, rows: list[Row], facts: list[Fact]) -> None:
    answers = read_answers(form.id, programme=programme)
    where = tables(answers, programme)
    hidden = [listed(pattern_file(form.id, *key)) for key in where.slices]
    everybody = where.counts(np.ones(len(answers)))
    rows += [(f"n.{form.id}", *key, n, None, None, n, "forms", True)
             for key, n in zip(where.slices, everybody, strict=True) if n]  # fmt: skip
    rows += _shares(counts.system(families(form, answers), where, programme), hidden)
    figures = {question: figure for figure, question in known().questions.items()}
    for one in statistics(form, answers):
        question = one.scope.removesuffix("#codes")
        told = list(_means(one, where, hidden, programme))
        if question in figures:
            rows += [(figures[question], *row) for row in told]
        elif "#codes" not in one.scope:
            facts += _facts(question, told, programme)


def _shares(whole: counts.System, hidden: list[frozenset[str]]) -> Iterator[Row]:
    # Of all names that a count may have, those under which the example's runs record a share.
    example = pd.read_csv(ROOT / "tests" / "notebooks" / "expected.csv")
    known_ = set(example.loc[example["unit"].isin(["percent", "answers"]), "figure"])
    for name, cell in whole.cells.items():
        for at, key in enumerate(whole.tables.slices):
            count, n = whole.counts[[cell.counted, cell.base], at]
            shown = name not in hidden[at]
            value, of = (100 * count / n, n) if shown and n else (None, None)
            for figure in known_.intersection(cell.figures) if n else ():
                if figure.endswith(".n"):
                    yield figure, *key, n if shown else None, None, None, of, "answers", shown
                else:
                    yield figure, *key, value, None, None, of, "percent", shown


def _means(
    one: Statistic, where: Tables, hidden: list[frozenset[str]], programme: Programme
) -> Iterator[Row]:
    given = np.array([where.counts(column.fillna(False)) for _, column in one.codes.items()])
    codes, steps = np.array([*map(int, one.codes)]), programme.rules.coarse
    for at, key in enumerate(where.slices):
        n = int(given[:, at].sum())
        if one.mean in hidden[at] or n < 2:
            yield *key, None, None, None, None, "points", not n
            continue
        mean = codes @ given[:, at] / n
        half = half_width(n) * np.sqrt((codes - mean) ** 2 @ given[:, at] / (n - 1))
        wide = one.spread and one.spread not in hidden[at]
        ends = (steps.low(mean - half), steps.high(mean + half)) if wide else (None, None)
        yield *key, steps.value(mean), *ends, n, "points", True


def _facts(question: str, told: list[Row], programme: Programme) -> Iterator[Fact]:
    for place, year, *moments, n, _unit, _shown in told:
        if n:
            yield Fact(question, place, year, "n", (n, n))
            each = spans(*moments, programme.rules.coarse)
            for what, span in zip(MOMENTS, each, strict=True):
                if span is not None:
                    yield Fact(question, place, year, what, span)


if __name__ == "__main__":
    main()
