"""The attack on means: a mean with its n is a sum, and sums add up over slices."""

from collections.abc import Iterator, Mapping

import pandas as pd

from modning.audit.bounds import Attack
from modning.audit.findings import (
    Finding,
    Slices,
    at_most,
    forms_counted,
    hidden,
    public_ones,
    unknown,
)
from modning.audit.rounding import near
from slicebook.programme import ALL, Programme
from surveys.disclosure import fewest

# A withheld mean must be uncertain by so much of its own unit.
MEAN_WIDTH = 1.0


def attack_means(
    results: pd.DataFrame, means: Mapping[str, tuple[str, float, float]], programme: Programme
) -> Iterator[Finding]:
    """Bound every withheld mean of so few forms that the rule withholds it by itself.

    `means` are those of `scales.means`.
    """
    slices = Slices(programme)
    for figure, (form, _, high) in means.items():
        told = (results["figure"] == figure) & results["shown"] & results["value"].notna()
        rows = list(results[told].itertuples())
        forms = forms_counted(form, results)
        few = [
            (name, key, forms[key])
            for name, key in hidden(results, [figure])
            if 0 < forms.get(key, 0) < fewest(programme)
        ]
        steps = programme.rules.coarse
        everything, public = (_attack(figure, some, forms, high, slices, steps)
                              for some in (rows, public_ones(rows, programme)))  # fmt: skip
        for name, key, n in few:
            ends, printed = (
                attack.width(slices.sum(name, key), MEAN_WIDTH * n)
                for attack in (everything, public)
            )
            wide = (ends[1] - ends[0]) / n >= MEAN_WIDTH
            by_print = not wide and printed[1] - printed[0] <= ends[1] - ends[0]
            safe, low, high = wide or by_print, ends[0] / n, ends[1] / n
            yield Finding(name, *key, low, high, n, safe, by_print, MEAN_WIDTH)


def _attack(figure, rows, forms, high, slices, steps) -> Attack:
    system = Attack(whole=False)
    for key, most in at_most(forms, slices.parts((ALL, ALL))).items():
        system.unknown(unknown(figure, key), 0, high * most)
    for row in rows:
        low, high_end = (end * row.n for end in near(row.value, steps))
        key = (row.municipality, row.year)
        system.know(slices.sum(figure, key), low - 1e-6, high_end + 1e-6)
    return system
