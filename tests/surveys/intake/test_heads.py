"""Where a table's header stands, by what its first rows hold."""

import pytest

from surveys.intake.csv_files import read_csv
from surveys.intake.heads import WITHIN, Familiar, Head, find_head

KNOWN = Familiar(frozenset({"id", "age", "town"}))
ANSWERS = [["1", "30", "3"], ["2", "41", "4"], ["3", "52", "3"]]


@pytest.mark.parametrize("above", [0, 1, 3])
def test_titles_above_are_passed_over(above):
    titles = [["Udtræk af 5. maj", "", ""]] * above
    assert find_head([*titles, ["id", "age", "town"], *ANSWERS], KNOWN) == Head(
        above, 1, ("id", "age", "town")
    )


def test_one_known_word_does_not_make_a_header():
    """A title may be one; the first wide row of words is the header then."""
    rows = [["Town", "", ""], ["No.", "How old", "Where"], *ANSWERS]
    assert find_head(rows, KNOWN).at == 1


def test_options_stand_under_questions_that_span_columns():
    names = ["id", "Which help?", "", "", "Age"]
    parts = ["", "Advice", "A bed", "None", "Response"]
    found = find_head([names, parts, ["1", "1", "0", "0", "30"]], KNOWN)
    assert found.headings == (
        "id", "Which help? - Advice", "Which help? - A bed", "Which help? - None", "Age",
    )  # fmt: skip
    assert (found.at, found.rows) == (0, 2)


def test_an_answer_in_the_first_column_makes_no_row_of_options():
    """A column without a heading may hold words that somebody wrote."""
    rows = [["id", "age", ""], ["1", "30", "a remark"], ["2", "41", ""]]
    assert find_head(rows, KNOWN) == Head(0, 1, ("id", "age", ""))


def test_a_first_column_without_a_heading_has_no_question_above_it():
    """As R and pandas write row names."""
    rows = [["", "age", "town"], ["a", "30", "3"], ["b", "41", "4"]]
    assert find_head(rows, KNOWN) == Head(0, 1, ("", "age", "town"))


def test_a_header_of_two_rows_is_found_as_far_down_as_is_looked(tmp_path):
    titles = ["A title"] * (WITHIN - 1)
    lines = [*titles, "id;Which help?;;age", ";Advice;A bed;", "1;1;0;30", "2;0;1;41"]
    path = tmp_path / "x.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    read = read_csv(path, KNOWN, ())
    assert read.headings == ("id", "Which help? - Advice", "Which help? - A bed", "age")
    assert read.column("age").to_pylist() == ["30", "41"]
