"""Run the attack on what was built, and say whether the book may go out."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import pandas as pd

from modning.audit.advice import advice
from modning.audit.chosen import chosen
from modning.audit.comparisons import Compared, Comparisons
from modning.audit.comparisons import recorded as figures_compared
from modning.audit.findings import Finding, forms_counted
from modning.audit.gaps import attack_gaps
from modning.audit.grids import tied
from modning.audit.increments import attack_increments
from modning.audit.kinds import kind_of, unknown
from modning.audit.knowledge import questions
from modning.audit.listed import unaccounted
from modning.audit.means import attack_means
from modning.audit.newcomers import attack_newcomers
from modning.audit.prose import NUMBERS, packaged, untold
from modning.audit.reading import Charts, Seen, pages, read_results, shares
from modning.audit.scales import asked_twice, means, totals
from modning.audit.shares import attack_shares, same_figures, too_small
from modning.audit.sheets import unshown
from modning.audit.statistics import attack_statistics, recorded
from modning.audit.told import Fact, Words, exhibits_of
from slicebook import notes, paths
from slicebook.programme import Programme, load_programme
from slicebook.results import KEY
from slicebook.runs.executors import local_pool
from slicebook.runs.steps import Done, of_library, unless_unchanged
from slicebook.runs.taken import hashes, within
from slicebook.seals import hash_of_json
from slicebook.text import languages
from surveys.codebook import Form, load_codebook


@dataclass(frozen=True)
class Audit:
    """What the attack found of every withheld figure, and how many shown numbers it used.

    `missed` says what it could not look at: withheld figures that nothing attacked, charts that it
    cannot read, rows of the workbook that no page shows, numbers in sentences, drawings and printed
    reports that stand nowhere else, sentences that withheld figures chose, a book without a page.
    """

    findings: tuple[Finding, ...]
    shown: int
    missed: tuple[str, ...] = ()

    @property
    def unsafe(self) -> list[Finding]:
        """Return the figures that a reader can bound too closely."""
        return [finding for finding in self.findings if not finding.safe]

    @property
    def well(self) -> bool:
        """Tell whether everything was looked at and nothing gives way."""
        return not (self.unsafe or self.missed)

    @property
    def narrowest(self) -> Finding | None:
        """Return what is bounded most closely for its rule, but for what is printed anyway."""
        guarded = [one for one in self.findings if one.asked and not one.printed]
        return min(guarded, key=lambda one: one.width / one.asked, default=None)


def audit(
    results: Path | None = None,
    books: Mapping[str, Path] | None = None,
    programme: Programme | None = None,
    earlier: Mapping[str, pd.DataFrame] | None = None,
) -> Audit:
    """Attack the results table, the books by language where they are built, and earlier editions.

    All of it together, as a reader can who knows both languages. `earlier` has what each edition
    showed (`editions.earlier`).
    """
    programme = programme or load_programme()
    table = read_results(results or paths.build("results.csv"))
    forms = load_codebook(programme)
    asked = questions(table.loc[table["unit"] == "percent", "figure"].unique(), forms)
    seen = list(shares(table))
    prefixes = {(one.form, one.item): one.prefix for one in asked if one.item}
    whole = books is None
    books = built() if books is None else books
    missed = [] if any(map(pages, books.values())) else ["no page of a book; build it first"]
    runs = paths.build("runs") if whole else None
    read = partial(
        _read, prefixes=prefixes, forms=forms, programme=programme, table=table, runs=runs
    )
    with local_pool(max(len(books), 1)) as pool:
        of_languages = list(pool.map(read, books.items()))
    missed += [one for book in of_languages for one in book.missed]
    for folder in {folder.parent / "data" for folder in books.values()}:
        missed += packaged(folder, table)
    seen += [one for book in of_languages for one in book.seen]
    seen = [*dict.fromkeys(same_figures(seen, table, asked_twice(forms)))]
    told = [*dict.fromkeys(one for book in of_languages for one in book.told)]
    told += recorded(table, forms, programme.rules.coarse)
    compared = sorted({one for book in of_languages for one in book.compared}, key=repr)
    compared += figures_compared(table, totals(forms), programme.rules.coarse)
    for one in frozenset().union(*(book.read for book in of_languages)):
        notes.heard(one)

    def attacked() -> Iterator[Finding]:
        # Imported here: where the book shows what it showed, nobody waits for SciPy's statistics.
        from modning.audit.further import further

        known = [*told, *further(told, compared, table, forms)]
        for one in tied(asked):
            yield from attack_shares(one, seen, table, programme)
        yield from attack_means(table, means(forms), programme)
        yield from attack_gaps(known, table, forms, programme)
        yield from too_small(seen, asked, table, programme)
        yield from attack_statistics(known, table, forms, programme)
        for name, edition in (earlier or {}).items():
            yield from attack_increments(asked, edition, seen, table, name, programme)
            yield from attack_newcomers(edition, known, table, forms, programme, name)

    findings = kept([seen, told, compared], attacked) if whole else list(attacked())
    for folder in books.values() if runs else ():
        findings += unaccounted(runs, folder)
    kinds = kind_of(table["figure"].unique(), asked, forms)
    missed += unknown(table, kinds, runs) if runs else ()
    missed += [f"not attacked: {figure}" for figure in _unattacked(table, findings, forms, kinds)]
    told_of = table[~table["shown"] & table.filter(NUMBERS).notna().any(axis=1)]
    missed += [f"withheld, with a number: {' '.join(key)}" for key in told_of[KEY].to_numpy()]
    return Audit(tuple(findings), len(seen) + len(told), tuple(missed))


@dataclass(frozen=True)
class Book:
    """What a language's book shows, what of it could not be looked at, and which files tell it."""

    seen: list[Seen]
    told: list[Fact]
    compared: set[Compared]
    missed: list[str]
    read: set[str]


