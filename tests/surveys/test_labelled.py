"""What a file is by how it begins, and how many cases it may have."""

import pandas as pd
import pyreadstat
import pytest

from surveys import labelled


@pytest.mark.parametrize(
    ("start", "suffix", "kind"),
    [
        (b"$FL2@(#)", ".x", "sav"),
        (b"$FL3@(#)", ".csv", "sav"),
        (b"xx ASCII SPSS PORT FILE", ".por", "por"),
        (b"<stata_dta><header>", ".csv", "dta"),
        (b"s\x02\0\0", ".dta", "dta"),
        (b"s\x02\0\0", ".bin", None),
        (b"id;age", ".dta", None),
        (b"id;age", ".csv", None),
    ],
)
def test_a_labelled_file_is_known_by_its_first_bytes(start, suffix, kind):
    assert labelled.kind_by_bytes(start, suffix) == kind


@pytest.mark.parametrize("compress", [False, True])
def test_a_file_has_no_more_cases_than_it_has_room_for(compress, tmp_path, monkeypatch):
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(pd.DataFrame({"a": [1.0] * 50}), path, compress=compress)
    labelled._check_size(path, None)
    monkeypatch.setattr(labelled, "_CASES_A_BYTE", 0)
    if compress:
        with pytest.raises(ValueError, match="50 cases, more than it has room for"):
            labelled._check_size(path, None)
    else:
        labelled._check_size(path, None)
