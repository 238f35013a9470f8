"""Books with a leak each, which the attacker must find, and their safe twins, which pass."""

import contextlib
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from tests.cellguard.planted import books, grids, pairs
from tests.cellguard.planted.books import Line

from modning.audit import audit
from slicebook.errors import InputError
from slicebook.programme import load_programme

PROGRAMME = replace(load_programme(), years=(2024, 2025))
HOW = {
    "everything": books.exact,
    "of ten": books.of_ten,
    "two decimals": books.to(2),
    "third decimal": books.to(3),
    "sharp interval": books.sharp_interval,
    "sharp spread": books.sharp_spread,
}
FIGURES = {
    "sessions": "sessions.mean",
    "knowledge": "recognition.knowledge",
    "trust": "mirroring.trust",
    "helped": "overall_benefit.helped",
}


def lines():
    """Return the books: each way of showing too much, on each kind of page."""
    for seed in range(4):
        for how in ("everything", "of ten", "two decimals", "sharp interval"):
            yield Line(f"dots, {how}", ("knowledge", "trust", "network", "helped")[seed], seed)
            yield Line(f"results, {how}", ("sessions", "knowledge", "trust", "helped")[seed], seed)
        yield Line("items, sharp spread", ("hope", "identity", "meaning", "control")[seed], seed)
        yield Line("bars, everything", ("knowledge", "trust", "network", "helped")[seed], seed)
        yield Line("newcomers, everything", ("sessions", "knowledge", "trust", "helped")[seed],
                   seed, few=(10, 14))  # fmt: skip
        yield Line("newcomers, of ten", ("sessions", "knowledge", "trust", "helped")[seed], seed,
                   few=(11, 16))  # fmt: skip
        yield Line("one alone, everything", ("sessions", "trust")[seed % 2], seed, few=(1, 2))
        yield Line("all alike, everything", ("knowledge", "helped")[seed % 2], seed, few=(4, 9))
        yield Line("grid, all rows but one", "types_named", seed)
        yield Line("rows, third decimal", ("in_common", "understood")[seed % 2], seed, few=(3, 6))
        for how in ("p", "same", "difference"):
            yield Line(f"pair, {how}", ("knowledge", "trust")[seed % 2], seed, few=(3, 6))
        for how in ("gain", "change", "effect"):
            yield Line(f"change, {how}", "support", seed, few=(2, 3))
        yield Line("change, superiority", "support", (3, 4, 5, 12)[seed], few=(2, 3), many=(3, 5))
        yield Line("alpha, all items but one", "recovery", (0, 1, 2, 4)[seed], few=(3, 6))


LINES = list(lines())
# Of whom a statistic of several groups or items tells: the small group, the item left out.
TOLD = {"pair": "completion/experience_", "change": "baseline/support",
        "alpha": "completion/recovery_control"}  # fmt: skip


def make(line: Line, folder: Path, leak: bool) -> dict:
    """Write a book; return what `audit` is given of it."""
    kind, how = line.kind.split(", ")
    if kind == "grid":
        grids.results(line, PROGRAMME, leak).to_csv(folder / "results.csv", index=False)
        return {"results": folder / "results.csv", "books": {}, "programme": PROGRAMME}
    if kind in ("pair", "change", "alpha"):
        return _of_several(line, kind, how, folder, leak)
    given = books.answers(line, PROGRAMME)
    if kind == "all alike":
        given |= {key: [5] * len(mine) for key, mine in given.items() if key[0] == "koge"}
    before = given
    if kind == "newcomers" and leak:
        before = {key: mine[: len(mine) - 2 - line.seed % 3] for key, mine in given.items()}
    elif kind == "newcomers":
        # What the audit advises: the next edition waits until more came in.
        given = books.with_more(line, given)
    gone = _gone(line, kind, given, leak)
    rows = _pages(line, kind, given, _shown(how, given, gone), folder, gone or set())
    path = folder / "results.csv"
    books.results(rows, given).to_csv(path, index=False)
    editions = {}
    if kind == "newcomers":
        old = _shown(how, before, _gone(line, kind, before, leak))
        earlier = [books.figure(FIGURES[line.question], *one) for one in old.items()]
        table = books.results(earlier, before)
        # An edition keeps only what it showed.
        editions = {"2025": table if leak else table[table["shown"]]}
    return {
        "results": path, "books": {"en": folder / "en"}, "programme": PROGRAMME,
        "earlier": editions,
    }  # fmt: skip


