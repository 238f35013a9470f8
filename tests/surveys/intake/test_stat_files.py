from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from slicebook.errors import InputError
from surveys.intake import stat_files
from surveys.intake.stat_files import read_stat


@pytest.fixture
def path(tmp_path):
    frame = pd.DataFrame(
        {
            "answer_id": [17.0, 18.0, 19.0],
            "submitted": pd.to_datetime(["2024-02-05 10:11:12", None, "2024-02-07 00:00:01"]),
            "gender": [1.0, 2.0, None],
            "weight": [0.5, 1.0, 99.0],
            "comment": ["æøå", "", "x "],
        }
    )
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(
        frame,
        path,
        variable_value_labels={"gender": {1: "Mand", 2: "Kvinde"}},
        missing_ranges={"weight": [99], "gender": [2]},
    )
    return path


def test_a_file_that_breaks_the_reader_down_is_refused():
    """One of many files broken at random; the reader's process ends with a segmentation fault."""
    with pytest.raises(InputError, match=r"damaged\.sav: not readable as an SPSS file"):
        read_stat(Path(__file__).parent / "data" / "damaged.sav", "sav")


@pytest.mark.parametrize("compress", [False, True])
def test_a_file_that_claims_more_cases_than_it_has_room_for_is_refused(compress, tmp_path):
    path, claimed = tmp_path / "x.sav", 989_855_748
    pyreadstat.write_sav(pd.DataFrame({"a": [1.0, 2.0]}), path, compress=compress)
    content = bytearray(path.read_bytes())
    content[80:84] = claimed.to_bytes(4, "little")
    path.write_bytes(content)
    with pytest.raises(InputError, match=f"{claimed} cases, more than it has room for"):
        read_stat(path, "sav")


def test_numbers_dates_and_text(path):
    grid = read_stat(path, "sav")
    assert {name: grid.column(name).to_pylist() for name in grid.names} == {
        "answer_id": ["17", "18", "19"],
        "submitted": ["2024-02-05 10:11:12", "", "2024-02-07 00:00:01"],
        "gender": ["1", "2", ""],
        "weight": ["0.5", "1", "99"],
        "comment": ["æøå", "", "x"],
    }
    assert grid.rows.tolist() == [1, 2, 3]


def test_labels_and_declared_missing_values(path):
    grid = read_stat(path, "sav")
    assert grid.labels == {"gender": {"1": "Mand", "2": "Kvinde"}}
    assert grid.missing == {"weight": [(99.0, 99.0)], "gender": [(2.0, 2.0)]}


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.97])
def test_a_file_cut_off(path, share):
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(InputError, match=r"x\.sav: not readable as an SPSS file"):
        read_stat(path, "sav")


def test_another_file_named_as_one(path):
    path.write_bytes(b"answer_id;age\n1;2\n" * 100)
    with pytest.raises(InputError, match=r"x\.sav: not readable as an SPSS file"):
        read_stat(path, "sav")


def test_a_date_beyond_all_calendars_is_one_message(path):
    frame = pd.DataFrame({"answer_id": [1.0], "submitted": [-1e20]})
    pyreadstat.write_sav(frame, path, variable_format={"submitted": "DATETIME20"})
    with pytest.raises(InputError, match=r"x\.sav: not readable as an SPSS file"):
        read_stat(path, "sav")


def test_a_variable_that_lost_its_name_is_one_message(path, monkeypatch):
    frame, meta = pyreadstat.read_sav(path, user_missing=True)
    meta.missing_ranges[None] = [{"lo": 2.0, "hi": 2.0}]
    monkeypatch.setattr(stat_files, "read_labelled", lambda *_: (frame, meta))
    with pytest.raises(InputError, match=r"x\.sav: not readable .*no name"):
        read_stat(path, "sav")
