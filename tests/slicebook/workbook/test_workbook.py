"""The workbook as people and programs open it, by what gptables' checklist asks of one."""

import json
import re
import zipfile
from copy import deepcopy
from datetime import datetime
from io import BytesIO
from xml.etree import ElementTree

import nbformat
import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from slicebook.book.contents import Entry, Part
from slicebook.book.made_up import marked
from slicebook.files import WRITTEN
from slicebook.programme import load_programme
from slicebook.shown.static import VEGALITE
from slicebook.text import speaking
from slicebook.workbook import words
from slicebook.workbook.build import WRITERS, workbook
from slicebook.workbook.cells import NOTHING, OTHER_PAGE, Form, cell, made_up
from slicebook.workbook.pages import Page, Table, behind, tables
from slicebook.workbook.sheets import joined
from slicebook.workbook.xlsx import pattern

TITLE = "Evalueringen: alle tabeller"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE, TEXT, TABLE = (f"{{{NAMES}:{name}:1.0}}" for name in ("office", "text", "table"))


def page(place: str, year: str, topic: str = "02_outcomes/01_gain") -> Page:
    return Page(f"{topic}/{place}-{year}", place, f"Fremgang: {place}")


def table(
    of: Page,
    n: int,
    *rows: tuple[str, ...],
    caption: str = "Andele",
    synthetic: bool = True,
    made_up: bool = False,
) -> Table:
    columns, cells = ("Svar", f"Køge (n = {n}), %"), (tuple(map(cell, row)) for row in rows)
    return Table(of, "shares", synthetic, caption, columns, tuple(cells), made_up=made_up)


@pytest.fixture
def sheets(monkeypatch):
    """Give the sheets of a table on two pages, and of one on another page."""
    with speaking("da"):
        found = joined(
            [
                table(page("koge", "2023"), 25, ("Ja", "37,5 %"), ("Nej", "tilbageholdt")),
                table(page("koge", "all"), 1250, ("Ja", "–"), ("Nej", "−1.301,5")),
                table(page("all", "all", "03_costs/01_prices"), 9, ("=1+1", "1.250 kr.")),
            ],
            load_programme(),
        )
        yield workbook(found, TITLE, load_programme())


def rows_of(content: bytes, sheet: str) -> list[tuple]:
    return list(openpyxl.load_workbook(BytesIO(content))[sheet].iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("language", "text", "number", "form"),
    [
        ("da", "1.301,50", 1301.5, Form("", "", 2, True)),
        ("en", "1,301.50", 1301.5, Form("", "", 2, True)),
        ("da", "37,1 %", 0.371, Form("", " %", 1)),
        ("en", "−0.3", -0.3, Form("", "", 1)),
        ("da", "5–10", None, Form()),
        ("en", "007", None, Form()),
    ],
)
def test_what_is_a_number_in_the_language_is_one_in_the_cell(language, text, number, form):
    with speaking(language):
        made = cell(text)
    assert (made.text, made.number, made.form) == (text, number, form)


def test_what_pages_of_a_topic_share_is_one_table_that_says_where_a_row_is_from(sheets):
    shared, alone = sheets[3:]
    assert shared.columns == (
        "Sidens kommune", "Sidens år", "Svar", "Køge (n)", "Køge, %",
    )  # fmt: skip
    assert [[one.text for one in row] for row in shared.rows] == [
        ["Køge", "2023", "Ja", "25", "37,5 %"],
        ["Køge", "2023", "Nej", "25", "tilbageholdt"],
        ["Køge", "alle år", "Ja", "1250", NOTHING],
        ["Køge", "alle år", "Nej", "1250", "−1.301,5"],
    ]
    assert alone.columns == ("Svar", "Køge (n = 9), %")
    assert [sheet.name for sheet in sheets] == ["Forside", "Indhold", "Noter", "1.1", "2.1"]


def test_shorthand_is_explained_and_every_sheet_leads_to_it(sheets):
    _, contents, notes, *tables = sheets
    explained = {row[0].text for row in notes.rows}
    assert {"tilbageholdt", NOTHING, OTHER_PAGE, "n"} <= explained
    for sheet in tables:
        assert {"#Noter", "#Indhold"} <= {line.link for line in sheet.lines}
    assert [row[0].link for row in contents.rows] == ["#1.1", "#2.1"]