def _of_several(line: Line, kind: str, how: str, folder: Path, leak: bool) -> dict:
    """Write a book of a statistic of several groups or items."""
    pages = folder / "en"
    pages.mkdir()
    if kind == "pair":
        rows = pairs.municipalities(line, how, pages, leak, PROGRAMME)
    elif kind == "change":
        rows = pairs.changes(line, how, leak, PROGRAMME)
    else:
        rows = pairs.items(line, pages, leak, PROGRAMME)
    path = folder / "results.csv"
    books.results([*rows, *pairs.FORMS], books.answers(line, PROGRAMME)).to_csv(path, index=False)
    return {"results": path, "books": {"en": pages}, "programme": PROGRAMME}


def _gone(line: Line, kind: str, given, leak: bool) -> set | None:
    """Return what protection withholds; None of a book that asks it nothing."""
    return None if leak else books.protected(line, given, PROGRAMME, kind == "bars")


def _shown(how: str, given, gone: set | None) -> dict:
    """Return what is shown of each slice's mean."""
    if gone is None:
        return {key: HOW[how](mine) for key, mine in books.slices(given)}
    return {
        key: books.by_rule(mine, ("mean", at) not in gone, ("spread", at) not in gone)
        for at, (key, mine) in enumerate(books.slices(given))
    }


def _pages(line: Line, kind: str, given, shown, folder: Path, gone: set) -> list[dict]:
    """Write the pages of a book; return the rows of its table of figures."""
    rows, pages = [], folder / "en"
    pages.mkdir()
    for at, (key, mine) in enumerate(books.slices(given)):
        place = books.place_name(key[0], PROGRAMME)
        if kind in ("dots", "all alike", "rows", "bars"):
            books.dots(pages, key, line.question, shown[key], place)
        if kind == "items":
            books.items(pages, key, line.question, shown[key])
        if kind == "bars":
            small = {code for code in set(mine) if mine.count(code) < PROGRAMME.threshold}
            hidden = {code for code in set(mine) if (f"share.{code}", at) in gone}
            books.bars(pages, key, line.question, mine, place, small | hidden)
        if kind in ("results", "newcomers", "one alone"):
            rows.append(books.figure(FIGURES[line.question], key, shown[key]))
    return rows


def test_there_are_more_than_sixty_books_of_many_kinds():
    assert len(LINES) == 96
    assert len({line.kind for line in LINES}) >= 23


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.kind}, {line.seed}")
def test_a_leak_is_found(line, tmp_path):
    """Numbers that are finer than the rule may also fit no answers at all: that fails the audit."""
    with contextlib.suppress(InputError):
        assert audit(**make(line, tmp_path, leak=True)).unsafe


OF_SEVERAL = [line for line in LINES if line.kind.partition(",")[0] in TOLD]


@pytest.mark.parametrize("line", OF_SEVERAL, ids=lambda line: f"{line.kind}, {line.seed}")
def test_a_statistic_tells_of_the_few_of_whom_nothing_else_does(line, tmp_path):
    book = make(line, tmp_path, leak=True)
    of = TOLD[line.kind.partition(",")[0]]
    assert [one for one in audit(**book).unsafe if one.figure.startswith(of)]
    table = pd.read_csv(book["results"])
    page = "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.html"))
    alone = table[~table["figure"].str.match(r"inspire.*\.(?:gain|change|effect|sup|alpha)")]
    assert len(alone) < len(table) or "p, difference" in page
    alone.to_csv(book["results"], index=False)
    for path in tmp_path.rglob("*.html"):
        path.write_text(path.read_text("utf-8").replace("p, difference", "p"), "utf-8")
    assert not [one for one in audit(**book).unsafe if one.figure.startswith(of)]


@pytest.mark.parametrize("line", LINES, ids=lambda line: f"{line.kind}, {line.seed}")
def test_its_safe_twin_is_passed(line, tmp_path):
    found = audit(**make(line, tmp_path, leak=False))
    assert found.findings
    assert not found.unsafe
