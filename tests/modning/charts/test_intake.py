import re

import pandas as pd
import pytest

from modning import coverage, interviews, referral, representation
from modning.charts import courses, intake
from modning.charts import interviews as evidence_charts
from modning.charts import model as model_charts
from modning.charts import representation as representation_charts
from modning.courses import load_modules
from modning.model import load_model
from modning.shares import tally
from random_answers import random_answers
from slicebook.programme import load_programme
from slicebook.shown.house import Chart, Notice
from slicebook.slices import Slice
from slicebook.text import Link
from speak import speak
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
PROGRAMME = load_programme()
PARTS = load_model()
both_languages = pytest.mark.parametrize("language", ["da", "en"])


@pytest.fixture
def forms():
    return {id: random_answers(form, 80, seed) for seed, (id, form) in enumerate(CODEBOOK.items())}


@pytest.fixture
def empty():
    return {id: random_answers(form, 0) for id, form in CODEBOOK.items()}


def data_of(chart):
    spec = chart.chart.to_dict()
    return pd.DataFrame([row for rows in spec["datasets"].values() for row in rows])


def draws(chart):
    """Tell whether a chart can be shown: it has its drawing, words and numbers."""
    assert isinstance(chart, Chart)
    data, _ = chart._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")
    assert chart.caption
    assert chart.alt
    assert not chart.table.empty
    return True


@both_languages
def test_submissions_mark_the_changes_and_who_dates_them(forms, language):
    here = Slice("all", "all")
    table = coverage.submissions(forms, here, PROGRAMME)
    chart = speak(language, intake.submissions_chart, table, CODEBOOK)
    assert draws(chart)
    for change in PROGRAMME.changes.values():
        assert str(change.date) in chart.caption
    assert chart.caption.count({"da": "antaget", "en": "assumed"}[language]) == 1


def test_a_change_outside_the_slice_is_not_marked(forms):
    table = coverage.submissions(forms, Slice("all", "2025"), PROGRAMME)
    chart = intake.submissions_chart(table, CODEBOOK)
    assert "2024" not in chart.caption


def test_the_steps_say_how_many_of_a_hundred_and_how_many(forms):
    steps = referral.steps(forms, CODEBOOK, PROGRAMME)
    chart = intake.steps_chart(steps)
    assert draws(chart)
    drawn = data_of(chart).set_index(["series", "label"])
    koge = steps[steps["municipality"] == "koge"].set_index("step")
    row = drawn.loc[(f"Køge (n = {koge.loc['contact', 'count']})", "Completed (completion form)")]
    assert row["text"].endswith(f"({koge.loc['completed', 'count']})")
    assert row["per_hundred"] == koge.loc["completed", "per_hundred"]


def test_a_step_that_few_reached_is_left_out(forms):
    forms["completion"] = forms["completion"].query("municipality == 'koge'").head(4)
    chart = intake.steps_chart(referral.steps(forms, CODEBOOK, PROGRAMME))
    completed = data_of(chart).query("label == 'Completed (completion form)'")
    assert completed["series"].str.startswith("Odense").all()
    assert completed["per_hundred"].tolist() == [0]


@both_languages
def test_violence_and_its_frequency_are_drawn_a_panel_a_municipality(forms, language):
    registration, baseline = CODEBOOK["registration"], CODEBOOK["baseline"]
    for chart in (
        speak(language, intake.violence_chart, forms["registration"], registration, "Figur 2.3"),
        speak(language, intake.frequency_chart, forms["baseline"], baseline),
    ):
        assert draws(chart)
        panels = data_of(chart)["panel"].unique()
        assert [panel.split(" (")[0] for panel in panels] == ["Køge", "Odense"]


