"""All that is published of questions whose answers are codes: of the pages and of the figures."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pandas as pd
import yaml

from benchmarks.attack_pages import Fact, Question, Reader, paged
from modning.register import Counted, entry
from surveys.codebook import Item, load_codebook


def published(asked: Sequence[Question]) -> Iterator[Fact]:
    """Yield all that the English pages and the table of figures tell."""
    reader = Reader(asked)
    facts = [*_recorded(reader), *paged(reader)]
    reader.n = {(one.question, one.key): one.span[0] for one in facts if one.what == "n"}
    return iter([*facts, *paged(reader)])


def _recorded(reader: Reader) -> Iterator[Fact]:
    rows = pd.read_csv("build/results.csv", dtype={"year": str, "municipality": str})
    rows = rows[rows["shown"] & rows["value"].notna() & rows["n"].notna()]
    # A figure that two forms could name is of the first.
    means, shares = dict(_means()), dict(reversed([*_figures(reader.asked)]))
    for row in rows.itertuples():
        key = row.municipality, row.year
        if row.figure in means and row.unit != "percent":
            told = {"Answers": row.n, "Mean": row.value, "95% from": row.low, "95% to": row.high}
            told = {what: f"{value:g}" for what, value in told.items() if not pd.isna(value)}
            yield from reader.statistics(means[row.figure], key, told)
        elif row.unit == "percent" and row.figure in shares:
            question, codes = shares[row.figure]
            yield Fact(question, key, "n", (row.n, row.n))
            yield Fact(question, key, codes, (row.value - 1e-6, row.value + 1e-6))


def _means() -> Iterator[tuple[str, str]]:
    """Yield the question of each mean of the table of figures, or what else it is of."""
    path = Path("data/known.yml")
    named = yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for figure, mean in named.get("means", {}).items():
        if "question" in mean:
            yield figure, f"{mean['form']}/{mean['question']}"
    for form, item, counted in rows_counted():
        rows = [name.replace("{row}", "*")
                for name in entry(form, item.id).sets[counted.set].figures]  # fmt: skip
        for figure, pattern in named.get("rows", {}).items():
            if pattern in rows:
                yield figure, f"{form}/{item.id} {counted.set}"


def rows_counted() -> Iterator[tuple[str, Item, Counted]]:
    """Yield what is shown of how many rows of a grid an answer was given in."""
    for form in load_codebook().values():
        for item in form.items:
            for counted in entry(form.id, item.id).counted:
                yield form.id, item, counted


def _figures(asked: Sequence[Question]) -> Iterator[tuple[str, tuple[str, tuple[int, ...]]]]:
    """Yield question and codes of the figures that are shares of who answered."""
    for one in asked:
        told, code = entry(one.form, one.item.id), {o.id: o.code for o in one.item.options}
        if not told.shown:
            continue
        for prefix in (told.figures, f"{one.form}.{one.item.id}"):
            for id in code:
                yield ".".join(filter(None, (prefix, one.row, id))), (one.name, (code[id],))
        for chosen in told.sets.values() if one.alone else ():
            for figure in chosen.figures:
                codes = tuple(code[id] for id in chosen.answers)
                yield figure.format(row=one.row), (one.name, codes)
        edges = [*one.item.bands, (one.item.high or 0) + 1]
        for low, end in pairwise(edges):
            yield f"{told.figures}.{low}", (one.name, tuple(range(low, end)))