def test_excel_has_one_table_a_sheet_no_merged_or_empty_cell_and_a_title_and_language(sheets):
    book = openpyxl.load_workbook(BytesIO(WRITERS[".xlsx"](sheets, TITLE, "da")))
    assert (book.properties.title, book.properties.language) == (TITLE, "da")
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet.views.sheetView[0].selection[0].activeCell == "A1"
        assert len(sheet.tables) == (sheet.title != "Forside")
        for area in sheet.tables.values():
            assert all(one.value not in (None, "") for row in sheet[area.ref] for one in row)


def test_excel_has_numbers_written_as_on_the_page_and_no_formula(sheets):
    book = openpyxl.load_workbook(BytesIO(WRITERS[".xlsx"](sheets, TITLE, "da")))
    share, text = book["1.1"]["E7"], book["2.1"]["A7"]
    assert (share.value, share.number_format) == (0.375, "0.0 %")
    assert (text.value, text.data_type) == ("=1+1", "s")
    assert book["2.1"]["B7"].number_format == '#,##0" kr."'


def test_opendocument_has_the_same_cells_and_a_title_and_language(sheets):
    with zipfile.ZipFile(BytesIO(WRITERS[".ods"](sheets, TITLE, "da"))) as archive:
        assert archive.namelist()[0] == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        content, styles, meta = (
            archive.read(f"{name}.xml").decode() for name in ("content", "styles", "meta")
        )
    assert f"<dc:title>{TITLE}</dc:title><dc:language>da</dc:language>" in meta
    assert 'fo:language="da"' in styles
    assert "spanned" not in content
    tables = ElementTree.fromstring(content).iter(f"{TABLE}table")
    for sheet, there in zip(sheets, tables, strict=True):
        assert there.get(f"{TABLE}name") == sheet.name
        rows = [["".join(one.itertext()) for one in row.iter(f"{TABLE}table-cell")]
                for row in there.iter(f"{TABLE}table-row")]  # fmt: skip
        lines = [[line.text] for line in sheet.lines]
        heads = [list(sheet.columns)] if sheet.columns else []
        assert rows == [*lines, *heads, *([one.text for one in row] for row in sheet.rows)]


@pytest.mark.parametrize("kind", WRITERS)
def test_a_strict_reader_finds_every_sheet_and_cell(sheets, kind):
    book = CalamineWorkbook.from_filelike(BytesIO(WRITERS[kind](sheets, TITLE, "da")))
    assert book.sheet_names == [sheet.name for sheet in sheets]
    last = book.get_sheet_by_name(sheets[-1].name).to_python()
    assert last[len(sheets[-1].lines)] == list(sheets[-1].columns)
    assert last[-1][-1] == sheets[-1].rows[-1][-1].number


@pytest.mark.parametrize("kind", WRITERS)
def test_a_file_is_packed_and_has_nothing_of_its_moment(sheets, kind):
    first = WRITERS[kind](sheets, TITLE, "da")
    assert WRITERS[kind](sheets, TITLE, "da") == first
    with zipfile.ZipFile(BytesIO(first)) as archive:
        parts = archive.namelist()
        packed = [one for one in archive.infolist() if one.filename != "mimetype"]
        assert {one.compress_type for one in packed} == {zipfile.ZIP_DEFLATED}
        assert {one.date_time for one in archive.infolist()} == {WRITTEN.timetuple()[:6]}
        written = re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", "".join(map(str, map(archive.read, parts))))
        assert {datetime.fromisoformat(one) for one in written} <= {WRITTEN.replace(tzinfo=None)}


def test_each_sheet_and_the_contents_say_of_what_kind_its_numbers_are():
    prices = "03_costs/01_prices"
    with speaking("en"):
        found = joined(
            [
                table(page("koge", "all"), 25, ("Yes", "37.5%"), made_up=True),
                table(page("all", "all", "01_intake/01_coverage"), 25, ("Forms", "9")),
                table(page("all", "all", prices), 9, ("Wages", "1,250"), synthetic=False),
            ],
            load_programme(),
        )
        _, contents, _, *shown = workbook(found, TITLE, load_programme())
        assert [row[-1].text for row in contents.rows] == [
            "made up", "printed or computed", "printed or computed"
        ]  # fmt: skip
        said = [{line.text for line in sheet.lines} for sheet in shown]
        told = str(words.SHEET_MADE_UP), str(words.SHEET_REAL)
        assert [[one in lines for one in told] for lines in said] == [
            [True, False], [False, True], [False, False]
        ]  # fmt: skip
        real = [table(page("koge", "all"), 25, ("Yes", "37.5%"), synthetic=False)]
        _, contents, *_ = workbook(joined(real, load_programme()), TITLE, load_programme())
        assert str(words.KIND) not in contents.columns


