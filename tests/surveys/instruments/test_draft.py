"""A form drafted from the questions of another system's file."""

import pytest

from slicebook.text import message
from surveys.instruments.draft import draft_of, places_of
from surveys.instruments.question import Part, Question, Questions

BOTH = {"da": "Ord", "en": "Word"}
PLACES = {"north": "North", "south": "South"}


def drafted(*questions, places=PLACES):
    return draft_of(Questions("Form", BOTH, list(questions), message("F"), []), places)


def parts(*codes, **entries):
    return [Part(code, {"en": f"Answer {code}"}, **entries) for code in codes]


@pytest.mark.parametrize(
    ("codes", "kept"),
    [
        (("3", "1", "2"), [1, 2, 3]),
        (("2", "-1"), [-1, 2]),
        (("a", "2"), [1, 2]),
        (("1", "01"), [1, 1]),
        (("1", "-1"), [1, 2]),
        (("5", "5"), [1, 2]),
    ],
)
def test_codes_are_the_files_own_where_they_are_different_whole_numbers(codes, kept):
    [item] = drafted(Question("mood", BOTH, "single", parts(*codes))).form.items
    assert [option.code for option in item.options] == kept


def test_questions_are_numbered_by_their_place_unless_the_file_numbers_them():
    two = Question("a", BOTH, "text"), Question("b", BOTH, "text")
    assert [item.number for item in drafted(*two).form.items] == [1, 2]
    own = Question("a", BOTH, "text", number=7), Question("b", BOTH, "text")
    assert [item.number for item in drafted(*own).form.items] == [7, None]


def test_a_question_whose_answers_are_all_places_asks_for_the_place():
    said = [Part("n", {"en": "north"}), Part("s", {"en": "SOUTH"})]
    found = drafted(Question("where", BOTH, "single", said))
    [item] = found.form.items
    assert (item.type, item.required, item.options) == ("municipality", True, ())
    assert (found.codes, found.called) == (
        {"north": 1, "south": 2}, {"north": "n", "south": "s"},
    )  # fmt: skip
    other = drafted(Question("where", BOTH, "single", [*said, Part("o", {"en": "Else"})]))
    assert other.form.items[0].type == "single"
    assert "no question asks for the municipality; every form needs one" in other.remarks
    numbered = [Part("4", {"en": "South"}), Part("2", {"en": "North"})]
    found = drafted(Question("where", BOTH, "single", numbered))
    assert (found.codes, found.called) == ({"south": 4, "north": 2}, {})


def test_a_number_without_bounds_has_wide_ones_and_says_so():
    found = drafted(Question("age", BOTH, "number", low=18), Question("kids", BOTH, "number"))
    assert [(one.low, one.high) for one in found.form.items] == [(18, 999), (0, 999)]
    assert [remark for remark in found.remarks if "bounds" in remark] == [
        "age: the file gives no bounds; 18 to 999 stand there",
        "kids: the file gives no bounds; 0 to 999 stand there",
    ]
    whole = drafted(Question("age", BOTH, "number", low=0, high=9))
    assert not any("bounds" in remark for remark in whole.remarks)


def test_one_language_stands_in_the_places_of_all():
    alone = drafted(Question("age", {"en": "Age"}, "text"))
    assert any("the file has one language" in remark for remark in alone.remarks)
    assert not any(
        "one language" in remark for remark in drafted(Question("a", BOTH, "text")).remarks
    )


@pytest.mark.parametrize(
    ("name", "shown_if", "kept"),
    [("mood_2_text", None, 1), ("more", "[mood] = '2'", 1), ("more", "[mood] <> '2'", 2),
     ("more", None, 2), ("more", "[mood] = '2' or [mood] = '1'", 2)],
)  # fmt: skip
def test_a_text_that_says_what_an_answer_is_belongs_to_it(name, shown_if, kept):
    mood = Question("mood", BOTH, "single", parts("1", "2"))
    items = drafted(mood, Question(name, BOTH, "text", shown_if=shown_if)).form.items
    assert len(items) == kept
    assert [option.write_in for option in items[0].options] == [False, kept == 1]


def test_places_are_the_answers_of_the_question_that_is_surest_to_ask_for_them():
    town = Question("Town", BOTH, "single", parts("1", "2"))
    school = Question("school", BOTH, "single", parts("3"))
    found = Questions("Form", BOTH, [school, town], message("F"), [])
    assert places_of(found) == {"answer_1": "Answer 1", "answer_2": "Answer 2"}
    none = Questions("Form", BOTH, [Question("town", BOTH, "text")], message("F"), [])
    assert places_of(none) == {}
