import pytest

from slicebook.text import Label, number, printed_place, quantity


@pytest.mark.parametrize(
    ("value", "unit", "english", "danish"),
    [
        (57.14, "percent", "57%", "57 %"),
        (1_250_000, "DKK", "DKK 1,250,000", "1.250.000 kr."),
        (0.0004, "probability", "< 0.001", "< 0,001"),
        (0.0412, "probability", "0.041", "0,041"),
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
    assert quantity(value, unit, "en") == english
    assert quantity(value, unit, "da") == danish


def test_a_number_has_the_asked_decimals():
    assert number(1234.5, "da", 2) == "1.234,50"


def test_a_label_speaks_two_languages_and_no_third():
    label = Label(da="ja", en="yes")
    assert (label["da"], label["en"]) == ("ja", "yes")
    with pytest.raises(KeyError):
        label["de"]


def test_a_place_in_the_report_is_named_in_the_readers_language():
    assert printed_place("Figur 2.1 and section 2.2.1", "en") == "Figur 2.1 and section 2.2.1"
    assert printed_place("Figur 2.1 and section 2.2.1", "da") == "Figur 2.1 og afsnit 2.2.1"
