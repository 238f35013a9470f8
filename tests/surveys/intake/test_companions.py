"""Descriptions of a survey beside its export: what they say of columns, and data without names."""

import numpy as np
import pyarrow as pa
import pytest

from slicebook.errors import InputError
from surveys.intake.companions import described, is_description, joined, repeated_headers
from surveys.intake.containers import read_tables
from surveys.intake.grid import Grid
from surveys.intake.heads import Familiar
from surveys.intake.spss_text import read_data, told

SYNTAX = """*$Rev: 121017 $ all 2.
GET DATA
 /TYPE=TXT
 /VARIABLES=
 V1 F7
 V2 A5
 V3 F1.
CACHE.
VARIABLE LABELS V1 "id".
VARIABLE LABELS V2 "Om ""volden"" fortsætter".
VARIABLE LABELS V3 "[Egne børn] Børn".
*Define Value labels.
VALUE LABELS  V2
 "A1" "Ja."
 "A2" "Nej, it's over".
VALUE LABELS  V3
 1 "Ja"
 0 "Ikke valgt".
RENAME VARIABLE ( V1 = id ).
RENAME VARIABLE ( V2 = G01Q02 ).
"""
LSS = """<document>
<groups><rows><row><gid>1</gid><group_order>0</group_order></row></rows></groups>
<questions><rows>
<row><qid>1</qid><gid>1</gid><type>L</type><title>Q1</title><question_order>1</question_order>
<question>Køn</question><language>da</language><other>Y</other></row>
<row><qid>2</qid><gid>1</gid><type>F</type><title>Q2</title><question_order>2</question_order>
<question>Vold</question><language>da</language></row>
</rows></questions>
<subquestions><rows><row><qid>3</qid><parent_qid>2</parent_qid><gid>1</gid><title>SQ001</title>
<question>Fysisk</question><language>da</language></row></rows></subquestions>
<answers><rows>
<row><qid>1</qid><code>A1</code><answer>Mand</answer><language>da</language></row>
<row><qid>2</qid><code>A1</code><answer>Aldrig</answer><language>da</language></row>
</rows></answers></document>"""
DICTIONARY = [
    "Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label",
    "Choices, Calculations, OR Slider Labels", "Matrix Group Name",
]  # fmt: skip


@pytest.fixture
def syntax(tmp_path):
    path = tmp_path / "survey_1_SPSS_syntax_file.sps"
    path.write_text(SYNTAX, encoding="utf-8")
    return path


def test_syntax_names_columns_and_labels_values(syntax):
    first, second, third = told(syntax)
    assert (first.name, first.title, first.labels) == ("id", "id", {})
    assert second.name == "G01Q02"
    assert second.title == 'Om "volden" fortsætter'
    assert second.labels == {"A1": "Ja.", "A2": "Nej, it's over"}
    assert (third.name, third.labels) == ("V3", {"1": "Ja", "0": "Ikke valgt"})


def test_data_get_their_names_from_the_syntax_beside_them(syntax):
    data = syntax.with_name("survey_1_SPSS_data_file.dat")
    data.write_text("'1','A2','1'\n2,'it''s, so',\n", encoding="utf-8-sig")
    grid = read_data(data)
    assert grid.names == ("id", "g01q02", "v3")
    assert [cells.to_pylist() for cells in grid.cells] == [
        ["1", "2"], ["A2", "it's, so"], ["1", ""]
    ]  # fmt: skip
    data.write_text("'1','A2'\n", encoding="utf-8")
    with pytest.raises(InputError, match="row 1 has 2 values, but survey_1_SPSS"):
        read_data(data)
    syntax.unlink()
    with pytest.raises(InputError, match=r"put the one \.sps file"):
        read_data(data)


def test_limesurveys_file_says_what_codes_mean(tmp_path):
    path = tmp_path / "survey.lss"
    path.write_text(LSS, encoding="utf-8")
    found = {one.name: one for one in described(path)}
    assert found["Q1"].labels == {"A1": "Mand", "-oth-": "Andet"}
    assert found["Q2_SQ001"].title == "Vold - Fysisk"
    assert found["Q2_SQ001"].labels == {"A1": "Aldrig"}
    assert "Q1_other" in found


def test_a_dictionary_of_redcap_is_known_by_its_headings(tmp_path):
    path = tmp_path / "Project_DataDictionary.csv"
    rows = [
        DICTIONARY,
        ["spm1", "skema", "", "checkbox", "Børn", '"1, Hjemme | 2, Ude"', ""],
        ["spm2_a", "skema", "Vold", "radio", "Fysisk", '"1, Aldrig | 2, Ofte"', "spm2"],
    ]
    head = ",".join(f'"{name}"' for name in DICTIONARY)
    lines = [",".join(row) for row in rows[1:]]
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    assert is_description(path, DICTIONARY)
    assert not is_description(path, ["answer_id", "submitted"])
    found = {one.name: one for one in described(path)}
    assert found["spm1_2"].title == "Børn - Ude"
    assert (found["spm2_a"].title, found["spm2_a"].labels["2"]) == ("Vold - Fysisk", "Ofte")


