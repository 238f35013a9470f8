import datetime as dt
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest

from slicebook.errors import InputError
from surveys.intake import xlsx_checks
from surveys.intake.binary_workbooks import lost_in_xls, lost_in_xlsb
from surveys.intake.containers import read_tables
from surveys.intake.heads import Familiar
from surveys.intake.workbooks import lost_values as of_workbook
from surveys.intake.workbooks import read_workbook
from surveys.intake.xlsx_checks import hidden_rows, lost_values

MEBIBYTE = bytes(1 << 20)
KNOWN = Familiar(frozenset({"answer_id", "submitted", "age"}))


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
    (grid,) = read_workbook(save(book, tmp_path), "xlsx", KNOWN)
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
    (grid,) = read_workbook(save(book, tmp_path), "xlsx", KNOWN)
    assert grid.names == ("answer_id", "submitted", "age")
    assert grid.rows.tolist() == [4]


def test_hidden_and_empty_sheets_and_charts_are_not_read(book, tmp_path):
    book.active.append(["answer_id"])
    book.active.sheet_state = "hidden"
    book.create_sheet("void").sheet_state = "veryHidden"
    book.create_sheet("empty")
    book.create_chartsheet("chart")
    book.create_sheet("answers").append(["answer_id", "age"])
    assert [grid.sheet for grid in read_workbook(save(book, tmp_path), "xlsx", KNOWN)] == [
        "answers"
    ]


def test_a_workbook_with_nothing_to_see(book, tmp_path):
    with pytest.raises(InputError, match=r"x\.xlsx: no visible sheet holds anything"):
        read_workbook(save(book, tmp_path), "xlsx", KNOWN)


def test_a_part_that_is_damaged_though_the_reader_does_not_mind(book, tmp_path):
    book.active.append(["answer_id", "submitted", "age"])
    saved, damaged = save(book, tmp_path), tmp_path / "y.xlsx"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(damaged, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
    content = damaged.read_bytes()
    assert content.count(b"<workbookProtection") == 1
    damaged.write_bytes(content.replace(b"<workbookProtection", b"<workbookPr0tection"))
    with pytest.raises(InputError, match=r"y\.xlsx: not readable as an Excel workbook"):
        read_workbook(damaged, "xlsx", KNOWN)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_workbook_cut_off(book, tmp_path, share):
    book.active.append(["answer_id"])
    path = save(book, tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=r"x\.xlsx: not readable as an Excel workbook"):
        read_workbook(path, "xlsx", KNOWN)


def test_text_named_as_a_workbook_is_read_as_text(tmp_path):
    path = tmp_path / "x.xlsx"
    path.write_text("answer_id;age\n1;35\n", encoding="utf-8")
    (grid,) = read_tables(path, KNOWN, {"age"})
    assert grid.column("age").to_pylist() == ["35"]
    assert grid.notes == ("read as what it is, delimited text",)


def test_a_blank_in_the_last_row_is_no_million_of_rows(book, tmp_path):
    book.active.append(["answer_id", "submitted", "age"])
    book.active.append([1, "2024-02-05", 35])
    book.active["C1048576"] = " "
    (grid,) = read_workbook(save(book, tmp_path), "xlsx", KNOWN)
    assert grid.column("age").to_pylist() == ["35", " "]


def test_day_numbers_may_count_from_1904_and_dates_stand_beside_text(book, tmp_path):
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["answer_id", "submitted"])
    book.active.append([1, dt.datetime(2024, 2, 5)])
    book.active.append([2, "13-02-2024"])
    (grid,) = read_workbook(save(book, tmp_path), "xlsx", KNOWN)
    assert (grid.calendar, grid.mixed) == (1904, {"submitted"})


def test_rows_that_a_filter_hides_are_counted(book, tmp_path):
    book.active.append(["answer_id"])
    book.active.append([1])
    book.active.row_dimensions[2].hidden = True
    assert hidden_rows(save(book, tmp_path), "Sheet") == 1


def test_a_sheet_that_spans_everything_is_not_read(book, tmp_path):
    book.active["A1"], book.active["XFD1048576"] = "age", 35
    with pytest.raises(
        InputError, match=r"x\.xlsx: too large to be an export: .* 17179869184 cells"
    ):
        read_workbook(save(book, tmp_path), "xlsx", KNOWN)


