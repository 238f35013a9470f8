"""What statistics of several groups or questions tell of each: further facts of one alone."""

from collections.abc import Iterable, Mapping

import pandas as pd

from modning.audit.alphas import alphas
from modning.audit.comparisons import Compared
from modning.audit.narrowing import narrowed
from modning.audit.statistics import by_question, codes_of_question, recorded
from modning.audit.told import Fact
from slicebook.programme import Programme
from surveys.codebook import Form


def further(
    told: Iterable[Fact],
    compared: Iterable[Compared],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
) -> list[Fact]:
    """Return what comparisons, alphas and correlations tell of the answers to one question.

    Raises `InputError` where what is shown contradicts itself.
    """
    known = [*told, *recorded(results, forms, programme.rules.coarse)]
    shown = by_question(known)
    codes = {name: found for name in shown if (found := codes_of_question(forms, name))}
    found = list(alphas(shown, results, forms, codes))
    shown = by_question([*known, *found])
    groups = {(name, *key): told for name, slices in shown.items() for key, told in slices.items()}
    return [*found, *narrowed(groups, compared, codes)]
