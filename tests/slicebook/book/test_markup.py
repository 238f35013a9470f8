"""Tables, CSV and drawings as HTML."""

import pytest
from markupsafe import Markup

from slicebook.book.chart_mime import csv_text, file_name, own_ids
from slicebook.book.markup import cell_text, table
from speak import speak


@pytest.mark.parametrize(
    ("value", "english", "danish"),
    [
        (1234.5, "1,234.5", "1.234,5"),
        (1234567, "1,234,567", "1.234.567"),
        (0.1 + 0.2, "0.3", "0,3"),
        (2.0, "2", "2"),
        (0.00012, "0.00012", "0,00012"),
        (None, "–", "–"),
        (float("nan"), "–", "–"),
        ("a < b", "a < b", "a < b"),
        (True, "True", "True"),
    ],
)
def test_a_cell_is_written_in_the_readers_language(value, english, danish):
    assert cell_text(value) == english
    assert speak("da", cell_text, value) == danish


def test_a_table_escapes_and_names_its_rows():
    html = table('Shares & "more"', ["Who", "n < 5"], [("<a>", 3), ("b", "x")])
    assert '<th scope="row">&lt;a&gt;</th>\n  <td class="number">3</td>' in html
    assert '<th scope="col">n &lt; 5</th>' in html
    assert 'aria-label="Shares &amp; &#34;more&#34;"' in html
    assert "\n\n" not in html  # which would end it, in Markdown


def test_cells_of_a_card_say_what_they_are_and_what_is_html_already_stays():
    link = Markup('<a href="b.html">b</a>')
    html = table("Shares", ["Who", "Share", "n"], [(link, "1%", 3)], names=True, cards=True)
    assert html.startswith('<div class="table-scroll stacked cards"')
    assert '<th scope="row"><code><a href="b.html">b</a></code></th>' in html
    assert '<td data-head="Share">1%</td>\n  <td class="number" data-head="n">3</td>' in html


def test_csv_has_the_numbers_of_the_table_with_a_decimal_point():
    text = csv_text(["Who", "Share"], [["a, b", 0.1 + 0.2], ["c", None], ["d", 1234567.0]])
    assert text == 'Who,Share\n"a, b",0.3\nc,\nd,1234567\n'


def test_a_text_in_a_download_is_no_formula():
    """Words of a researcher's own codes get there, and a spreadsheet would follow them."""
    words = ["=HYPERLINK(1)", "+1", "-a", "@x", "a=b"]
    text = csv_text(["=Who"], [[word] for word in words] + [[-1.5]])
    assert text.split() == ["'=Who", "'=HYPERLINK(1)", "'+1", "'-a", "'@x", "a=b", "-1.5"]


def test_ids_of_a_drawing_and_what_refers_to_them_move_together():
    svg = '<clipPath id="c1"/><g clip-path="url(#c1)"><use href="#c1"/></g><text fill="#0072B2"/>'
    assert own_ids(svg, "n") == (
        '<clipPath id="n-c1"/><g clip-path="url(#n-c1)"><use href="#n-c1"/></g>'
        '<text fill="#0072B2"/>'
    )


def test_a_file_is_named_by_its_caption():
    assert file_name("Køge: før/efter (95 %)") == "køge-før-efter-95.csv"