@pytest.mark.parametrize("said", [b"", b'<dimension ref="A1:B2"/>'])
def test_a_sheet_that_hides_what_it_spans_is_not_read(book, tmp_path, said):
    book.active["A1"], book.active["XFD1048576"] = "age", 35
    path = save(book, tmp_path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(rb"<dimension[^>]*/>", said, sheet)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(InputError, match=r"too large to be an export: .* 17179869184 cells"):
        read_workbook(path, "xlsx", KNOWN)


def test_what_unpacks_to_more_than_an_export_is_not_read(book, tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx_checks, "UNPACKED", 64 << 20)
    path = save(book, tmp_path)
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/bomb.bin", "w", force_zip64=True) as bomb,
    ):
        for _ in range(65):
            bomb.write(MEBIBYTE)
    assert path.stat().st_size < len(MEBIBYTE)
    with pytest.raises(InputError, match=r"too large to be an export: 65 MiB unpacked"):
        read_workbook(path, "xlsx", KNOWN)


def test_a_formula_without_a_stored_value_is_no_blank(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, "=30+5"])
    path = save(book, tmp_path)
    (message,) = lost_values(path, "Sheet")
    assert 'sheet "Sheet": row 2, column B: a formula without' in message


def test_an_error_is_no_blank(book, tmp_path):
    second = book.create_sheet("Svar & mere")
    second.append(["answer_id", "age"])
    second.append([1, "#N/A"])
    path = save(book, tmp_path)
    assert not lost_values(path, "Sheet")
    assert "row 2, column B: an Excel error" in lost_values(path, "Svar & mere")[0]


def test_an_error_in_a_sheet_that_was_joined_is_no_blank(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, 30])
    second = book.create_sheet("More")
    second.append(["answer_id", "age"])
    second.append([2, "#N/A"])
    path = save(book, tmp_path)
    (first, _) = read_workbook(path, "xlsx", KNOWN)
    whole = replace(first, parts=("Sheet", "More"))
    (said,) = of_workbook(path, "xlsx", whole)
    assert "row 2, column B: an Excel error" in said
    assert of_workbook(path, "xlsx", first) == []


def test_an_error_in_a_binary_workbook_is_no_blank(tmp_path):
    path = tmp_path / "answers.xls"
    place = (4).to_bytes(2, "little") + (2).to_bytes(2, "little") + b"\x11\x00"
    error, formula = b"\x05\x02\x08\x00", b"\x06\x00\x16\x00"
    path.write_bytes(b"#" + error + place + b"\x17\x01#")
    assert "row 5, column 3: an Excel error" in next(lost_in_xls(path))
    path.write_bytes(formula + place + b"\x02\x00\x07\x00\x00\x00\xff\xff")
    assert "row 5, column 3" in next(lost_in_xls(path))
    path.write_bytes(error + place + b"\x01\x00")
    assert list(lost_in_xls(path)) == []


def test_an_error_in_a_workbook_of_records_is_no_blank(tmp_path):
    def part(cell):
        row, number = (6).to_bytes(4, "little"), (3).to_bytes(4, "little")
        return b"\x00\x11" + row + bytes(13) + bytes([cell, 9]) + number + bytes(4) + b"\x2a"

    path = tmp_path / "answers.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.bin", part(3))
        archive.writestr("xl/worksheets/sheet2.bin", part(2))
    said = (
        "answers.xlsb: row 7, column 4: an Excel error stands here; expected an answer or a blank"
    )
    assert list(lost_in_xlsb(path)) == [said]
    with zipfile.ZipFile(path, "w") as archive:  # a part that was cut off within a number
        archive.writestr("xl/worksheets/sheet1.bin", part(3) + b"\x80")
    assert list(lost_in_xlsb(path)) == [said]


def test_tags_may_have_a_prefix(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, "#N/A"])
    path = rewritten(save(book, tmp_path), lambda part: part.replace(b"<c ", b"<x:c "))
    assert "row 2, column B: an Excel error" in lost_values(path, "Sheet")[0]


def test_a_formula_with_its_value_is_that_value(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, 35])
    path = with_formula(save(book, tmp_path), b"<f>30+5</f><v>35</v>")
    assert not lost_values(path, "Sheet")
    assert read_workbook(path, "xlsx", KNOWN)[0].column("age").to_pylist() == ["35"]


def test_a_formula_whose_value_is_an_empty_text_is_blank(book, tmp_path):
    book.active.append(["answer_id", "age"])
    book.active.append([1, 35])
    path = with_formula(save(book, tmp_path), b'<f>""</f><v></v>', attributes=b' t="str"')
    assert not lost_values(path, "Sheet")
    assert read_workbook(path, "xlsx", KNOWN)[0].column("age").to_pylist() == [""]


def with_formula(path, formula, attributes=b""):
    """Make the cell with 35 a formula with its stored value, as Excel saves it."""
    cell = b'<c r="B2" t="n"><v>35</v></c>'

    def change(part):
        assert cell in part
        return part.replace(cell, b'<c r="B2"' + attributes + b">" + formula + b"</c>")

    return rewritten(path, change)


def rewritten(path, change):
    """Change the first sheet's own text."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path
