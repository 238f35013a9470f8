import datetime as dt
import zipfile

import openpyxl
import pytest

from slicebook.errors import InputError
from surveys.intake import xlsx_files
from surveys.intake.xlsx_files import read_xlsx, refuse_lost_values

MEBIBYTE = bytes(1 << 20)
KNOWN = {"answer_id", "submitted", "age"}


@pytest.fixture
def book():
    return openpyxl.Workbook()


def save(book, tmp_path):
    path = tmp_path / "x.xlsx"
    book.save(path)
    return path


def test_cells_become_the_text_a_person_sees(book, tmp_path):
    book.active.append(["answer_id", "submitted", "age", "flag", "half", "word", "none"])
    moment = dt.datetime(2024, 2, 5, 10, 11, 12)
    book.active.append([17, moment, 35.0, True, 0.5, " x ", None])
    book.active.append([18, dt.date(2024, 2, 6), 36, False, -2, "æ", None])
    (grid,) = read_xlsx(save(book, tmp_path), KNOWN)
    cells = {name: grid.column(name).to_pylist() for name in grid.names}
    assert cells == {
        "answer_id": ["17", "18"],
        "submitted": ["2024-02-05 10:11:12", "2024-02-06"],
        "age": ["35", "36"],
        "flag": ["1", "0"],
        "half": ["0.5", "-2"],
        "word": [" x ", "æ"],
        "none": ["", ""],
    }
    assert grid.rows.tolist() == [2, 3]
    assert grid.title == 'x.xlsx, sheet "Sheet"'


def test_the_header_may_stand_below_a_title(book, tmp_path):
    sheet = book.active
    sheet["B2"] = "Besvarelser"
    sheet.merge_cells("B2:D2")
    for row in (["answer_id", "submitted", "age"], [1, "2024-02-05", 35]):
        sheet.append([None, *row])
    (grid,) = read_xlsx(save(book, tmp_path), KNOWN)
    assert grid.names == ("answer_id", "submitted", "age")
    assert grid.rows.tolist() == [4]


def test_hidden_and_empty_sheets_and_charts_are_not_read(book, tmp_path):
    book.active.append(["answer_id"])
    book.active.sheet_state = "hidden"
    book.create_sheet("void").sheet_state = "veryHidden"
    book.create_sheet("empty")
    book.create_chartsheet("chart")
    book.create_sheet("answers").append(["answer_id", "age"])
    assert [grid.sheet for grid in read_xlsx(save(book, tmp_path), KNOWN)] == ["answers"]


def test_a_workbook_with_nothing_to_see(book, tmp_path):
    with pytest.raises(InputError, match=r"x\.xlsx: no visible sheet holds anything"):
        read_xlsx(save(book, tmp_path), KNOWN)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_workbook_cut_off(book, tmp_path, share):
    book.active.append(["answer_id"])
    path = save(book, tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=r"x\.xlsx: not readable as an Excel workbook"):
        read_xlsx(path, KNOWN)


def test_text_named_as_a_workbook(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("answer_id;age\n1;35\n", encoding="utf-8")
    with pytest.raises(InputError, match="not readable as an Excel workbook"):
        read_xlsx(path, KNOWN)


def test_a_sheet_that_spans_everything_is_not_read(book, tmp_path):
    book.active["A1"], book.active["XFD1048576"] = "age", 35
    with pytest.raises(
        InputError, match=r"x\.xlsx: too large to be an export: .* 17179869184 cells"
    ):
        read_xlsx(save(book, tmp_path), KNOWN)


def test_what_unpacks_to_more_than_an_export_is_not_read(book, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_files, "UNPACKED", 64 << 20)
    path = save(book, tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/bomb.bin", "w", force_zip64=True) as bomb,
    ):
        for _ in range(65):
            bomb.write(MEBIBYTE)
    assert path.stat().st_size < len(MEBIBYTE)
    with pytest.raises(InputError, match=r"too large to be an export: 65 MiB unpacked"):
        read_xlsx(path, KNOWN)


def test_a_formula_without_a_stored_value_is_no_blank(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, "=30+5"])
    path = save(book, tmp_path)
    with pytest.raises(InputError, match='sheet "Sheet": row 2, column B: a formula without'):
        refuse_lost_values(path, "Sheet")


def test_an_error_is_no_blank(book, tmp_path):
    second = book.create_sheet("Svar & mere")
    second.append(["answer_id", "age"])
    second.append([1, "#N/A"])
    path = save(book, tmp_path)
    refuse_lost_values(path, "Sheet")
    with pytest.raises(InputError, match="row 2, column B: an Excel error"):
        refuse_lost_values(path, "Svar & mere")


def test_a_formula_with_its_value_is_that_value(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, 35])
    path = with_formula(save(book, tmp_path), b"<f>30+5</f><v>35</v>")
    refuse_lost_values(path, "Sheet")
    assert read_xlsx(path, KNOWN)[0].column("age").to_pylist() == ["35"]


def test_a_formula_whose_value_is_an_empty_text_is_blank(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, 35])
    path = with_formula(save(book, tmp_path), b'<f>""</f><v></v>', attributes=b' t="str"')
    refuse_lost_values(path, "Sheet")
    assert read_xlsx(path, KNOWN)[0].column("age").to_pylist() == [""]


def with_formula(path, formula, attributes=b""):
    """Make the cell with 35 a formula with its stored value, as Excel saves it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = b'<c r="B2" t="n"><v>35</v></c>'
    assert cell in parts[name]
    parts[name] = parts[name].replace(cell, b'<c r="B2"' + attributes + b">" + formula + b"</c>")
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
