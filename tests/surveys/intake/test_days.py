"""A question about a day, from an export to the store and to other systems' forms."""

from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from ddi_schema import problems
from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.codebook import load_codebook
from surveys.instruments import FORMATS, draft_forms, export_form
from surveys.intake import take_in

MOVED = "\n  - {id: moved, number: 9, type: date, question: {da: Indflyttet, en: Moved in}}\n"


@pytest.fixture
def dated(small: Path, folder: Path) -> Path:
    """Let the registration form of the small programme ask for a day."""
    form = folder / "instruments" / "registration.yml"
    (small / "instruments").unlink()
    (small / "instruments").mkdir()
    for path in form.parent.glob("*.yml"):
        (small / "instruments" / path.name).symlink_to(path)
    (small / "instruments" / form.name).unlink()
    text = form.read_text(encoding="utf-8") + MOVED
    (small / "instruments" / form.name).write_text(text, encoding="utf-8")
    return small


@pytest.mark.usefixtures("dated")
def test_days_are_stored_as_days(
    rows: Callable[..., pd.DataFrame], export: Callable[..., Path]
) -> None:
    days = ["03-02-2024", "2024-02-29", "", "45323", "31-02-2024", "soon"]
    intake = take_in([export(rows(6).assign(moved=days))])
    [facts] = intake.measured
    assert (intake.total.accepted, intake.total.rejected) == (6, 0)
    stored = read_answers("registration")["moved"]
    assert stored.dtype == "datetime64[s]"
    assert stored.dt.strftime("%Y-%m-%d").fillna("").tolist() == [
        "2024-02-03", "2024-02-29", "", "2024-02-01", "", ""
    ]  # fmt: skip
    row = facts.columns.set_index("column").loc["moved"]
    assert (row["answered"], row["missing"], row["aside"]) == (3, 3, 2)
    assert {reason.expected for reason in intake.blanked} == {
        "a day as DD-MM-YYYY, YYYY-MM-DD or a date cell"
    }


@pytest.mark.usefixtures("dated")
def test_equal_answers_of_different_days_are_no_repeat(
    rows: Callable[..., pd.DataFrame], export: Callable[..., Path]
) -> None:
    same = rows(3, submitted=["05-02-2024 10:00:00"] * 3)
    kept = take_in([export(same.assign(moved=["03-02-2024", "04-02-2024", "04-02-2024"]))])
    assert (kept.total.accepted, kept.total.rejected) == (2, 1)


@pytest.mark.usefixtures("dated")
def test_days_of_which_none_tells_day_from_month_are_refused(
    rows: Callable[..., pd.DataFrame], export: Callable[..., Path]
) -> None:
    days = ["3/2/2024", "4/5/2024", "1/6/2024"]
    with pytest.raises(InputError, match='"moved": "3/2/2024": either the day comes first'):
        take_in([export(rows(3).assign(moved=days))])


@pytest.mark.usefixtures("dated")
@pytest.mark.parametrize("kind", FORMATS)
def test_a_day_is_asked_for_in_other_systems_and_drafted_again(kind: str, tmp_path: Path) -> None:
    form = load_codebook(load_programme())["registration"]
    path = export_form(form, kind, tmp_path, "en")
    if kind == "ddi":
        assert problems(ElementTree.parse(path).getroot()) == []
        assert b'category="date"' in path.read_bytes()
        return
    [draft] = draft_forms(path, {"koge": "Køge", "odense": "Odense"}, "registration")
    assert draft.form.item("moved").type == "date"
