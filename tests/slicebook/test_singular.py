"""What follows a 1 is one thing."""

import pytest

from slicebook.singular import in_singular
from speak import speak


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It fell by 1 points.", "It fell by 1 point."),
        ('<a href="#x"><span class="invented">1</span></a> forms were in.',
         '<a href="#x"><span class="invented">1</span></a> form was in.'),
        ("1 of the 5 criteria are met, 1 are not.", "1 of the 5 criteria is met, 1 is not."),
        ("1 of them are met.", "1 of them is met."),
        ("1 percentage points", "1 percentage point"),
        ("11 forms, 2.1 points, −1 points", "11 forms, 2.1 points, −1 points"),
        ("It took 0 to 1 hours, 1 pointless one.", "It took 0 to 1 hours, 1 pointless one."),
        ("1,100 forms and 1 in ten", "1,100 forms and 1 in ten"),
    ],
)  # fmt: skip
def test_a_word_after_one_is_in_the_singular(text, said):
    assert speak("en", in_singular, text) == said


def test_each_language_has_its_own_words():
    assert speak("da", in_singular, "1 skemaer og 2 skemaer") == "1 skema og 2 skemaer"
