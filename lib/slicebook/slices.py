"""One slice of the answers: a municipality and a year."""

from dataclasses import dataclass

from slicebook.programme import ALL, Programme
from slicebook.text import _
from slicebook.written import refuse_unknown

ALL_YEARS = _("all years")
# More municipalities than these stand nowhere beside each other: how they are spread is told.
SIDE_BY_SIDE = 6


@dataclass(frozen=True)
class Slice:
    """What one run of a notebook is about; "all" stands for every municipality or year."""

    municipality: str
    year: str

    @property
    def name(self) -> str:
        """Return the slice's file name, `north-2024`."""
        return f"{self.municipality}-{self.year}"

    def __deepcopy__(self, _: object) -> "Slice":
        """Return itself: pandas copies what a frame carries at each step, and it never changes."""
        return self

    def title(self, programme: Programme) -> str:
        """Return the slice's name in the reader's language, "North, 2024"."""
        place = programme.municipality_name(self.municipality)
        return f"{place}, {ALL_YEARS if self.year == ALL else self.year}"


def slice_of(municipality: str, year: str | int, programme: Programme) -> Slice:
    """Check the parameters of a run; `InputError` says what is allowed."""
    refuse_unknown("municipality", municipality, [*programme.municipalities, ALL])
    refuse_unknown("year", str(year), [*map(str, programme.years), ALL])
    return Slice(municipality, str(year))


def all_slices(programme: Programme) -> list[Slice]:
    """Return every slice, the whole first: all/all, all/2023, …, south/2025."""
    return [
        Slice(municipality, year)
        for municipality in (ALL, *programme.municipalities)
        for year in (ALL, *map(str, programme.years))
    ]


def chosen_slices(
    programme: Programme,
    municipalities: list[str] | None = None,
    years: list[str] | None = None,
) -> list[Slice]:
    """Return the slices of the named municipalities and years; no name means every one."""
    for municipality in municipalities or [ALL]:
        for year in years or [ALL]:
            slice_of(municipality, year, programme)
    return [
        here
        for here in all_slices(programme)
        if here.municipality in (municipalities or [here.municipality])
        and here.year in (years or [here.year])
    ]
