"""A municipality and a year more, by an edit of programme.yml and their export alone."""

import shutil
from datetime import date

import pytest
import yaml

from modning import coverage
from modning.balance import balance
from modning.charts import shares
from modning.charts.balance import balance_chart
from modning.charts.funnel import funnel_chart
from modning.charts.submissions import submissions_chart
from modning.funnel import funnel
from modning.notebook import start
from modning.protection import protect
from modning.questions import counted
from modning.shares import tally
from slicebook import paths
from slicebook.programme import load_programme
from slicebook.slices import Slice
from slicebook.text import message
from speak import speak
from surveys.answers import read_answers
from surveys.codebook import load_codebook
from surveys.disclosure import FORM
from surveys.intake import take_in
from worlds.exports import write_own

FORMS = (30, 20, 15)
ANSWERS = {("koge", 2025): FORMS, ("odense", 2025): FORMS, ("aarhus", 2025): FORMS,
           ("aarhus", 2026): FORMS}  # fmt: skip


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
        write_own(paths.exports(), ANSWERS, load_programme())
        take_in([paths.exports()])
        protect(jobs=1)
        yield folder


@pytest.fixture
def forms(larger):
    frames = {form: read_answers(form) for form in load_codebook()}
    for form, frame in frames.items():
        frame.attrs[FORM] = form
    return frames


def test_the_new_municipality_has_answers_and_a_slice_of_its_own(forms):
    assert all((frame["municipality"] == "aarhus").any() for frame in forms.values())
    assert speak("da", start, "aarhus", "2026").title(load_programme()) == "Aarhus, 2026"


def test_tables_have_a_row_for_it_and_for_the_year(forms):
    here = Slice("all", "all")
    table = coverage.form_table(forms, load_codebook(), here, load_programme())
    rows = set(table["Municipality and year"])
    assert {"Aarhus 2023", "Aarhus 2026", "Køge 2026"} <= rows


def test_every_chart_shows_it(forms):
    codebook, programme = load_codebook(), load_programme()
    here = Slice("all", "all")
    registration, form = forms["registration"], codebook["registration"]
    baseline = forms["baseline"]
    first, second = message("Contact"), message("Started")
    steps = funnel({"contact": (first, registration), "started": (second, baseline)})
    charts = [
        submissions_chart(coverage.submissions(forms, here, programme), codebook),
        shares.share_bars(tally(registration, form, "channel")),
        shares.difference_dots(tally(registration, form, "channel")),
        shares.share_bars(counted(registration, "age")),
        shares.stacked_rows(registration, form, "violence"),
        funnel_chart(steps, ""),
        shares.stacked_places(counted(baseline, "duration")),
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


def test_a_caption_names_each_of_several_municipalities_once(forms):
    gender = tally(forms["registration"], load_codebook()["registration"], "gender")
    chart = shares.difference_dots(gender)
    assert all(chart.caption.count(f"{name} (n = ") == 1 for name in ("Køge", "Odense", "Aarhus"))
    assert "each less those named after it" in chart.caption
    assert "Odense less Aarhus" in str(chart.table.to_dict())


def test_it_takes_part_in_who_gets_through(forms):
    sides = [counted(forms[form], "gender") for form in ("registration", "baseline")]
    compared = balance({"gender": (message("Gender"), *sides)})
    n, written = len(forms["registration"]), f"{len(forms['registration']):,}"
    assert compared.table.loc[0, "n_first"] == n
    assert f"(n = {written} → " in str(balance_chart(compared).chart.to_dict())
