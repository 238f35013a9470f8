import pandas as pd
import pytest

from slicebook.tables import show, terminal
from slicebook.text import speaking

FRAME = pd.DataFrame(
    {"Kommune": ["Køge", "Odense"], "Skemaer": [1250, 44], "Andel": [12.4, None], "Vej": ["a", "b"]}
)


@pytest.fixture
def html() -> str:
    with speaking("da"):
        table = show(FRAME, caption="Skemaer & andele", units={"Andel": "percent"})
        return table._repr_html_()


def test_numbers_are_in_the_readers_language(html):
    assert ">1.250<" in html
    assert ">12 %<" in html
    assert ">1,250<" in show(FRAME, caption="Forms")._repr_html_()


def test_a_missing_value_is_a_dash_and_never_nan(html):
    assert ">–<" in html
    assert "nan" not in html.lower()


def test_headers_are_scoped_and_the_caption_escaped(html):
    assert "<caption>Skemaer &amp; andele</caption>" in html
    assert html.count('scope="row"') == 2
    assert html.count('scope="col"') == 4


def test_a_column_without_a_name_has_no_empty_header():
    html = show(pd.DataFrame({"": ["a"], "n": [1]}), caption="x")._repr_html_()
    assert "></th>" not in html
    assert "<td></td>" in html


def test_what_a_cell_says_is_text_and_not_markup():
    frame = pd.DataFrame({"<b>": ["x < y"], "p": [0.0001], "note": ["a < b & c"]})
    html = show(frame, caption="x", units={"p": "probability"})._repr_html_()
    assert "<b>" not in html
    assert "x &lt; y" in html
    assert "&lt; 0.001" in html
    assert "a &lt; b &amp; c" in html


def test_numbers_are_aligned_and_texts_are_not(html):
    assert '<td class="number">1.250</td>' in html
    assert "<td>a</td>" in html


def test_a_word_among_numbers_leaves_them_where_they_stand():
    frame = pd.DataFrame({"place": ["a", "b", "c"], "weeks": [6.5, 9.0, "no end"],
                          "said": ["x", "y", 3]})  # fmt: skip
    html = show(frame, caption="x")._repr_html_()
    assert '<td class="number">no end</td>' in html
    assert "<td>3</td>" in html


def test_a_table_brings_no_style_of_its_own(html):
    assert "<style" not in html
    assert "style=" not in html


def test_a_note_follows_the_table():
    assert "A note" in show(FRAME, caption="x", note="A note")._repr_html_()


def test_a_table_without_rows_is_a_line_that_says_so():
    html = show(FRAME.iloc[:0], caption="Answers < 5")._repr_html_()
    assert html == "<p>Answers &lt; 5: <em>nothing to show</em></p>"


def test_rows_that_say_nothing_but_their_names_are_no_table():
    rows = pd.DataFrame({"place": ["a", "b"], "mean": [None, float("nan")], "odds": ["–", ""]})
    nothing = "<p>Odds: <em>nothing to show</em></p>"
    assert show(rows, caption="Odds")._repr_html_() == nothing
    assert show(rows.assign(n=[3, None]), caption="Odds")._repr_html_() != nothing
    assert show(rows[["place"]], caption="Places")._repr_html_().count("<tr>") == len(rows) + 1


def test_the_terminal_shows_the_same_rows():
    table = terminal(FRAME, title="Forms")
    assert table.title == "Forms"
    assert table.row_count == 2
    assert list(table.columns[2].cells) == ["12.4", ""]
