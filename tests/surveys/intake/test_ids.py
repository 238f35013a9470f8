"""Running numbers, as a spreadsheet may have spoilt them."""

import pyarrow as pa
import pytest

from surveys.intake.ids import read_ids


def ids(*texts):
    found, problem = read_ids(pa.chunked_array([pa.array(texts, pa.string())]))
    return [None if one != one else one for one in found], problem


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("17.0", "18,00", "19"), ["17", "18", "19"]),
        (('="17"', " 18 "), ["17", "18"]),
        (("1.000", "2.500", "17"), ["1000", "2500", "17"]),
        (("1,000,000", "999", ""), ["1000000", "999", None]),
        # One that is not written in groups says that the point is none of thousands.
        (("1.000", "2500"), ["1.000", "2500"]),
        (("1.000", "a"), ["1.000", "a"]),
        (("17.5", "A-1"), ["17.5", "A-1"]),
        (("", " "), [None, None]),
    ],
)
def test_numbers_are_read_as_the_system_wrote_them(texts, expected):
    assert ids(*texts) == (expected, None)


@pytest.mark.parametrize("text", ["1.23457E+15", "1e15", "1,2E15"])
def test_a_number_that_was_rounded_is_not_believed(text):
    assert f'"{text}": a spreadsheet has rounded these numbers' in ids("17", text)[1]
