"""Which figures a page may name: its slice's, its run's own and other municipalities'."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields, replace
from functools import partial
from typing import Any

import pandas as pd

from slicebook.book.citation import month_of
from slicebook.book.markup import literal
from slicebook.book.names import Name, names, tree
from slicebook.book.prose import COULD, ENDED
from slicebook.programme import ALL, Programme
from slicebook.results import Figure
from slicebook.runs.recordable import words_in
from slicebook.slices import Slice
from slicebook.text import spoken


class Values:
    """The results table, ready to be named in prose.

    `ended` says of slices for which a run ended what it was for want of, `words` are those that a
    name is made of which such a run could have recorded.
    """

    def __init__(
        self,
        results: pd.DataFrame,
        programme: Programme,
        ended: Mapping[Slice, str] | None = None,
        words: Collection[str] = (),
    ) -> None:
        self._programme = programme
        self._ended = ended or {}
        names_known = [*results["figure"].unique(), *programme.municipalities, ALL]
        self._words = {*words, *words_in(names_known)}
        self._of_places = set(results.loc[results["municipality"] != ALL, "figure"])
        self._figures: dict[tuple[str, str], list[Figure]] = defaultdict(list)
        self._places: dict[tuple[str, str, str], Name] = {}
        wanted = [field.name for field in fields(Figure)]
        rows = results[wanted].astype(object).where(results[wanted].notna(), None)
        for row in rows.to_dict("records"):
            figure = Figure(**row)
            self._figures[figure.municipality, figure.year].append(figure)

    def of(self, here: Slice, own: Iterable[Figure] = ()) -> dict[str, Any]:
        """Return what the templates of a slice may name.

        `own` are figures of the run itself; where it recorded one of this slice, that one counts.
        """
        known = {one.figure: one.kind for one in self._figures[here.municipality, here.year]}
        mine = [
            replace(one, kind=known.get(one.figure, ""))
            for one in own
            if (one.municipality, one.year) == (here.municipality, here.year)
        ]
        figures = [*self._figures[here.municipality, here.year], *mine]
        # The cost lines may be those of a municipality whose answers are not here.
        places = {ALL, *self._programme.municipalities, *(place for place, _ in self._figures)}
        elsewhere = {key: self._place(key, here.year) for key in places}
        return elsewhere | names(figures) | self._slice(here)

    def figure(self, name: str, here: Slice) -> Figure | None:
        """Return a slice's figure of a name; None where nobody recorded it.

        As in prose, `north.meals.warm` is another municipality's of the same year;
        `north.2024.meals.warm` is that of another year.
        """
        place, _, rest = name.partition(".")
        year, _, of_year = rest.partition(".")
        asked = [
            (name, (here.municipality, here.year)),
            (rest, (place, here.year)),
            (of_year, (place, year)),
        ]
        for wanted, key in asked:
            known = self._figures.get(key, [])
            if found := next((one for one in known if one.figure == wanted), None):
                return found
        return None

    def could_be(self, path: str, here: Slice) -> bool:
        """Tell whether a name that nobody recorded on a slice is no mistake.

        It is another municipality's figure that some have, or made of words that a run which ended
        would have used.
        """
        place, _, figure = path.partition(".")
        if place in self._programme.municipalities and figure in self._of_places:
            return True
        return here in self._ended and self._words.issuperset(words_in([path]))

    def _place(self, municipality: str, year: str) -> Name:
        """Return a municipality's figures, put in order once for all pages of a year."""
        key = (municipality, year, spoken())
        if key not in self._places:
            self._places[key] = tree(self._figures[municipality, year], municipality)
        return self._places[key]

    def _slice(self, here: Slice) -> dict[str, Any]:
        programme = self._programme
        title = literal(here.title(programme))

        def named(key: str) -> str:
            return literal(programme.municipality_name(key))

        keys = programme.municipalities if here.municipality == ALL else [here.municipality]
        return {
            "here": here,
            COULD: partial(self.could_be, here=here),
            ENDED: self._ended.get(here, ""),
            "slice": title,
            "municipality": named(here.municipality),
            "year": title.rpartition(", ")[2],
            "places": [
                (literal(place.name), key) for key, place in programme.municipalities.items()
            ],
            "municipalities": [(named(key), self._place(key, here.year)) for key in keys],
            "changes": {
                key: month_of(f"{change.date:%Y-%m}") for key, change in programme.changes.items()
            },
        }
