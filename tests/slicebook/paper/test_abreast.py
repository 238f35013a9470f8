"""Charts that follow one another stand abreast on paper where each stays legible."""

import re
from datetime import UTC, datetime

import altair as alt
import docx
import pandas as pd
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from slicebook.paper.abreast import HALF, LEAST, in_pairs, narrowed, width_of
from slicebook.paper.docx import TEXT_WIDTH, write_docx
from slicebook.paper.page import Printer, _figures
from slicebook.paper.pdf import write_pdf
from slicebook.shown.house import Chart
from slicebook.shown.static import VEGALITE, drawn

NARROW, WIDE = "a row", "a row with a name of so many words that it fills half a page alone"
ABOUT = {"title": "A report", "subtitle": "Of charts", "lang": "en", "page": "page",
         "toc-title": "Contents"}  # fmt: skip
DATE = datetime(2026, 1, 2, tzinfo=UTC)


def chart(row: str = NARROW, **size: int):
    data = pd.DataFrame({"row": [row], "share": [40], "text": ["40"]})
    bars = alt.Chart(data, **size).encode(
        alt.Y("row:N", axis=alt.Axis(labelLimit=900)), alt.X("share:Q")
    )
    drawing = alt.layer(bars.mark_bar(), bars.mark_text().encode(text="text:N"), **size)
    data, said = Chart(drawing, "Shares. Of all.", "A bar.", data)._repr_mimebundle_()
    return data[VEGALITE], {**said[VEGALITE], "svg": drawn(data[VEGALITE])}


@pytest.mark.parametrize("size", [{}, {"width": 500}])
def test_a_chart_gives_way_in_its_plot_alone(size):
    spec, said = chart(**size)
    narrow = narrowed(spec, said["svg"])
    assert width_of(said["svg"]) > HALF >= width_of(narrow) > 0.9 * HALF
    letters = [set(re.findall(r'font-size="[\d.]+px"', svg)) for svg in (narrow, said["svg"])]
    assert letters[0] == letters[1] != set()


def test_a_facet_gives_way_too():
    spec, _ = chart()
    faceted = {**{key: spec[key] for key in ("$schema", "config", "datasets", "data")},
               "facet": {"row": {"field": "row"}}, "spec": {"layer": spec["layer"]}}  # fmt: skip
    assert width_of(narrowed(faceted, drawn(faceted))) <= HALF


def test_two_abreast_and_what_is_too_wide_alone():
    narrow, wide = chart(), chart(WIDE)
    assert narrowed(wide[0], wide[1]["svg"]) is None
    assert list(map(len, in_pairs([narrow] * 3))) == [2, 1]
    assert list(map(len, in_pairs([narrow, wide, narrow, narrow]))) == [1, 1, 2]
    assert list(in_pairs([wide])) == [[wide[1]]]
    assert LEAST < HALF / 2


@pytest.fixture
def html(tmp_path):
    (tmp_path / "figures").mkdir()
    to = Printer(tmp_path, tmp_path / "figures", ())
    return "<h1 id='a'>A part</h1>" + "".join(_figures([chart(), chart(width=300)], to))


def test_the_pdf_has_both_charts_on_one_line(html, tmp_path):
    pdf = PdfReader(write_pdf(html, tmp_path / "report.pdf", ABOUT, DATE))
    at = []

    def note(text, place, *_font):
        if text.startswith("Figure"):
            at.append((round(place[4]), round(place[5])))

    pdf.pages[-1].extract_text(visitor_text=note)
    (left, top), (right, beside) = at
    assert (top, left < right) == (beside, True)


def test_the_word_file_has_them_in_a_table_without_rules(html, tmp_path):
    report = docx.Document(str(write_docx(html, tmp_path / "report.docx", ABOUT, DATE)))
    [table] = report.tables
    assert [[one.style.name for one in cell.paragraphs] for cell in table.rows[0].cells] == [
        ["Image Caption", "Captioned Figure"]
    ] * 2
    assert not table._tbl.xpath(".//w:tblBorders")
    widths = [int(one.get("cx")) for one in table._tbl.iter(qn("wp:extent"))]
    assert all(0 < width < TEXT_WIDTH / 2 for width in widths)


def test_only_a_drawing_that_takes_half_a_page_is_tall(tmp_path):
    (tmp_path / "figures").mkdir()
    to = Printer(tmp_path, tmp_path / "figures", ())
    [low], [tall] = (list(_figures([chart(height=height)], to)) for height in (300, 900))
    assert low.startswith("<figure><img")
    assert tall.startswith('<figure class="tall"><img')
