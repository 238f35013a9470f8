"""Comparing answers: before with after, one municipality with another, persons with themselves."""

from modning.compare.change import Change, scale_change
from modning.compare.groups import Comparison, adjust, compare, compare_items
