"""A programme whose places are no municipalities says so once, and all words follow."""

import pytest

from slicebook.errors import InputError
from slicebook.programme import EVERYWHERE
from slicebook.text import Message, speaking

A_YEAR = Message("A municipality or year, as in a municipality", package="slicebook")


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return lambda place: (tmp_path / "programme.yml").write_text(
        f"languages: [en, da]\nlanguage: en\nplace: {place}\n", encoding="utf-8"
    )


def test_the_words_of_the_library_name_places_as_the_programme_does(project):
    project("{en: [area, areas], da: [distrikt, distrikter]}")
    assert (EVERYWHERE["en"], EVERYWHERE["da"]) == ("All areas", "Alle distrikter")
    assert A_YEAR["en"] == "An area or year, as in an area"
    with speaking("en"):
        assert str(Message("Municipality|Cost", package="modning")) == "Area|Cost"


def test_words_of_the_project_itself_are_left_alone(project):
    project("{en: [area, areas]}")
    assert Message("A municipality of its own", package="notebooks")["en"].endswith("its own")
    assert "municipality" in Message("A municipality", given=(("en", "A municipality"),))["en"]
    assert EVERYWHERE["da"] == "Alle kommuner"


@pytest.mark.parametrize("place", ["area", "{en: area}", "{en: [area]}", "{fo: [a, b]}"])
def test_what_is_not_one_word_and_several_is_refused(project, place):
    project(place)
    with pytest.raises(InputError, match=r"programme.yml: place: .*(expected a|is none of)"):
        EVERYWHERE["en"]