REDCAP = """FILE HANDLE data1 NAME='Project_DATA_NOHDRS.csv' LRECL=90000.
DATA LIST FREE
\tFILE = data1
\t/record_id (A500)
\tgender (F3)
\tchildren___1 (F3) .

VARIABLE LABELS record_id 'Record ID'
\t/gender 'Køn'
\t/children___1 'Børn (choice=Egne børn)'
\t.
VALUE LABELS gender 1 'Mand' 2 'Kvinde' /
\tchildren___1 0 'Unchecked' 1 'Checked' .
EXECUTE.
"""


def test_redcaps_data_without_headings_get_them_from_its_syntax(tmp_path):
    (tmp_path / "Project_SPSS.sps").write_text(REDCAP, encoding="utf-8")
    (tmp_path / "other.sps").write_text(SYNTAX, encoding="utf-8")
    data = tmp_path / "Project_DATA_NOHDRS.csv"
    data.write_text('"1",2,0\n"to, tre",1,1\n', encoding="utf-8")
    [grid] = read_tables(data, Familiar(), ())
    assert grid.names == ("record_id", "gender", "children___1")
    assert grid.column("record_id").to_pylist() == ["1", "to, tre"]
    found = {one.name: one for one in told(tmp_path / "Project_SPSS.sps")}
    assert found["gender"].labels == {"1": "Mand", "2": "Kvinde"}
    assert found["children___1"].title == "Børn (choice=Egne børn)"


def grid(*rows, names=("a", "b", "c", "d"), sheet=None, **entries):
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    cells = tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns)
    return Grid(
        "x.csv", sheet, tuple(names), cells, np.arange(len(rows)), headings=names, **entries
    )


@pytest.mark.parametrize(
    ("names", "row", "again"),
    [
        ("abcd", "abcd", True),
        # Three of the first six are enough, two are not.
        ("abcd", "abcx", True),
        ("abcd", "abxy", False),
        ("abcdefg", "axxxxfg", False),
        ("ABC", "abc", True),
        ("ab", "ab", True),
        ("ab", "ax", False),
        # Of one column an answer may be called as it is.
        ("a", "a", False),
    ],
)
def test_a_row_that_repeats_the_header_is_known(names, row, again):
    told = grid([*row], ["1"] * len(names), names=tuple(names))
    assert repeated_headers(told).tolist() == [again, False]


def test_a_column_without_a_name_repeats_none():
    told = grid(["", "", "c", "d"], names=("", "", "c", "d"))
    assert repeated_headers(told).tolist() == [False]


def parts(*names, rows=2):
    """Return the sheets of a workbook that hold each some columns."""
    return [
        grid(*[["1"] * len(one)] * rows, names=tuple(one), notes=("n",), sheet=f"Dataset ({at})")
        for at, one in enumerate(names, start=1)
    ]


def test_sheets_that_hold_other_columns_of_the_same_rows_are_one_table():
    other = grid(["1"], names=("z",), sheet="Else")
    [whole, rest] = joined([*parts("ab", "cd"), other])
    assert (whole.names, whole.sheet) == (tuple("abcd"), None)
    assert whole.parts == ("Dataset (1)", "Dataset (2)")
    assert whole.notes == ("n", "2 sheets joined side by side")
    assert rest is other
    for apart in (parts("ab", "bc"), parts("ab"), [*parts("ab"), parts("ab", "cd", rows=3)[1]]):
        assert joined(apart) == apart


def test_variables_stand_in_the_order_of_the_data_and_not_of_their_labels(tmp_path):
    path = tmp_path / "x.sps"
    path.write_text(
        "GET DATA\n /TYPE=TXT\n /VARIABLES=\n V1 F7\n V2 A5.\nVARIABLE LABELS V2 'Two'.\n"
        "VARIABLE LABELS V1 'One'.\nSAVE /OUTFILE='a' /KEEP=V2 V1.\n"
    )
    assert [(one.name, one.title) for one in told(path)] == [("V1", "One"), ("V2", "Two")]


XML = """<?xml version="1.0"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>
<Row><Cell><Data ss:Type="String">id</Data></Cell><Cell><Data ss:Type="String">age</Data></Cell>
<Cell><Data ss:Type="String">submitted</Data></Cell></Row>
<Row ss:Index="4"><Cell ss:Index="2"><Data ss:Type="Number">30</Data></Cell>
<Cell><Data ss:Type="DateTime">2024-02-05T10:11:12.000</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">b</Data></Cell></Row>
</Table></Worksheet></Workbook>
"""


def test_a_workbook_of_2003_leaves_rows_and_cells_out_that_are_blank(tmp_path):
    path = tmp_path / "x.xml"
    path.write_text(XML, encoding="utf-8")
    [read] = read_tables(path, Familiar(frozenset({"id", "age", "submitted"})), ())
    assert read.rows.tolist() == [2, 3, 4, 5]
    assert read.column("id").to_pylist() == ["", "", "", "b"]
    assert read.column("age").to_pylist() == ["", "", "30", ""]
    assert read.column("submitted").to_pylist()[2] == "2024-02-05T10:11:12"
