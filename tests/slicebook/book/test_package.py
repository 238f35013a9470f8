"""The figures for machines: valid by the standard's own library, the same in both formats."""

import io
import json

import pandas as pd
import pytest
from frictionless import Package

from slicebook.book.package import DESCRIPTION, DESCRIPTIONS, RECORDS, TABLE, write_package
from slicebook.editions import MOVED
from slicebook.programme import load_programme
from slicebook.results import COLUMNS

ROWS = """\
figure,municipality,year,value,low,high,n,unit,shown,notebook,kind
channel.police,all,2024,12.5,8.1,18.7,104,percent,true,01_intake/02_outreach,invented
channel.police,koge,2024,,,,,percent,false,01_intake/02_outreach,invented
n.baseline,all,all,112,,,,forms,true,01_intake/01_coverage,printed
"""


@pytest.fixture
def package(tmp_path):
    rows = pd.read_csv(io.StringIO(ROWS), dtype={"year": str})
    moved = pd.DataFrame(columns=MOVED)
    write_package(rows, load_programme(), tmp_path / "data", moved)
    return tmp_path / "data"


def test_the_package_is_valid_by_the_standard(package):
    report = Package(str(package / DESCRIPTION)).validate()
    assert report.valid, report.flatten(["message"])
    assert [task.place for task in report.tasks] == [TABLE, RECORDS]


@pytest.mark.parametrize(
    ("old", "new"), [("12.5,", "many,"), ("koge", "all"), ("low,high", "high,low")]
)
def test_a_table_that_is_not_as_described_is_found(package, old, new):
    table = package / TABLE
    table.write_text(table.read_text().replace(old, new), encoding="utf-8")
    assert not Package(str(package / DESCRIPTION)).validate().valid


def test_both_formats_have_the_same_rows(package):
    records = json.loads((package / RECORDS).read_text(encoding="utf-8"))
    table = pd.read_csv(package / TABLE, dtype={"year": str})
    assert [list(record) for record in records] == [COLUMNS] * 3
    assert records[1]["value"] is None
    assert records[1]["shown"] is False
    again = pd.DataFrame(records).astype(table.dtypes)
    pd.testing.assert_frame_equal(again, table)


def test_every_column_is_described():
    assert list(DESCRIPTIONS) == COLUMNS


def test_a_small_number_has_all_its_digits_in_both_formats(tmp_path):
    small = ROWS.replace("12.5,8.1,18.7", "2.83506043058e-12,,")
    rows = pd.read_csv(io.StringIO(small), dtype={"year": str})
    write_package(rows, load_programme(), tmp_path / "data", pd.DataFrame(columns=MOVED))
    record = json.loads((tmp_path / "data" / RECORDS).read_text(encoding="utf-8"))[0]
    assert record["value"] == 2.83506043058e-12
    assert "2.83506043058e-12" in (tmp_path / "data" / TABLE).read_text(encoding="utf-8")