def test_a_page_s_mark_of_what_is_made_up_reaches_its_tables(tmp_path):
    contents = [Part("A", (Entry("a/b/all-all", "B", "a/b/"),))]
    (tmp_path / "index.md").write_text("# Front", encoding="utf-8")
    html = "<table><caption>A</caption><thead><tr><th>A</th></tr></thead><tbody></tbody></table>"
    said = {"caption": "C", "svg": "<svg></svg>", "table": {"columns": ["A"], "rows": []}}
    outputs = [
        nbformat.v4.new_output("display_data", {"text/html": html}),
        nbformat.v4.new_output("display_data", {VEGALITE: {}}, metadata={VEGALITE: said}),
    ]
    real = [deepcopy(one) for one in outputs]
    cells = [nbformat.v4.new_markdown_cell("# B"), nbformat.v4.new_code_cell(outputs=real),
             nbformat.v4.new_code_cell(outputs=[marked(one) for one in outputs])]  # fmt: skip
    (tmp_path / "a/b").mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "a/b/all-all.ipynb")
    assert [one.made_up for one in tables(behind(contents, tmp_path))] == [False, False, True, True]


def test_made_up_numbers_have_a_mark_beside_real_ones(tmp_path):
    rows = [["2023", 7, 37.5, "3.0 (2.9; 3.1)"], ["2024", 8, None, "few"], ["2025", 9, 5, "1"]]
    said = {"caption": "C", "svg": "<svg></svg>", "table": {"columns": list("ABCD"), "rows": rows}}
    output = nbformat.v4.new_output("display_data", {VEGALITE: {}}, metadata={VEGALITE: said})
    code = nbformat.v4.new_code_cell(outputs=[marked(output)])
    code.metadata["real"] = {"columns": [1], "rows": [2]}
    with speaking("en"):
        [found] = tables([("a/b/all-all", "B", "# B", [("a", code.metadata, code.outputs)])])
        assert pattern(made_up(cell("37.5%")).form) == '0.0%" [m]"'
    texts = [[one.text for one in row] for row in found.rows]
    assert texts == [["2023", "7", "37.5", "3.0 (2.9; 3.1) [m]"], ["2024", "8", "[x]", "few"],
                     ["2025", "9", "5", "1"]]  # fmt: skip
    assert [one.form.after for one in found.rows[0]] == ["", "", " [m]", ""]


@pytest.mark.parametrize(
    ("synthetic", "report", "said"),
    [
        (False, False, words.OWN),
        (True, True, words.SYNTHETIC),
        (True, False, words.SYNTHETIC_ALONE),
    ],
)
def test_the_cover_says_whose_answers_they_are(tmp_path, monkeypatch, synthetic, report, said):
    intake = tmp_path / "build" / "data" / "intake.json"
    printed = tmp_path / "data" / "report" / "published.csv"
    for folder in (intake.parent, printed.parent):
        folder.mkdir(parents=True)
    intake.write_text(json.dumps({"synthetic": synthetic, "forms": {}}))
    if report:
        printed.touch()
    programme = load_programme()
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    [cover, *_] = workbook([], TITLE, programme)
    assert cover.lines[2].text == str(said)


def test_a_frame_shown_as_pandas_does_has_the_title_of_its_page(tmp_path):
    output = nbformat.v4.new_output(
        "execute_result", {"text/html": pd.DataFrame({"n": [12]}).to_html()}, execution_count=1
    )
    book = nbformat.v4.new_notebook()
    book.cells = [
        nbformat.v4.new_markdown_cell("# Mine: here"),
        nbformat.v4.new_code_cell("frame", outputs=[output]),
    ]
    nbformat.write(book, tmp_path / "index.ipynb")
    [found] = tables(behind([], tmp_path))
    assert (found.caption, found.rows) == ("Mine: here", ((cell("0"), cell("12")),))


def test_other_workbooks_keep_their_font(sheets):
    """A default that is shared by all workbooks of the process is not written over."""
    before = openpyxl.Workbook()._fonts[0].name
    with speaking("da"):
        WRITERS[".xlsx"](sheets, TITLE, "da")
    assert openpyxl.Workbook()._fonts[0].name == before
