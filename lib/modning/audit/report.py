"""Run the attack on what was built, and say whether the book may go out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from modning import paths
from modning.audit.findings import Finding
from modning.audit.increments import attack_increments
from modning.audit.knowledge import questions
from modning.audit.means import attack_means
from modning.audit.reading import charts, read_results, shares
from modning.audit.shares import attack_shares, same_figures, too_small
from modning.codebook import load_codebook
from modning.programme import Programme, load_programme


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
    def narrowest(self) -> float | None:
        """Return the narrowest interval of what is withheld, but for what is printed anyway."""
        return min((one.width for one in self.findings if not one.printed), default=None)


def audit(
    results: Path | None = None,
    book: Path | None = None,
    programme: Programme | None = None,
    language: str | None = None,
    earlier: Mapping[str, pd.DataFrame] | None = None,
) -> Audit:
    """Attack the results table, the book in `language` where it is built, and earlier editions.

    `earlier` has what each edition showed (`editions.earlier`).
    """
    programme = programme or load_programme()
    language = language or programme.language
    table = read_results(results or paths.build("results.csv"))
    forms = load_codebook(programme)
    asked = questions(table.loc[table["unit"] == "percent", "figure"].unique(), forms)
    seen = list(shares(table))
    folder = book or paths.build("html", language)
    prefixes = {
        (form.id, item.id): question.prefix
        for question in asked
        for form in forms.values()
        for item in form.items
        if form.id == question.form and set(question.answers) <= {o.id for o in item.options}
        and item.type in ("single", "multiple")
    }  # fmt: skip
    if folder.is_dir():
        seen += charts(folder, prefixes, forms, programme, language)
    seen = same_figures(seen, table)
    findings = [
        finding for question in asked for finding in attack_shares(question, seen, table, programme)
    ]
    findings += attack_means(table, programme)
    findings += too_small(seen, programme)
    for name, edition in (earlier or {}).items():
        findings += attack_increments(asked, list(shares(edition)), seen, name, programme)
    return Audit(tuple(findings), len(seen))


def said(found: Audit) -> Iterator[str]:
    """Yield what an audit found, in lines for the terminal."""
    yield (
        f"{len(found.findings)} figures attacked with {found.shown} shown numbers; "
        f"narrowest interval {found.narrowest:g}"
        if found.findings
        else f"nothing is withheld; {found.shown} numbers shown"
    )
    printed = sum(finding.printed for finding in found.findings)
    if printed:
        yield f"{printed} figures are bounded closely by what is public anyway"
    for one in found.unsafe:
        yield f"given away: {one.figure} {one.municipality} {one.year}: {one.low:g} to {one.high:g}"
