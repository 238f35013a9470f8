"""Comparing answers: before with after, one municipality with another, persons with themselves."""

from modning.compare.change import Change, compare_places, scale_change
from modning.compare.groups import Comparison, Side, adjust, compare, compare_items
from modning.compare.words import place_labels, tabulate

__all__ = [
    "Change",
    "Comparison",
    "Side",
    "adjust",
    "compare",
    "compare_items",
    "compare_places",
    "place_labels",
    "scale_change",
    "tabulate",
]
