"""A municipality and a year more, by an edit of programme.yml and their export alone."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from modning import coverage, referral, representation, target_group
from modning.charts import intake, shares
from modning.charts.representation import representation_chart
from modning.notebook import start
from modning.protection import protect
from modning.shares import tally
from slicebook import paths, runs
from slicebook.book.contents import chapters
from slicebook.book.pages import notebook_page
from slicebook.book.source import Edition
from slicebook.book.values import Values
from slicebook.evaluation import evaluation
from slicebook.programme import load_programme
from slicebook.shown.house import VEGALITE
from slicebook.slices import Slice
from speak import speak
from surveys.answers import read_answers
from surveys.codebook import load_codebook
from surveys.intake import take_in
from surveys.synthetic import write_exports

NOTEBOOKS = (
    "01_intake/01_coverage",
    "01_intake/02_outreach",
    "03_costs/03_unit_costs",
)
SLICES = [
    Slice("all", "all"),
    Slice("aarhus", "2026"),
]
# A sentence that lists the municipalities takes each share from the municipality's own runs.
LISTING = "01_intake/02_outreach"
OWN = [Slice(place, "all") for place in ("koge", "odense", "aarhus")]


@pytest.fixture(scope="module")
def larger(tmp_path_factory):
    """Give a project with Aarhus and 2026, whose exports were taken in."""
    ours, folder = paths.root(), tmp_path_factory.mktemp("project")
    for name in ("instruments", "data"):
        shutil.copytree(ours / name, folder / name)
    programme = yaml.safe_load((ours / "programme.yml").read_text(encoding="utf-8"))
    codes = {"registration": 3, "baseline": 3, "completion": 3}
    programme["municipalities"]["aarhus"] = {"name": "Aarhus", "codes": codes}
    programme["years"].append(2026)
    programme["collection"]["last"] = date(2026, 6, 30)
    # Nothing is too small to show, so that every sentence of every page is told.
    programme["disclosure"]["threshold"] = 1
    (folder / "programme.yml").write_text(
        yaml.safe_dump(programme, sort_keys=False), encoding="utf-8"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        write_exports(paths.exports())
        take_in([paths.exports()])
        yield folder


@pytest.fixture(scope="module")
def pages(larger):
    """Give the pages of a few notebooks that were run in it, by notebook and slice."""
    ours = Path(__file__).parents[2]
    for name in NOTEBOOKS:
        copy = larger / "notebooks" / f"{name}.ipynb"
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ours / "notebooks" / f"{name}.ipynb", copy)
    for name in ("lib", "book", "uv.lock"):
        (larger / name).symlink_to(ours / name)
    programme = load_programme()
    protect(jobs=1)
    planned = runs.plan(runs.notebook_paths(), SLICES)
    planned += runs.plan([paths.notebooks() / f"{LISTING}.ipynb"], OWN)
    report = runs.execute(planned, jobs=2)
    assert report.failures == []
    values = Values(runs.collect(programme), programme)
    edition = Edition(programme, "en", values, evaluation().titles(programme), synthetic=True)
    return {
        (chapter.name, run.slice.name): notebook_page(run, chapter, edition)
        for chapter in chapters(programme)
        for run in chapter.runs
    }


def cells(page, kind):
    return [cell for cell in json.loads(page.text)["cells"] if cell["cell_type"] == kind]


def shown(page):
    """Return the charts of a page as text, and its tables."""
    outputs = [output for cell in cells(page, "code") for output in cell["outputs"]]
    charts = [
        f"{output['data']} {output['metadata']}"
        for output in outputs
        if VEGALITE in output.get("data", {})
    ]
    tables = [
        "".join(output["data"]["text/html"])
        for output in outputs
        if "text/html" in output.get("data", {}) and VEGALITE not in output["data"]
    ]
    return charts, tables


def test_its_pages_are_built_and_no_sentence_has_a_hole(pages):
    assert len(pages) == len(NOTEBOOKS) * len(SLICES) + len(OWN)
    holes = {}
    for name, page in pages.items():
        text = "\n".join("".join(cell["source"]) for cell in cells(page, "markdown"))
        found = re.findall(r".{0,40}(?:\bNone\b|\bnan\b|[{}]{2}|[ (]–[ .,;:)]).{0,20}", text)
        if page.problems or found:
            holes[name] = (page.problems, found)
    assert holes == {}
    assert pages["01_intake/02_outreach", "aarhus-2026"].title == "Outreach: Aarhus, 2026"


@pytest.mark.parametrize("name", NOTEBOOKS)
@pytest.mark.parametrize("here", ["all-all", "aarhus-2026"])
def test_every_page_shows_it_beside_the_others(pages, name, here):
    charts, tables = shown(pages[name, here])
    if name.startswith("01_intake"):
        assert len(charts) >= 1
        assert [chart[:300] for chart in charts if "Aarhus" not in chart] == []
    else:
        assert any("Aarhus" in one for one in [*charts, *tables])
    if name == "01_intake/01_coverage":
        assert "Aarhus 2026" in tables[0]


def test_sentences_name_every_municipality(pages):
    text = pages[LISTING, "all-all"].text
    listed = re.search(r"Through social media came ([^:]*):", text)[1]
    names = [part.rpartition(" ")[0] for part in listed.split(", ")]
    assert sorted(names) == ["Aarhus", "Køge", "Odense"]


@pytest.fixture
def forms(larger):
    return {form: read_answers(form) for form in load_codebook()}


def test_the_new_municipality_has_answers_and_a_slice_of_its_own(forms):
    assert all((frame["municipality"] == "aarhus").any() for frame in forms.values())
    assert speak("da", start, "aarhus", "2026").title(load_programme()) == "Aarhus, 2026"


def test_tables_have_a_column_for_it_and_for_the_year(forms):
    here = Slice("all", "all")
    table = coverage.form_table(forms, load_codebook(), here, load_programme())
    assert {"Aarhus 2023", "Aarhus 2026", "Køge 2026"} <= set(table.columns)


def test_every_chart_shows_it(forms):
    codebook, programme = load_codebook(), load_programme()
    here = Slice("all", "all")
    registration, form = forms["registration"], codebook["registration"]
    baseline, form_of_start = forms["baseline"], codebook["baseline"]
    charts = [
        intake.submissions_chart(coverage.submissions(forms, here, programme), codebook),
        shares.share_bars(tally(registration, form, "channel")),
        shares.difference_dots(tally(registration, form, "channel")),
        shares.share_bars(target_group.ages(registration, form)),
        intake.violence_chart(registration, form),
        intake.steps_chart(referral.steps(forms, codebook, programme)),
        intake.frequency_chart(baseline, form_of_start),
        intake.duration_chart(tally(baseline, form_of_start, "duration")),
    ]
    for chart in charts:
        assert "Aarhus" in str(chart.table.to_dict()), chart.caption
        assert "Aarhus" in chart.alt + chart.caption
        assert "Aarhus" in str(chart.chart.to_dict())


def test_it_has_a_colour_of_its_own(forms):
    channel = tally(forms["registration"], load_codebook()["registration"], "channel")
    spec = shares.share_bars(channel).chart.to_dict()
    scale = spec["layer"][0]["encoding"]["color"]["scale"]
    assert len(scale["domain"]) == len(set(scale["range"])) == 3


def test_every_pair_of_municipalities_is_compared(forms):
    gender = tally(forms["registration"], load_codebook()["registration"], "gender")
    pairs = {(row.first, row.second) for row in gender.differences().itertuples()}
    assert pairs == {("koge", "odense"), ("koge", "aarhus"), ("odense", "aarhus")}
    names = set(gender.difference_figures()["figure"])
    assert "gender.man.odense_less_aarhus" in names


def test_it_takes_part_in_who_gets_through(forms):
    compared = representation.compare(forms, load_codebook())
    labels = representation.labels(forms, load_codebook())
    n, written = len(forms["registration"]), f"{len(forms['registration']):,}"
    assert compared.loc[0, "n_registered"] == n
    assert f"(n = {written} → " in str(representation_chart(compared, labels).chart.to_dict())