def test_every_answer_of_the_form_has_a_place_in_the_stacked_bars():
    baseline = CODEBOOK["baseline"]

    def ids(item):
        return {option.id for option in baseline.item(item).options}

    assert set(intake.FREQUENCY_COLOURS) == ids("violence_frequency")
    assert set(intake.CONTINUES_COLOURS) == ids("violence_continues")
    drawn = [id for level in intake.DURATION_LEVELS for id in level.answers]
    assert sorted(drawn) == sorted(ids("duration"))
    violence = [id for level in intake.VIOLENCE_LEVELS for id in level.answers]
    registration = CODEBOOK["registration"].item("violence").options
    assert sorted(violence) == sorted(o.id for o in registration if o.id != "not_relevant")


@both_languages
def test_duration_and_whether_violence_goes_on_fill_the_bar(language):
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 800)
    for chart in (
        speak(language, intake.duration_chart, tally(answers, form, "duration"), "Figur 2.8"),
        speak(language, intake.continues_chart, tally(answers, form, "violence_continues")),
    ):
        assert draws(chart)
        assert data_of(chart).groupby("label")["percent"].sum().to_numpy() == pytest.approx(100)


@both_languages
def test_modules_are_drawn_with_their_elements(language):
    chart = speak(language, courses.elements_chart, load_modules(PARTS), PARTS)
    assert draws(chart)
    assert list(chart.table.columns)[1:] == ["Køge", "Odense"]
    assert isinstance(
        speak(language, courses.elements_chart, load_modules(PARTS).head(0), PARTS), Notice
    )


@both_languages
def test_those_who_get_through_are_drawn_by_feature(forms, language):
    compared = representation.compare(forms, CODEBOOK)
    labels = speak(language, representation.labels, forms, CODEBOOK)
    chart = speak(language, representation_charts.representation_chart, compared, labels)
    assert draws(chart)
    assert len(chart.table) == len(compared)
    titles = re.findall(r"\(n = 80 → 80\)", str(chart.chart.to_dict()))
    assert len(titles) >= compared["feature"].nunique()
    few = {**forms, "baseline": forms["baseline"].head(4)}
    compared = representation.compare(few, CODEBOOK)
    chart = speak(language, representation_charts.representation_chart, compared, labels)
    assert isinstance(chart, Notice)


@both_languages
def test_the_model_is_drawn_and_leads_to_its_pages(language):
    chart = speak(language, model_charts.model_chart, PARTS)
    assert draws(chart)
    assert "../../01_intake/02_outreach/all-all.html" in set(data_of(chart)["href"])
    assert [part.label[language] for part in PARTS] == chart.table.iloc[:, 0].tolist()
    table = speak(language, model_charts.part_table, PARTS)
    address = "../../01_intake/03_referral/all-all.html"
    assert (Link("Referral", address, titled=True),) in table.iloc[:, -1].tolist()


@both_languages
def test_what_findings_stand_on_is_drawn_line_by_line(language):
    everybody = interviews.register(interviews.load("staff"), interviews.load("citizen"))
    evidence = interviews.completed(interviews.load("evidence"), everybody)
    findings = interviews.load("findings")
    said = findings["label"].map(lambda label: label[language])
    labels = dict(zip(findings["finding"], said, strict=True))
    standing = interviews.standing(evidence, findings)
    chart = speak(language, evidence_charts.standing_chart, standing, labels)
    assert draws(chart)
    assert chart.table.iloc[:, 0].tolist() == list(labels.values())
    keep_meeting = chart.table.set_index(chart.table.columns[0]).loc[labels["keep_meeting"]]
    assert "2≠" in keep_meeting.tolist()


def test_nothing_to_show_is_a_sentence(empty):
    here = Slice("all", "all")
    registration = CODEBOOK["registration"]
    charts = [
        intake.submissions_chart(coverage.submissions(empty, here, PROGRAMME), CODEBOOK),
        intake.steps_chart(referral.steps(empty, CODEBOOK, PROGRAMME)),
        intake.violence_chart(empty["registration"], registration),
        evidence_charts.standing_chart(pd.DataFrame(), {}),
    ]
    assert all(isinstance(chart, Notice) for chart in charts)
