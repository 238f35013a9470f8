"""What rounding costs against withholding, on the answers that are stored.

    python -m benchmarks.rounding

Both ways are taken of the same counts, with the rules of `programme.yml`; docs/rounding.md is
written.
"""

from dataclasses import replace

import pandas as pd

from benchmarks.measure import ROOT, table
from cellguard.rules import ROUND
from modning.protection import counts, protect, rounding
from modning.protection.counts_problem import problem
from modning.protection.published import families
from modning.protection.tables import tables
from slicebook.programme import Programme, load_programme
from surveys.answers import read_answers, stored_hash
from surveys.codebook import Form, load_codebook

PAGE = ROOT / "docs" / "rounding.md"
WHAT = """# Rounding against withholding

Made by `modning synth && modning validate build/exports && python -m benchmarks.rounding` from the
answers of the default book, with the rules of `programme.yml` and either method. A cell is a set of
answers in a municipality, a year or a total of them in which somebody answered; what the printed
report gives is shown as it is by both and not counted here for rounding.

"Withheld" are cells by the rule and further ones, "lost" is the share of what was counted in them.
"Moved" is by how much counts were rounded, as a share of what was counted; the distance is the mean
in persons, the change that of a share in percentage points, half of all changing less. Shares of
fewer than the threshold are withheld by both."""
HEADINGS = (
    "form",
    "withhold: cells shown",
    "withheld",
    "lost, %",
    "round: cells shown",
    "withheld, of few",
    "moved, %",
    "mean distance",
    "median change, points",
    "nine in ten change less than",
)


def main() -> None:
    """Take both ways of every form and write the page."""
    programme = load_programme()
    forms = load_codebook(programme)
    rows = [
        (one.form, one.shown, one.primary + one.further, one.lost, *rounded(forms[one.form]))
        for one in protect()
    ]
    PAGE.write_text(f"{WHAT}\n\n{table(HEADINGS, rows)}\n", encoding="utf-8")


def rounded(form: Form) -> tuple[int, int, float, float, float, float]:
    """Return what rounding does to a form's counts: the last columns of the page."""
    cells = changes(form, load_programme())
    shown = cells.dropna()
    off = (shown["told"] - shown["count"]).abs()
    points = (100 * shown["told"] / shown["told_n"] - 100 * shown["count"] / shown["n"]).abs()
    return (
        len(shown),
        len(cells) - len(shown),
        round(100 * off.sum() / shown["count"].sum(), 1),
        round(off.mean(), 2),
        round(points.median(), 1),
        round(points.quantile(0.9), 1),
    )


def changes(form: Form, programme: Programme) -> pd.DataFrame:
    """Return `count` and `n` of every cell that is not public, and what is `told` of both."""
    programme = replace(programme, rules=replace(programme.rules, method=ROUND))
    answers = read_answers(form.id, programme=programme)
    whole = counts.system(families(form, answers), tables(answers, programme), programme)
    asked = problem(whole)[0]
    found = rounding.decide(whole, asked, int(stored_hash(form.id, programme), 16))
    true = asked.value.reshape(len(whole.sets), -1)
    rows = [
        (true[cell.counted, at], true[cell.base, at], one.count if one else None,
         one.n if one else None)
        for at, told in enumerate(found)
        for name, one in told.items()
        if true[(cell := whole.cells[name]).base, at]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["count", "n", "told", "told_n"], dtype=float)


if __name__ == "__main__":
    main()
