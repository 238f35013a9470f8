"""Linking a person's answers before and after by a code that she makes up herself."""

from modning.linking.match import CODE, Links, link, link_answers, link_figures, link_table
from modning.linking.slips import normalise, one_slip

__all__ = [
    "CODE",
    "Links",
    "link",
    "link_answers",
    "link_figures",
    "link_table",
    "normalise",
    "one_slip",
]
