"""The parts of the book and the order of its topics are data."""

import pytest

from book.small_book import within
from slicebook.book.order import Order, folder_title, order, topic_of
from slicebook.errors import InputError
from slicebook.runs.matrix import notebook_name, notebook_paths
from slicebook.text import message
from speak import speak


def test_every_notebook_of_this_book_is_in_a_part():
    named = [name for topic in order().topics for name in topic.notebooks]
    assert sorted(named) == [notebook_name(path) for path in notebook_paths()]


def test_this_book_has_about_fourteen_topics():
    assert 12 <= len(order().topics) <= 16


def test_what_no_part_names_follows_by_folders():
    title = message({"en": "Costs first", "da": "Prisen først"})
    found = Order(((title, (topic_of("03_costs/02_b"),)),))
    names = ["01_intake/01_a", "03_costs/01_a", "03_costs/02_b"]
    assert sorted(names, key=found.place) == ["03_costs/02_b", *names[:2]]
    assert speak("da", found.part, "03_costs/02_b") == "Prisen først"
    assert found.part("03_costs/01_a") == folder_title("03_costs") == "Costs"
    assert folder_title("05_follow_up") == "Follow up"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("order: []", "contents.yml: the entry 'parts' is missing"),
        ("parts: [{title: A}]", "contents.yml: parts: 1: the entry 'notebooks' is missing"),
        ("parts: [{title: 3, notebooks: []}]", "contents.yml: parts: 1: title: expected a text"),
        ("parts: [{title: A, notebooks: [x/01_y]}]", "there is no notebook x/01_y"),
        ("parts: [{title: A, notebooks: [x/01_y, x/01_y]}]", "x/01_y stands in two places"),
        ("{parts: [], annex: [x/01_y]}", "annex: there is no page or notebook x/01_y"),
        (
            "parts: [{title: A, notebooks: [{name: B c, title: A, notebooks: []}]}]",
            "name: expected small letters, digits and hyphens, found 'B c'",
        ),
        (
            "parts: [{title: A, notebooks: [{name: b, title: A, notebooks: []}]}]",
            "topics/b: has no notebook",
        ),
        (
            "parts: [{title: A, notebooks: [{name: b, title: A, notebooks: [x/01_y, z/02_y]}]}]",
            "topics/b: two of its notebooks are called y but for their numbers",
        ),
        (
            "parts: [{title: A, notebooks: [{name: b, title: A, notebooks: [x/01_y]},"
            " {name: b, title: B, notebooks: [x/02_z]}]}]",
            "two pages are called b",
        ),
    ],
)
def test_a_mistake_is_named(tmp_path, text, said):
    (tmp_path / "book").mkdir()
    (tmp_path / "programme.yml").write_text("languages: [en, da]\nlanguage: en\n")
    (tmp_path / "book" / "contents.yml").write_text(text)
    with within(tmp_path), pytest.raises(InputError, match=said):
        order()


def test_without_a_file_the_folders_are_the_parts(tmp_path):
    (tmp_path / "programme.yml").write_text("languages: [en]\nlanguage: en\n")
    with within(tmp_path):
        assert order() == Order()
