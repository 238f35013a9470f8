"""Municipality x year."""

import pytest

from slicebook.errors import InputError
from slicebook.programme import Programme, load_programme
from slicebook.slices import Slice, all_slices, chosen_slices, slice_of
from speak import speak


@pytest.fixture(scope="module")
def programme() -> Programme:
    return load_programme()


def test_every_slice_the_whole_first(programme: Programme) -> None:
    found = all_slices(programme)
    assert [here.name for here in found] == [
        *("all-all", "all-2023", "all-2024", "all-2025"),
        *("koge-all", "koge-2023", "koge-2024", "koge-2025"),
        *("odense-all", "odense-2023", "odense-2024", "odense-2025"),
    ]


@pytest.mark.parametrize(
    ("municipality", "year", "language", "title"),
    [
        ("koge", "2024", "en", "Køge, 2024"),
        ("koge", "all", "da", "Køge, alle år"),
        ("all", "2024", "en", "All municipalities, 2024"),
        ("all", "all", "da", "Alle kommuner, alle år"),
    ],
)
def test_titles_are_in_the_readers_language(
    programme: Programme, municipality: str, year: str, language: str, title: str
) -> None:
    assert speak(language, slice_of(municipality, year, programme).title, programme) == title


def test_a_year_may_be_a_number(programme: Programme) -> None:
    assert slice_of("koge", 2024, programme) == Slice("koge", "2024")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("Køge", "all"),
            '"Køge" is unknown; expected one of koge, odense, all; koge is the nearest$',
        ),
        (("koge", 2022), 'year "2022" is unknown; expected one of 2023, 2024, 2025, all$'),
    ],
)
def test_what_is_unknown_is_named(programme: Programme, arguments: tuple, message: str) -> None:
    with pytest.raises(InputError, match=message):
        slice_of(*arguments, programme)


@pytest.mark.parametrize(
    ("municipalities", "years", "expected"),
    [
        (None, ["all"], ["all-all", "koge-all", "odense-all"]),
        (["koge"], ["2025", "2024"], ["koge-2024", "koge-2025"]),
        (["odense", "all"], ["2023"], ["all-2023", "odense-2023"]),
    ],
)
def test_slices_are_chosen_in_their_own_order(
    programme: Programme, municipalities: list | None, years: list | None, expected: list
) -> None:
    found = chosen_slices(programme, municipalities, years)
    assert [here.name for here in found] == expected


def test_no_choice_is_every_slice(programme: Programme) -> None:
    assert chosen_slices(programme, None, None) == all_slices(programme)
    assert chosen_slices(programme, [], []) == all_slices(programme)


def test_a_choice_of_nothing_known_is_a_mistake(programme: Programme) -> None:
    with pytest.raises(InputError, match='"roskilde" is unknown'):
        chosen_slices(programme, ["koge", "roskilde"], None)
