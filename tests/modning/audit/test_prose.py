"""The attacker reads sentences, headings, drawings, the search and what is printed."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from book.one_book import small_project  # noqa: F401
from book.small_book import within
from modning.audit.numbers import Known, numbers
from modning.audit.prose import packaged, untold
from slicebook import paths
from slicebook.book.citation import UNDATED
from slicebook.programme import load_programme
from slicebook.text import message

WRITTEN = paths.programme()
PROGRAMME = replace(load_programme(), name=message({"en": "Plan 8765"}))
TOPIC = "02_outcomes/09_own"
# By hand: a table, a chart of its data with a round mark on its axis, and a row of a figure.
PAGE = """<title>{title}</title><article class="bd-article">{body}
<table><caption>Of 250 asked</caption><tr><th>Aged 18</th></tr><tr><td>41.7%</td></tr></table>
<figure class="chart"><figcaption><strong class="finding">{finding}</strong>Who</figcaption>
<script class="chart-spec">{{"datasets": {{"a": [{{"n": 0.4166}}]}}}}</script>
<svg aria-label="{aloud}"><g class="mark-text role-axis-label"><text>60</text></g>
<g><text>{drawn}</text></g></svg></figure>
<details class="figure-rows"><ul><li id="figure-gain">Gain: 38.8 (30.2; 47.1)</li></ul></details>
</article>{after}"""
# On a page that is no notebook's: marks of an axis, and a number set in two.
FRONT = """<p>Of 512 there, <b>33</b>44</p>
<g class="mark-text role-axis-label"><text>20</text> <text>40</text></g>"""
FIGURES = pd.DataFrame(
    [("n.baseline", "koge", "2024", 112.0, 30, True), ("gain", "all", "all", 5.25, 640, True),
     ("loss", "all", "all", 7.75, 3, False)],
    columns=["figure", "municipality", "year", "value", "n", "shown"],
).assign(low=None, high=None)  # fmt: skip


@pytest.fixture
def strange(tmp_path, monkeypatch) -> Callable[..., list[str]]:
    """Give what is found in a book of a page by hand and a front page."""
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    (tmp_path / "programme.yml").symlink_to(WRITTEN)
    folder = tmp_path / "en"
    (folder / TOPIC).mkdir(parents=True)
    (folder / "index.html").write_text(FRONT, "utf-8")
    empty = dict.fromkeys(("title", "body", "finding", "aloud", "drawn", "after"), "")

    def found(name: str = "all-all", **said: str) -> list[str]:
        (folder / TOPIC / f"{name}.html").write_text(PAGE.format(**empty | said), "utf-8")
        return list(untold(folder, PROGRAMME, FIGURES))

    return found


@pytest.mark.parametrize(
    ("part", "known", "strange_"),
    [
        # What stands in a table, its heads and its caption, as it is written; a row's, rounded.
        ("body", "41,7 of 250 aged 18", "42"), ("body", "39%, 30 to 47", "48"),
        ("body", "38.8", "38.7"), ("title", "Gain 39, in Plan 8765", "48"),
        # Code and navigation are no sentences, nor is what a number leads to.
        ("body", "<code>48</code><nav>48</nav><pre>48</pre>", "<p>48</p>"),
        ("body", '<a class="figure" href="#figure-gain">39</a>', "<i>48</i>"),
        # A chart's drawing says what its data do, and round numbers on its axes alone.
        ("drawn", "0.42", "0.43"), ("drawn", "38.8", "39"), ("aloud", "0.42", "0.43"),
        ("drawn", "", "60"), ("finding", "39 of 250", "0.42"),
        # The page's name, and its notebook's.
        ("body", "09 of all", "08"), ("after", "48", ""),
    ],
)  # fmt: skip
def test_a_number_that_stands_nowhere_else_is_found(strange, part, known, strange_):
    assert strange(**{part: known}) == []
    for said in filter(None, [strange_]):
        [found] = strange(**{part: said})
        number = max(numbers(said), key=len)
        assert found.startswith(f'en/{TOPIC}/all-all.html: "{number}" in "')


def test_a_sentence_that_says_another_number_than_its_figure_is_found(strange):
    body = '<a class="figure" href="all-all.html#figure-gain">{}</a>'
    assert strange(body=body.format("39 (30 to 47)")) == []
    for said in ("48", "250"):
        [found] = strange(body=body.format(said))
        assert found.endswith(f': "{said}" in "{said}" is not in the row figure-gain')
    [found] = strange(body=body.format("39").replace("-gain", "-none"))
    assert found.endswith("is not in the row figure-none")


def test_what_is_quoted_is_where_the_number_stands(strange):
    """The second time it is another number's part."""
    [found] = strange(body="38.8 of them, and " + "x" * 40 + " then 8 and " + "y" * 40)
    assert found.endswith(f': "8" in "{"x" * 24} then 8 and {"y" * 24}"')


def test_who_reads_another_pages_figure_is_told_its_interval(strange):
    assert strange("koge-2024", body="of 2024, 38.8") == []
    body = '<a class="figure" href="../koge-2024.html#figure-cost">62,000</a>, from 51,000'
    assert len(strange(body=body)) == 2
    there = '<article class="bd-article"><ul><li id="figure-cost">61,897 (51,204)</li></ul>'
    assert strange("odense-2024", after=there) == strange(body=body) == []


def test_what_is_public_is_known_on_its_own_slices_page(strange):
    assert strange("koge-2024", body="112") == []
    assert len(strange("koge-2025", body="112")) == 1


