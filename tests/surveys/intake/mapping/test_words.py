"""Headings as they are compared, and how like two of them are."""

import pytest

from surveys.intake.mapping.words import alike, asks_for_words, compared, name_tokens, readings


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3. Køn:", "koen"),
        ("Spm. 12 Alder?", "alder"),
        ("Q12_4 How old?", "how old"),
        ("G01Q02[SQ001]. Which help?", "which help"),
        ("<b>Alder</b> &amp; køn", "alder koen"),
        ("12", "12"),
    ],
)
def test_a_heading_is_compared_without_its_number_and_marks(text, said):
    assert compared(text) == said


@pytest.mark.parametrize(
    ("one", "two", "likeness"),
    [
        ("", "age", 0),
        ("age", "", 0),
        ("age", "age", 1),
        # All words of the shorter one, and 4 of 7 letters.
        ("ab", "ab cd", 0.5 + 0.5 * 4 / 7),
        # No word in common: by letters alone, 4 of 6.
        ("abc", "abd", 4 / 6),
        # One word of two, and 6 of 10 letters.
        ("ab xy", "ab zw", 0.6),
    ],
)
def test_likeness_is_of_words_or_of_letters(one, two, likeness):
    assert alike(one, two) == pytest.approx(likeness)
    assert alike(two, one) == pytest.approx(likeness)


def test_a_heading_is_parted_at_each_mark():
    assert list(readings("Help: which - a bed")) == [
        ("help which a bed", ""), ("help", "which a bed"), ("help which", "a bed"),
    ]  # fmt: skip
    assert ("which help", "advice") in set(readings("[Advice] Which help?"))
    assert list(readings("Help -")) == [("help", "")]


def test_words_of_ones_own_are_asked_for():
    assert asks_for_words("other_text")
    assert asks_for_words("Andet, angiv venligst")
    assert not asks_for_words("context")


def test_a_name_is_taken_apart_also_at_its_capitals():
    assert name_tokens("gruppe/childrenAge[2]") == ["gruppe", "children", "age", "2"]