def _read(
    book: tuple[str, Path], prefixes: Mapping[tuple[str, str], str], forms: Mapping[str, Form],
    programme: Programme, table: pd.DataFrame, runs: Path | None,
) -> Book:  # fmt: skip
    language, folder = book
    seen, told, compared, missed = list[Seen](), list[Fact](), set[Compared](), list[str]()
    with notes.taken() as read:
        charts = Charts(prefixes, forms, programme, language)
        words = Words(forms, programme, language)
        comparisons = Comparisons(words)
        for one, municipality, year in exhibits_of(folder, language):
            seen += charts.read(one, year)
            told += words.read(one, municipality, year)
            compared.update(comparisons.read(one, municipality, year))
            if charts.unread(one):
                missed.append(f"cannot be read: {one.page}: {one.caption}")
        missed += [*unshown(folder, language), *untold(folder, programme, table)]
        missed += chosen(folder, language, programme, table, runs) if runs else ()
        return Book(seen, told, compared, [*dict.fromkeys(missed)], read)


def kept(shown: object, attacked: Callable[[], Iterable[Finding]]) -> list[Finding]:
    """Return what an attack on the project found, done again only where the book shows else."""

    def work() -> Done:
        found = [asdict(one) for one in attacked()]
        return Done(json.dumps(found, default=lambda number: number.item()))

    folders = (paths.instruments(), paths.scales(), paths.data(), paths.editions())
    files = [file for folder in folders for file in within(folder)]
    read = hashes([paths.build("results.csv"), paths.programme(), *files])
    code = of_library("modning.audit.report.audit")
    made_of = code | read | {"shown": hash_of_json(repr(shown))}
    done = unless_unchanged("attacked", made_of, work)
    return [Finding(**one) for one in json.loads(done.said)]


def _unattacked(
    results: pd.DataFrame, findings: list[Finding], forms: Mapping[str, Form],
    kinds: Mapping[str, str],
) -> Iterator[str]:  # fmt: skip
    """Yield every withheld figure that nothing attacked and that follows from none attacked."""
    attacked = {(one.figure, one.municipality, one.year) for one in findings}
    of_forms = means(forms)
    counted = {form: forms_counted(form, results) for form in {of[0] for of in of_forms.values()}}
    for row in results[~results["shown"]].itertuples():
        key = (row.figure, row.municipality, row.year)
        # A mean may be withheld for others; what is computed from others is as safe as they.
        of = of_forms.get(row.figure)
        covered = key[1:] in counted[of[0]] if of else kinds.get(row.figure, "share") != "share"
        if key not in attacked and not covered:
            yield " ".join(key)


def built() -> dict[str, Path]:
    """Return the folder of each language's book that is there."""
    folders = {language: paths.build("html", language) for language in languages()}
    return {language: folder for language, folder in folders.items() if folder.is_dir()}


def said(found: Audit) -> Iterator[str]:
    """Yield what an audit found, in lines for the terminal."""
    yield (
        f"{len(found.findings)} figures attacked with {found.shown} shown numbers"
        if found.findings
        else f"nothing is withheld; {found.shown} numbers shown"
    )
    if one := found.narrowest:
        yield (
            f"narrowest interval: {one.width:.3g} where the rule asks {one.asked:g} "
            f"({one.figure} {one.municipality} {one.year})"
        )
    printed = sum(finding.printed for finding in found.findings)
    if printed:
        yield f"{printed} figures are bounded closely by what is public anyway"
    if found.missed:
        yield f"{len(found.missed)} that could not be attacked:"
        yield from found.missed
    for one in found.unsafe:
        yield f"given away: {one.figure} {one.municipality} {one.year}: {one.low:g} to {one.high:g}"
    yield from advice(found.unsafe)
