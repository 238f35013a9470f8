"""What statistics of several groups or questions tell of each: further facts of one alone."""

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from modning.audit.alphas import alphas
from modning.audit.comparisons import Compared
from modning.audit.narrowing import narrowed
from modning.audit.statistics import by_question, codes_of_question
from modning.audit.told import Fact
from surveys.codebook import Form


def further(
    told: Sequence[Fact],
    compared: Iterable[Compared],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
) -> list[Fact]:
    """Return what comparisons, alphas and correlations tell of the answers to one question.

    Raises `InputError` where what is shown contradicts itself.
    """
    shown = by_question(told)
    codes = {name: found for name in shown if (found := codes_of_question(forms, name))}
    found = list(alphas(shown, results, forms, codes))
    shown = by_question([*told, *found])
    groups = {(name, *key): told for name, slices in shown.items() for key, told in slices.items()}
    return [*found, *narrowed(groups, compared, codes)]
