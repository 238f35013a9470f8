"""How often the outcomes' methods keep their promise, for the page on their statistics.

The counts are those of `data/methods/rates.csv`, which `benchmarks.rates` makes.
"""

import pandas as pd

from modning.proportions import percent, wilson
from modning.scales import reference_table, used_measures
from slicebook import paths
from slicebook.book.markup import table
from slicebook.text import NONE, _, number, quantity

NO_BREAK = "\N{NO-BREAK SPACE}"
HEADINGS = _("What is counted|Where|Persons|Should be|Was, %|Repetitions")
PROMISES = {
    "about": _("{}"),
    "at least": _("at least {}"),
    "at most": _("at most {}"),
}
FAILS = _("{}; assumption fails")
CAPTIONS = {
    "alpha": _("Alpha where the truth is known"),
    "change": _("Before and after where the truth is known"),
    "after": _("A mean afterwards where persons of a course resemble each other"),
    "shares": _("Shares where the truth is known"),
    "overlap": _("Partially overlapping samples where nothing changed"),
    "dropout": _("The bounds when it is known who left"),
    "linking": _("The links when it is known who is who"),
    "linked": _("Linked answers where the truth is known"),
    "reliable": _("Persons who did not change"),
    "same": _("“No difference” where the truth is known"),
    "power": _("The planned phase carried out"),
}  # fmt: skip
RATES = {
    "alpha_covers": _("The interval holds the true alpha"),
    "welch_covers": _("Welch's interval holds the true difference"),
    "welch_errs": _("Welch's test finds a difference where there is none"),
    "rank_errs": _("The rank test finds a difference where the means are the same"),
    "holm_errs": _("Any statement is called changed where none is (Holm)"),
    "strangers_covers": _("Welch's interval, courses not known, holds the true difference"),
    "courses_covers": _("The interval for that correlation holds the true difference"),
    "course_means_covers": _("The interval over known courses holds the true change"),
    "mean_covers": _("The interval of the mean, courses not known, holds the true mean"),
    "mean_courses_covers": _("The mean's interval for that correlation holds the true mean"),
    "places_errs": _("Two municipalities are called different that are not, courses not known"),
    "places_courses_errs": _("Two municipalities are called different that are not"),
    "alike_errs": _("“No difference” is claimed where it is just the margin, courses not known"),
    "g_covers": _("The interval holds the true g"),
    "wilson_covers": _("Wilson's interval holds the true share"),
    "newcombe_covers": _("Newcombe's interval holds the true difference"),
    "overlap_errs": _("The test finds a difference where there is none"),
    "bounds_contain": _("The bounds hold the completers' own change"),
    "bounds_sure": _("The bounds with uncertainty hold the true change"),
    "exact_linked": _("Pairs found: same code"),
    "exact_wrong": _("Wrong of the links: same code"),
    "tolerant_linked": _("Pairs found: slips forgiven"),
    "tolerant_wrong": _("Wrong of the links: slips forgiven"),
    "paired_covers": _("The interval holds the true change"),
    "ancova_covers": _("The interval holds the true difference at the same start"),
    "reliable_errs": _("A person counts as changed"),
    "same_errs": _("“No difference” is claimed where it is just the margin"),
    "same_found": _("“No difference” is found where there is none"),
    "power_unlinked": _("The change is seen: before and after, unlinked"),
    "power_linked": _("The change is seen: before and after, linked"),
    "power_groups": _("The change is seen: trial, groups drawn"),
    "power_waiting": _("The change is seen: trial, those who wait in no group"),
    "power_places": _("The change is seen: trial, municipalities drawn"),
}  # fmt: skip
SETTINGS = {
    "alpha.parallel": _("Normal answers to like statements"),
    "alpha.answers": _("Answers in five steps"),
    "change.forms": _("As many answers as in the report"),
    "change.small": _("As many answers as in a municipality"),
    "change.few": _("A handful of answers"),
    "change.alike": _("Two groups alike"),
    "change.uneven": _("A small group of wide spread, a large one of narrow"),
    "change.normal": _("Normal scores"),
    "change.courses_0": _("Courses of six, whose members are strangers"),
    "change.courses_5": _("Courses of six, correlation 0.05"),
    "change.courses_10": _("Courses of six, correlation 0.1"),
    "change.courses_20": _("Courses of six, correlation 0.2"),
    "after.courses_0": _("Courses of six, whose members are strangers"),
    "after.courses_5": _("Courses of six, correlation 0.05"),
    "after.courses_10": _("Courses of six, correlation 0.1"),
    "after.courses_20": _("Courses of six, correlation 0.2"),
    "shares.n21": _("A share just above the middle"),
    "shares.n24": _("A share near the end"),
    "overlap.right": _("Most answered both times; the correlation is known"),
    "overlap.strangers": _("They are taken for strangers"),
    "overlap.strong": _("The correlation is assumed stronger than it is"),
    "dropout.chance": _("Leavers by chance"),
    "dropout.lower": _("Some of the lower half leave"),
    "dropout.lowest": _("All of the lowest leave"),
    "dropout.joined": _("The lowest leave, and others join without a first form"),
    "linking.programme": _("A programme of this size"),
    "linking.large": _("A programme many times as large"),
    "linking.careless": _("Codes written carelessly"),
    "linked.persons": _("Persons in two municipalities"),
    "reliable.published": _("Reliability as published"),
    "reliable.lower": _("Reliability lower than published"),
    "same.n62": _("As many as had the statement from the start"),
    "same.n35": _("As many as had it added midway"),
    "power.planned": _("All is as assumed"),
    "power.resemble": _("Persons of a group resemble each other more"),
}  # fmt: skip


def rate_tables() -> dict[str, str]:
    """Return a table for each method (a key of `CAPTIONS`): what it promised and what it did.

    Nothing for a project without `data/methods/rates.csv`, which has no page of them.
    """
    path = paths.methods("rates.csv")
    if not path.is_file():
        return {}
    rates = pd.read_csv(path, keep_default_na=False)
    headings = str(HEADINGS).split("|")
    return {
        method: table(
            str(caption),
            headings,
            [_row(row) for row in rates[rates["method"] == method].to_dict("records")],
        )
        for method, caption in CAPTIONS.items()
    }


def published_values() -> str:
    """Return the published values of the scales used with their sources as a table, and a note."""
    given = reference_table(used_measures())
    rows = given["frame"].itertuples(index=False, name=None)
    return table(given["caption"], list(given["frame"]), rows) + f"\n\n{given['note']}"


def _row(row: dict[str, object]) -> tuple[str, ...]:
    hits, of = int(row["hits"]), int(row["of"])
    return (
        str(RATES[row["rate"]]),
        str(SETTINGS[f"{row['method']}.{row['setting']}"]),
        str(row["persons"]).replace(" ", NO_BREAK),
        _should_be(row),
        _was(hits, of),
        number(row["simulations"]),
    )


def _should_be(row: dict[str, object]) -> str:
    if row["nominal"] == "":
        return NONE
    nominal = quantity(100 * float(row["nominal"]), "percent")
    said = PROMISES[row["promise"]].format(nominal)
    return said if row["holds"] else FAILS.format(said)


def _was(hits: int, of: int) -> str:
    """Return a rate with the interval that the number of repetitions leaves."""
    if not of:
        return NONE
    low, high = (number(bound, 1) for bound in wilson(hits, of))
    return f"{number(percent(hits, of), 1)} ({low};{NO_BREAK}{high})"