@pytest.mark.parametrize("reads", [True, False])
def test_a_notebook_that_reads_figures_may_say_those_that_are_shown(strange, tmp_path, reads):
    path = tmp_path / "notebooks" / f"{TOPIC}.ipynb"
    path.parent.mkdir(parents=True)
    kept = {"cells": [{"source": ["Of ", "777"]}],
            "metadata": {"modning": {"reads": "results"} if reads else {}}}  # fmt: skip
    path.write_text(json.dumps(kept))
    found = strange(body="777; 5.3; 7.8; 640")
    assert [one.split('"')[1] for one in found] == [*([] if reads else ["5.3"]), "7.8", "640"]


def _searched(folder: Path, said: str) -> None:
    for number in said.split():
        index = {"terms": {}, "titleterms": {}, "titles": {}}
        index[("terms", "titleterms", "titles")[len(number) % 3]][number] = 1
        (folder / "searchindex.js").write_text(f"Search.setIndex({json.dumps(index)})")


def _docx(folder: Path, said: str) -> None:
    with zipfile.ZipFile(folder / "report.docx", "w") as made:
        made.writestr("word/document.xml", f"<w:p><w:r><w:t>{said} left.</w:t></w:r></w:p>")


def _pdf(folder: Path, said: str) -> None:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject({NameObject("/Type"): NameObject("/Font"),
                             NameObject("/Subtype"): NameObject("/Type1"),
                             NameObject("/BaseFont"): NameObject("/Helvetica")})  # fmt: skip
    fonts = DictionaryObject({NameObject("/F"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    text = StreamObject()
    text.set_data(f"BT /F 12 Tf 20 100 Td (Of them {said} left.) Tj ET".encode())
    page[NameObject("/Contents")] = writer._add_object(text)
    writer.write(folder / "brief.pdf")


@pytest.mark.parametrize(
    ("write", "where", "known", "unknown"),
    [
        (_searched, "searchindex.js", "512", "513"), (_searched, "searchindex.js", "3344", "334"),
        (_searched, "searchindex.js", "38", "98765"), (_docx, "report.docx", "512", "513"),
        (_docx, "report.docx", "20", "2040"), (_pdf, "brief.pdf", "512", "513"),
        # Marks of an axis that are printed close.
        (_pdf, "brief.pdf", "204060", "2041"), (_pdf, "brief.pdf", "4020", "4102"),
    ],
)  # fmt: skip
def test_what_the_search_and_paper_say_beyond_the_pages_is_found(
    strange, tmp_path, write, where, known, unknown
):
    write(tmp_path / "en", known)
    assert strange() == []
    write(tmp_path / "en", unknown)
    [found] = strange()
    assert found.startswith(f'en/{where}: "{unknown}" in ')


def test_the_digits_of_the_commit_that_paper_names_are_no_answers(strange, tmp_path, monkeypatch):
    """It is longer on pages, so that its digits may run on there."""
    _docx(tmp_path / "en", "9876")
    assert len(strange()) == 1
    monkeypatch.setattr("modning.audit.paper.committed", lambda: ("8a9876", UNDATED))
    assert strange() == []


def test_the_numbers_of_sections_tables_and_charts_on_paper_are_no_answers(strange, tmp_path):
    page = next((tmp_path / "en").rglob("*.html"))
    linked = '<ul><li><a href="x">Spent</a></li></ul>'
    contents = f'<div class="book-contents"><p>Costs</p>{linked}</div>'
    page.write_text(contents + page.read_text("utf-8"), "utf-8")
    numbered = "78 Costs 78.19 Spent Table 1 : What was spent. Table 2 : How. Figure 1. All of them"
    _docx(tmp_path / "en", numbered)
    assert strange() == []
    _docx(tmp_path / "en", f"{numbered} 78.19")
    assert len(strange()) == 1
    _docx(tmp_path / "en", "Table 1 : What was spent. Table 977 : How.")
    assert ['"977"' in one for one in strange()] == [True]


def test_all_that_the_small_book_says_stands_in_it(small_project):  # noqa: F811
    with within(small_project):
        results = pd.read_parquet(small_project / "build" / "results.parquet")
        assert list(untold(small_project / "build/html/en", load_programme(), results)) == []


@pytest.mark.parametrize("name", ["figures.csv", "figures.json"])
def test_a_figure_that_the_table_of_figures_has_not_is_found_in_the_package(tmp_path, name):
    data = tmp_path / "data"
    data.mkdir()

    def found(given: pd.DataFrame) -> list[str]:
        write = given.to_csv if name.endswith("csv") else partial(given.to_json, orient="records")
        write(data / name)
        return list(packaged(data, shown))

    shown = FIGURES.assign(value=FIGURES["value"].where(FIGURES["shown"]))
    assert found(shown) == []
    assert found(shown.assign(value=shown["value"] * (1 + 1e-12), n=[30, None, None])) == []
    assert found(FIGURES) == [f"data/{name}: loss all all"]
    assert found(shown.assign(n=[30, 641, 3])) == [f"data/{name}: gain all all"]
    assert found(shown.assign(year="2025"))[0] == f"data/{name}: n.baseline koge 2025"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("39%", True), ("38.8", True), ("38,8 %", True), ("38.7", False), ("40", False),
        # Rounded to thousands, as amounts are.
        ("62,000", True), ("62.000 kr.", True), ("63,000", False), ("61.897", True),
        # How many fit into an amount: what is full of 38.8061.
        ("38", True), ("37", False),
    ],
)  # fmt: skip
def test_a_number_is_told_by_what_it_is_a_rounding_of(said, told):
    known = Known(values=[38.8061, 61_897.0])
    [number] = numbers(said)
    assert known.tells(number) is told
