"""What the published users of a scale found, as figures and as a table with sources."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from modning.scales.measure import Measure, load_measure
from modning.scales.score import Scale, scale_items
from slicebook.figures import figure_table
from slicebook.shown.view import view
from slicebook.tables import of_rows
from slicebook.text import _, quantity
from surveys.codebook import load_codebook

HEADINGS = _("Printed in|Values")
CAPTION = _("Where the published values are printed")
NONE = _("Published values of this scale that the library knows")
NOTE = _("Each value was read in the paper's abstract, as its publisher or a library prints it.")


def used_measures() -> list[Measure]:
    """Return the published scales that the forms ask, each once, in the forms' order."""
    asked = [item.scale for form in load_codebook().values() for item in scale_items(form)]
    return [load_measure(id) for id in dict.fromkeys(asked) if id]


def reference_figures(scale: Scale) -> pd.DataFrame:
    """Return the published values of a scale as figures to record, `reference.…`."""
    found = scale.measure.references if scale.measure else {}
    rows = [(key, one.value, one.unit, None, True) for key, one in found.items()]
    return figure_table(rows, "reference")


@view
def reference_table(measures: Iterable[Measure]) -> dict[str, Any]:
    """Return the published values of scales, a row a source, as arguments of `tables.show`."""
    said: dict[str, list[str]] = {}
    for measure in measures:
        for one in measure.references.values():
            value = quantity(one.value, one.unit)
            said.setdefault(measure.sources[one.source], []).append(f"{one.label}: {value}")
    rows = [(source, "; ".join(values)) for source, values in said.items()]
    return of_rows(HEADINGS, rows, CAPTION if rows else NONE, NOTE)
