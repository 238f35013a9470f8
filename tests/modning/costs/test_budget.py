"""A budget by place: totals, and for each form that came in."""

from pathlib import Path

import pandas as pd
import pytest

from modning import costs
from slicebook.ending import Ended
from slicebook.slices import Slice
from surveys.disclosure.pattern import SLICE

LINES = """\
line,phase,activity,item,municipality,period,quantity,unit,low,high,priced_by,percent_of,currency,\
vat,price_year,price_year_basis,payer,source
staff.koge,running,Staff,Worker,koge,2024,2,years,500,600,,,NOK,not stated,2024,stated,town,-
staff.odense,running,Staff,Worker,odense,2024,1,years,500,500,,,NOK,not stated,2024,stated,town,-
shared,running,Staff,Manager,all,2024,1,lump sum,100,100,,,NOK,not stated,2024,stated,town,-
rate,price,Prices,An hour,all,2024,1,hours,1,1,,,NOK,not stated,2024,stated,town,-
"""


@pytest.fixture
def lines(tmp_path: Path) -> pd.DataFrame:
    path = tmp_path / "costs.csv"
    path.write_text(LINES, encoding="utf-8")
    return costs.load_lines(path)


def answers(koge: int, odense: int) -> pd.DataFrame:
    return pd.DataFrame({"municipality": ["koge"] * koge + ["odense"] * odense})


def test_a_places_lines_are_its_own_and_all_places_have_every_one(lines):
    own = costs.budget_figures(lines, Slice("koge", "all"), {"baseline": answers(10, 0)})
    value = own.set_index("figure")[["low", "value", "high"]].astype(float)
    assert value.loc["costs.total"].tolist() == [1000, 1100, 1200]
    assert value.loc["costs.per_baseline"].tolist() == [100, 110, 120]
    whole = costs.budget_figures(lines, Slice("all", "all"), {})
    assert whole["value"].astype(float).tolist() == [1700]
    assert whole["unit"].tolist() == ["NOK"]


@pytest.mark.parametrize(("forms", "n"), [(4, None), (0, 0)])
def test_few_forms_divide_nothing(lines, forms, n):
    own = costs.budget_figures(lines, Slice("koge", "all"), {"baseline": answers(forms, 0)})
    each = own.set_index("figure").loc["costs.per_baseline"]
    assert pd.isna(each["value"])
    assert each["n"] == n if n is not None else pd.isna(each["n"])


def test_a_place_without_a_line_ends_its_notebook_and_divides_nothing(tmp_path):
    (tmp_path / "costs.csv").write_text("".join(LINES.splitlines(True)[:2]), encoding="utf-8")
    lines = costs.load_lines(tmp_path / "costs.csv")
    with pytest.raises(Ended, match="recorded for Odense"):
        costs.budget_figures(lines, Slice("odense", "all"), {})
    forms = {"baseline": answers(10, 90)}
    whole = costs.budget_figures(lines, Slice("all", "all"), forms).set_index("figure")
    assert float(whole.loc["costs.per_baseline", "value"]) == 110
    shown = costs.budget_table(lines, forms)
    assert shown["frame"].iloc[:, 0].tolist() == ["Køge"]
    assert shown["note"].endswith("for Odense, so the forms from there do not count here.")


def test_the_answers_of_one_place_give_its_row_alone(lines):
    mine = answers(0, 8)
    mine.attrs[SLICE] = Slice("odense", "all")
    assert costs.budget_table(lines, {"baseline": mine})["frame"].iloc[:, 0].tolist() == ["Odense"]


def test_each_place_is_a_row_from_its_low_to_its_high_end(lines):
    shown = costs.budget_table(lines, {"baseline": answers(10, 2)})
    assert shown["frame"].iloc[:, :3].to_numpy().tolist() == [
        ["Køge", "NOK 1,000 – NOK 1,200", "NOK 100 – NOK 120"],
        ["Odense", "NOK 500", "–"],
    ]
