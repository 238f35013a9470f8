"""Every kind of figure that is published, what it tells of answers and which attack reads it.

A published figure that was made from answers and is of no kind has been looked at by nobody, and
fails the audit. `OF_VERBS` has the figures that verbs name, whatever the programme, `kinds` in
`data/known.yml` those of a project's own.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path

import pandas as pd

from modning.audit.knowledge import Question, figures_of
from modning.audit.known import KINDS, known
from modning.audit.scales import asked_twice, figures_of_totals, means, totals
from slicebook.programme import ALL
from slicebook.runs.rested_on import reads_results, sources_of
from surveys.codebook import Form

# Figures that verbs, and the notebooks of a new project, record under these names.
OF_VERBS: Mapping[str, tuple[str, ...]] = {
    "number": ("n.*", "*.n", "participants.total"),
    "difference": ("*_less_*", "*.largest_difference"),
    "reckoned": (
        "unit_cost.*", "costs.per_*", "ratio.*", "unanswered.*", "*.municipal", "*.at_10",
        "*.falls_at", "criteria.turns.*",
    ),
    "order": (
        "*.modal_group", "*_rank", "*.municipal.*", "criteria.count", "criteria.met",
        "criteria.partly", "criteria.not_met", "criteria.unknown",
    ),
    "public": ("collection.municipalities", "collection.weeks", "collection.years", "costs.total"),
}  # fmt: skip
# Figures of a scale that is asked before and after, below its name.
OF_SCALES: Mapping[str, tuple[str, ...]] = {
    "compared": ("gain", "*.gain", "effect", "superiority", "change"),
    "ranks": ("change_rank",),
    "alpha": ("alpha_before", "alpha_after"),
    "joint": ("omega_before", "omega_after"),
    "reckoned": ("before_100", "after_100", "gain_100"),
    "order": ("order.apart", "order.compared", "order.moved", "order.uneven"),
    "gaps": ("gain.half", "gain.rules_apart"),
}


def patterns(forms: Mapping[str, Form]) -> Iterator[tuple[str, str]]:
    """Yield names of figures, as patterns, with their kind: of scales, verbs, the project."""
    names = {one.figure.rpartition(".")[0] for one in totals(forms) if one.scale}
    for kind, endings in OF_SCALES.items():
        yield from ((f"{name}.{ending}", kind) for name in sorted(names) for ending in endings)
    for of in (OF_VERBS, known().kinds):
        yield from ((one, kind) for kind, some in of.items() for one in some)


def kind_of(
    figures: Iterable[str], asked: Iterable[Question], forms: Mapping[str, Form]
) -> dict[str, str]:
    """Return the kind of each figure that is of one.

    Shares of a form's answers and means are known by what the attacks know of the forms.
    """
    kinds = {name: "share" for one in asked if one.form for name in figures_of(one)}
    twice = asked_twice(forms)
    kinds |= dict.fromkeys((*known().same, *known().same_shares, *twice), "same")
    kinds |= {f"{name.rpartition('.')[0]}.gain": "difference" for name in twice}
    kinds |= dict.fromkeys(figures_of_totals(forms), "total")
    kinds = dict.fromkeys(means(forms), "mean") | kinds
    listed = list(patterns(forms))
    for figure in figures:
        found = next((kind for name, kind in listed if fnmatch(figure, name)), None)
        if found and figure not in kinds:
            kinds[figure] = found
    return kinds


def unknown(table: pd.DataFrame, kinds: Mapping[str, str], runs: Path) -> Iterator[str]:
    """Yield what to do of figures of no kind that were made from answers, by executed notebooks."""
    rows = table[table["shown"] & table["value"].notna() & ~table["figure"].isin(kinds)]
    without = {name for name in rows["notebook"].unique() if not _reads_answers(runs, name)}
    names = rows.loc[~rows["notebook"].isin(without), "figure"].unique()
    if len(names):
        yield (
            f"nobody knows what they tell of the answers: {', '.join(sorted(names))}; write each, "
            f"or a pattern, in data/known.yml below `kinds:` and one of {', '.join(KINDS)}"
        )


def _reads_answers(runs: Path, notebook: str) -> bool:
    """Tell whether a notebook, run for all, read answers or figures; so does one not run for it."""
    path = runs / notebook / f"{ALL}-{ALL}.ipynb"
    if not path.is_file():
        return True
    run = json.loads(path.read_text(encoding="utf-8"))
    return bool(sources_of(run)) or reads_results(run)
