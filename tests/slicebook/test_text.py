import contextvars

import pytest

from slicebook.text import BELOW, is_speaking, message, number, printed_place, quantity, speaking
from speak import speak


@pytest.mark.parametrize(
    ("value", "unit", "english", "danish"),
    [
        (57.14, "percent", "57%", "57 %"),
        (5.5, "percent to a tenth", "5.5%", "5,5 %"),
        (0.014, "scale points to a hundredth", "0.01", "0,01"),
        (2, "FTE", "2", "2"),
        (1_250_000, "DKK", "DKK 1,250,000", "1.250.000 kr."),
        (0.0004, "probability", "< 0.001", "< 0,001"),
        (0.0412, "probability", "0.041", "0,041"),
        (0.001, BELOW, "< 0.001", "< 0,001"),
        (0.05, BELOW, "< 0.05", "< 0,05"),
        (1.0, BELOW, "≥ 0.05", "≥ 0,05"),
        (3.456, "scale 1-5", "3.5", "3,5"),
        (1416, "forms", "1,416", "1.416"),
        (2.5, "hours", "2.5", "2,5"),
        (-0.3, "effect", "−0.30", "−0,30"),
        (-0.001, "effect", "0.00", "0,00"),
        (None, "percent", "–", "–"),
        (float("nan"), "DKK", "–", "–"),
    ],
)
def test_a_quantity_reads_as_its_unit_and_language_have_it(value, unit, english, danish):
    assert quantity(value, unit) == english
    assert speak("da", quantity, value, unit) == danish


def test_a_number_has_the_asked_decimals():
    assert speak("da", number, 1234.5, 2) == "1.234,50"


def test_a_text_of_a_file_is_in_the_language_spoken_and_in_english_where_it_has_no_other():
    words = message({"da": "ja", "en": "yes"})
    assert (words["da"], words["en"], words["de"]) == ("ja", "yes", "yes")
    assert (f"{words:>4}", speak("da", str, words)) == (" yes", "ja")
    assert message("Køge")["da"] == message("Køge")["de"] == "Køge"


def test_words_are_filled_in_at_once_where_a_language_is_spoken_and_later_where_none_is():
    words, inner = message({"da": "{} af {n}", "en": "{} of {n}"}), message({"da": "en", "en": "1"})
    assert words.format(inner, n=2) == "1 of 2"
    assert contextvars.Context().run(is_speaking) is False
    later = contextvars.Context().run(words.format, inner, n=2)
    assert (later["da"], later["en"]) == ("en af 2", "1 of 2")


def test_a_question_that_heads_a_caption_loses_its_mark():
    caption = message("{title}: shares")
    assert speak("en", caption.format, title="Where do you live?") == "Where do you live: shares"
    assert speak("en", caption.format, title="Gender") == "Gender: shares"


def test_a_language_is_spoken_within_and_not_after():
    with speaking("da"), speaking("en"):
        pass
    assert str(message({"da": "ja", "en": "yes"})) == "yes"


def test_a_place_in_the_report_is_named_in_the_readers_language():
    assert printed_place("Figur 2.1 and section 2.2.1") == "Figur 2.1 and section 2.2.1"
    assert speak("da", printed_place, "Figur 2.1 and section 2.2.1") == "Figur 2.1 og afsnit 2.2.1"
