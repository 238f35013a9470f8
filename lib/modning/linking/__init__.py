"""Linking a person's answers before and after by a code that she makes up herself."""

from modning.linking.match import link, link_answers, link_figures, link_table
