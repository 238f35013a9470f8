"""How many forms came in, by municipality and year: what a cost is laid over."""

from collections.abc import Mapping

import pandas as pd

from modning.costs.volumes import ALL
from slicebook.programme import Programme, load_programme

# (form, municipality, year), "all" for every one; what is missing is nought or too few to show.
Counts = Mapping[tuple[str, str, str], int]


def form_counts(forms: Mapping[str, pd.DataFrame], programme: Programme) -> Counts:
    """Count answer sets in every municipality and year; `forms` has those of the whole by form.

    Nought, by which nothing can be divided, and counts below the threshold are left out.
    """
    counts = {}
    for form, answers in forms.items():
        table = pd.crosstab(answers["municipality"], answers["year"].astype(str), margins=True)
        for place, row in table.rename(index={"All": ALL}, columns={"All": ALL}).iterrows():
            for year, n in row.items():
                if n >= programme.threshold:
                    counts[form, str(place), str(year)] = int(n)
    return counts


def counted_as(
    counts: Counts, role: str, municipality: str = ALL, year: str | int = ALL
) -> int | None:
    """Return how many forms with a role there are; None where nought or too few to show."""
    return counts.get((load_programme().form(role), municipality, str(year)))
