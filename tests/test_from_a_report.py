"""The page on entering a printed report, its files and what it says comes of them."""

import re
from io import StringIO
from pathlib import Path

import pandas as pd

from slicebook.reconcile import FAILING, read_differences, read_published, reconcile, said

PAGE = (Path(__file__).parents[1] / "docs" / "from-a-report.md").read_text(encoding="utf-8")
FIGURES = StringIO(
    "figure,municipality,year,value,low,high,shown,notebook\n"
    "n.enrolment,all,all,81,,,True,01_intake/01_coverage\n"
    "enrolment.housing.homeless,all,all,64.2,,,True,01_intake/02_enrolment\n"
    "who5.gain,all,all,9.1,,,True,02_outcomes/01_who5\n"
)


def block(name: str) -> str:
    return re.search(rf"<!-- {re.escape(name)} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)[1]


def test_the_files_of_the_page_are_read_and_say_what_it_says(tmp_path):
    for name in ("published.csv", "known_differences.csv"):
        (tmp_path / name).write_text(block(name), encoding="utf-8")
    figures, published = pd.read_csv(FIGURES), read_published(tmp_path / "published.csv")
    nothing = read_differences(tmp_path / "known_differences.csv").iloc[:0]
    assert "\n".join(said(reconcile(figures, published, nothing))) + "\n" == block("said")
    known = read_differences(tmp_path / "known_differences.csv")
    assert not reconcile(figures, published, known)["status"].isin(FAILING).any()
