"""The tutorial as it stands: its commands, in order, by the installed command; and its book."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[3]
TUTORIAL = ROOT / "docs" / "tutorial"
BLOCK = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
# What must not be read where there is no printed report, and no other programme.
ELSEWHERE = re.compile(r"the report\b|Køge|Odense|violence|INSPIRE|group leader", re.IGNORECASE)


def commands() -> list[str]:
    """Return the tutorial's commands in their order."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    lines = [line for block in BLOCK.findall(text) for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines)
    return [line.removeprefix("$ ") for line in lines]


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the project that the tutorial's commands make, none of which fails."""
    folder = tmp_path_factory.mktemp("tutorial")
    shutil.copytree(TUTORIAL, folder, dirs_exist_ok=True)
    script = "\n".join(["set -e", *commands()])
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {key: value for key, value in os.environ.items() if key != "MODNING_PROJECT"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**environment, "PATH": path},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "work-again"


@pytest.fixture(scope="session")
def figures(project: Path) -> pd.DataFrame:
    """Give all figures of the project's notebooks."""
    return pd.read_csv(project / "build" / "results.csv", dtype={"year": str})


def text_of(page: Path) -> str:
    """Return what a reader sees of a page."""
    found = re.search(r"<article.*?</article>", page.read_text(encoding="utf-8"), re.DOTALL)
    return re.sub(r"<[^>]+>", " ", re.sub(r"<(script|pre|style).*?</\1>", "", found[0], flags=re.S))


def test_every_question_of_every_type_has_its_figures(figures):
    whole = figures[(figures["municipality"] == "all") & (figures["year"] == "all")]
    named = set(whole["figure"])
    assert {"first_talk.employed.yes", "first_talk.months_out.0", "first_talk.help_wanted.course",
            "first_talk.first_contact.2026", "first_talk.satisfied.sat_home.very",
            "last_talk.employed.no", "who5.gain", "employed.yes.gain", "costs.total",
            "criteria.met", "months.mean"} <= named  # fmt: skip


def test_answers_of_which_one_is_given_add_up(figures):
    rows = figures[figures["figure"].isin(["first_talk.employed.yes", "first_talk.employed.no"])]
    sums = rows.groupby(["municipality", "year"])["value"].sum(min_count=2).dropna()
    assert len(sums) > 2
    assert sums.round(9).eq(100).all()


def test_places_and_years_add_up(figures):
    forms = figures[figures["figure"] == "n.first_talk"].set_index(["municipality", "year"])
    counts = forms["value"]
    assert counts["all", "all"] == counts["halden", "all"] + counts["moss", "all"]
    assert counts["all", "all"] == counts["all", "2026"]


def test_a_cost_per_form_is_the_cost_by_the_forms(figures):
    whole = figures[(figures["municipality"] == "all") & (figures["year"] == "all")]
    value = whole.set_index("figure")["value"]
    each = value["costs.total"] / value["n.first_talk"]
    assert value["costs.per_first_talk"] == pytest.approx(each)


def test_every_notebook_has_its_pages(project):
    pages = project / "build" / "html" / "en"
    for notebook in sorted((project / "notebooks").rglob("*.ipynb")):
        name = notebook.relative_to(project / "notebooks").with_suffix("")
        assert (pages / name / "all-all.html").is_file(), name


def test_no_page_speaks_of_a_report_or_of_another_programme(project):
    pages = project / "build" / "html" / "en"
    assert not (pages / "reconciliation.html").exists()
    for page in [pages / "index.html", pages / "methods.html", *pages.glob("*/*/all-all.html")]:
        assert not ELSEWHERE.findall(text_of(page)), page.name


def test_every_page_that_rests_on_made_up_answers_says_so(project):
    pages = sorted((project / "build" / "html" / "en").glob("0*/*/*.html"))
    assert pages
    assert all("made up from the questions alone" in text_of(page) for page in pages)


def test_the_result_of_ones_own_stands_in_a_sentence(project, figures):
    own = figures[figures["figure"] == "months.mean"].set_index(["municipality", "year"])
    page = project / "build" / "html" / "en" / "02_outcomes" / "03_months_out" / "halden-all.html"
    said = f"{own.loc[('halden', 'all'), 'value']:.1f}".removesuffix(".0")
    assert f"On average {said} months" in " ".join(text_of(page).split())
