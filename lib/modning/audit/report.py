"""Run the attack on what was built, and say whether the book may go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from modning.audit.findings import Finding
from modning.audit.gaps import attack_gaps
from modning.audit.increments import attack_increments
from modning.audit.knowledge import TOTALS, questions
from modning.audit.listed import unaccounted
from modning.audit.means import attack_means
from modning.audit.reading import charts, read_results, scale_means, shares
from modning.audit.rounding import as_known
from modning.audit.shares import attack_shares, same_figures, too_small
from modning.audit.statistics import attack_newcomers, attack_statistics
from modning.audit.told import facts
from slicebook import paths
from slicebook.programme import Programme, load_programme
from slicebook.text import LANGUAGES
from surveys.codebook import load_codebook


@dataclass(frozen=True)
class Audit:
    """What the attack found of every withheld figure, and how many shown numbers it used."""

    findings: tuple[Finding, ...]
    shown: int

    @property
    def unsafe(self) -> list[Finding]:
        """Return the figures that a reader can bound too closely."""
        return [finding for finding in self.findings if not finding.safe]

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
    prefixes = {
        (form.id, item.id): question.prefix
        for question in asked
        for form in forms.values()
        for item in form.items
        if form.id == question.form and set(question.answers) <= {o.id for o in item.options}
        and item.type in ("single", "multiple")
    }  # fmt: skip
    drawn, told, scales = set(), [], [total for total in TOTALS if total.scale]
    for language, folder in (built() if books is None else books).items():
        drawn |= set(scale_means(folder, scales, forms, language))
        seen += charts(folder, prefixes, forms, programme, language)
        told += facts(folder, forms, programme, language)
    seen = as_known(same_figures(seen, table), programme)
    findings = [
        finding for question in asked for finding in attack_shares(question, seen, table, programme)
    ]
    findings += attack_means(table, programme)
    findings += attack_gaps(drawn, table, programme)
    findings += too_small(seen, programme)
    findings += attack_statistics(told, table, forms, programme)
    for name, edition in (earlier or {}).items():
        findings += attack_increments(asked, list(shares(edition)), seen, name, programme)
        findings += attack_newcomers(edition, told, table, forms, programme, name)
    if books is None:
        for language, folder in built().items():
            findings += unaccounted(paths.build("runs", language), folder)
    return Audit(tuple(findings), len(seen) + len(told))


def built() -> dict[str, Path]:
    """Return the folder of each language's book that is there."""
    folders = {language: paths.build("html", language) for language in LANGUAGES}
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
    for one in found.unsafe:
        yield f"given away: {one.figure} {one.municipality} {one.year}: {one.low:g} to {one.high:g}"
