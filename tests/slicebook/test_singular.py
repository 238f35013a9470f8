"""What follows a 1 is one thing."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from slicebook.singular import in_singular
from slicebook.text import message
from speak import speak

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It fell by 1 points.", "It fell by 1 point."),
        ('<a href="#x"><span class="invented">1</span></a> forms were in.',
         '<a href="#x"><span class="invented">1</span></a> form was in.'),
        ("1 of the 5 criteria are met, 1 are not.", "1 of the 5 criteria is met, 1 is not."),
        ("1 of them are met.", "1 of them is met."),
        ("1 of the 5 are met and 4 partly met.", "1 of the 5 is met and 4 partly met."),
        ("1 percentage points", "1 percentage point"),
        ("11 forms, 2.1 points, −1 points", "11 forms, 2.1 points, −1 points"),
        ("It took 0 to 1 hours, 1 pointless one.", "It took 0 to 1 hours, 1 pointless one."),
        ("1,100 forms and 1 in ten", "1,100 forms and 1 in ten"),
        ("There are 1 registrations; there were 1 pairs.",
         "There is 1 registration; there was 1 pair."),
        ("There are 1 to 4 answers and 1 platforms.", "There are 1 to 4 answers and 1 platform."),
        ("1 core elements are met, 1 more rest on it.",
         "1 core element is met, 1 more rests on it."),
        ("Phase 1 covers persons, part 1 with forms, 1 participant answers questions.",
         "Phase 1 covers persons, part 1 with forms, 1 participant answers questions."),
        ("1 ideas", "1 ideas"),
    ],
)  # fmt: skip
def test_a_word_after_one_is_in_the_singular(text, said):
    assert speak("en", in_singular, text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 skemaer og 2 skemaer", "1 skema og 2 skemaer"),
        ("1 afslutningsskemaer og 1 trykte tal", "1 afslutningsskema og 1 trykt tal"),
        ("Fase 1 omfatter personer.", "Fase 1 omfatter personer."),
    ],
)
def test_each_language_has_its_own_words(text, said):
    assert speak("da", in_singular, text) == said


@pytest.mark.parametrize(("language", "said"), [("en", "1 pair of 2"), ("da", "1 par af 2")])
def test_a_message_that_a_number_is_filled_into_says_one(language, said):
    words = message({"en": "{} pairs of {}", "da": "{} par af {}"})
    assert speak(language, words.format, 1, 2) == said


# Words after a number that end as plurals do and are none.
NONE_OF_IT = {
    "en": {"as", "has", "is", "less", "lies", "times"},
    "da": {"afviger", "bygger", "de", "efter", "eller", "er", "finder", "havde", "hver", "ikke",
           "kørte", "ligger", "længere", "med", "mere", "over", "siger", "sluttede", "smallere",
           "største", "svarede", "takkede", "udfyldte", "under", "ved"},
}  # fmt: skip
_NUMBER = r"(?:\}|\" ~ [\w.]+ ~ \")"
ENDS = {
    "en": re.compile(_NUMBER + r" ([a-z]+s)\b"),
    "da": re.compile(_NUMBER + r" ([a-zæøå]+e[rd]?)\b"),
}


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_unit_that_a_text_of_the_project_counts_has_a_singular(language):
    unknown = set()
    for path in (*ROOT.glob("lib/*/locale/da/**/*.po"), *ROOT.glob("book/locale/da/**/*.po")):
        for entry in read_po(path.open("rb"), locale="da"):
            text = entry.id if language == "en" else entry.string
            unknown |= set(ENDS[language].findall(text))
    unknown -= NONE_OF_IT[language]
    one = {word for word in unknown if speak(language, in_singular, f"1 {word}") == f"1 {word}"}
    assert one == set()
