"""What a page is told of a planner's sheet: what to write out, when to warn, where to begin."""

from collections.abc import Iterable, Mapping
from typing import Any

from modning.costs.demand import population_of
from modning.costs.scale import Demand
from slicebook.text import _

# What a planner looks at first.
STRONG = ("each", "weeks", "stays")
# From how much on a reading is a warning, and which.
WARNINGS = {"used": (100, _("More wish to begin than there are places: the queue grows."))}
AS_IN = _("Begin as in {}")
# Of the share that joins, the sliders' own ends and step.
FEWEST, MOST = 5, 100


def starts_of(
    seen: Mapping[str, Demand], names: Mapping[str, Any], year: int
) -> list[tuple[Any, dict[str, float]]]:
    """Return places to begin from: a name, and the inhabitants and demand that were seen there."""
    return [(names[key], _values(demand, population_of(key, year))) for key, demand in seen.items()]


def told(
    readings: Iterable[tuple[str, str]], starts: Iterable[tuple[Any, Mapping[str, float]]]
) -> dict[str, Any]:
    """Return what the page is told, as plain data; `readings` are names and labels."""
    return {
        "readings": [_reading(name, label) for name, label in readings],
        "starts": [
            {"label": str(AS_IN.format(place)), "values": dict(values)} for place, values in starts
        ],
    }


def _values(demand: Demand, inhabitants: int) -> dict[str, float]:
    joining = min(max(round(100 * demand.joining), FEWEST), MOST)
    return {
        "inhabitants": round(inhabitants, -3),
        "inquiries": round(demand.inquiries, 1),
        "joining": joining,
    }


def _reading(name: str, label: str) -> dict[str, Any]:
    said = {"label": label, "strong": name in STRONG}
    if name in WARNINGS:
        most, words = WARNINGS[name]
        said |= {"most": most, "warning": str(words)}
    return said
