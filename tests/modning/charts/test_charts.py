import re

import pandas as pd
import pytest
from babel.dates import format_date

from cells import run_cells
from modning import coverage, interviews
from modning.balance import balance
from modning.charts import interviews as evidence_charts
from modning.charts import model as model_charts
from modning.charts.balance import balance_chart
from modning.charts.funnel import funnel_chart
from modning.charts.matrix import matrix_chart
from modning.charts.shares import stacked_places, stacked_rows
from modning.charts.submissions import submissions_chart
from modning.funnel import funnel
from modning.model import load_model
from modning.questions import counted
from random_answers import random_answers
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.shown.house import Chart, Notice
from slicebook.slices import Slice
from slicebook.text import Link, message
from speak import speak
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
PROGRAMME = load_programme()
PARTS = load_model()
TOGETHER = {"da": "Alle kommuner", "en": "All municipalities"}
both_languages = pytest.mark.parametrize("language", ["da", "en"])


@pytest.fixture
def forms():
    return {id: random_answers(form, 80, seed) for seed, (id, form) in enumerate(CODEBOOK.items())}


@pytest.fixture
def real(monkeypatch):
    """Let answers be real, whatever was last taken in."""
    for name in ("modning.charts.notes.manifest", "modning.between.manifest"):
        monkeypatch.setattr(name, lambda: {"synthetic": False, "forms": {}})


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
    chart = speak(language, submissions_chart, table, CODEBOOK)
    assert draws(chart)
    for change in PROGRAMME.changes.values():
        day = format_date(change.date, "long", locale=language)
        assert day in chart.caption
    assert chart.caption.count({"da": "antaget", "en": "assumed"}[language]) == 1


def test_a_change_outside_the_slice_is_not_marked(forms):
    table = coverage.submissions(forms, Slice("all", "2025"), PROGRAMME)
    chart = submissions_chart(table, CODEBOOK)
    assert "2024" not in chart.caption


def steps(forms):
    registration = forms["registration"]
    assessed = counted(registration, "sara"), "assessed"
    return funnel({
        "contact": (message("Contact"), registration),
        "assessed": (message("Assessed"), *assessed),
        "completed": (message("Completed"), forms["completion"]),
    })  # fmt: skip


def test_the_steps_say_how_many_of_a_hundred_and_how_many(forms):
    found = steps(forms)
    chart = funnel_chart(found, "From contact to completed")
    assert draws(chart)
    drawn = data_of(chart).set_index(["series", "label"])
    table = found.table()
    koge = table[table["municipality"] == "koge"].set_index("step")
    row = drawn.loc[(f"Køge (n = {koge.loc['contact', 'count']})", "Completed")]
    assert row["text"].endswith(f"({koge.loc['completed', 'count']})")
    assert row["per_hundred"] == koge.loc["completed", "per_hundred"]


def test_the_steps_say_of_a_recorded_figure_how_many_come_through(forms):
    found = steps(forms)
    finding = funnel_chart(found, "", "funnel").finding
    assert set(finding.of) <= set(found.figures("funnel")["figure"])
    assert [*finding.of.values()] == [{"first": "Contact", "label": "Completed"}]


def test_a_step_that_few_reached_is_left_out(forms):
    forms["completion"] = forms["completion"].query("municipality == 'koge'").head(4)
    completed = data_of(funnel_chart(steps(forms), "")).query("label == 'Completed'")
    assert completed["series"].str.startswith("Odense").all()
    assert completed["per_hundred"].tolist() == [0]


@both_languages
def test_grids_are_drawn_a_panel_a_municipality(forms, language, real):
    both, alone = ["Køge", "Odense"], [TOGETHER[language]]
    grids = (("registration", "violence", both), ("baseline", "violence_frequency", alone))
    for form, item, places in grids:
        chart = speak(language, stacked_rows, forms[form], CODEBOOK[form], item)
        assert draws(chart)
        panels = data_of(chart)["panel"].unique()
        assert [panel.split(" (")[0] for panel in panels] == places
        assert {"violence": "Figur 2.3", "violence_frequency": "Bilagsfigur 3.3"}[
            item
        ] in chart.caption


@both_languages
def test_levels_of_a_choice_fill_the_bar(language):
    answers = random_answers(CODEBOOK["baseline"], 800)
    for item in ("duration", "violence_continues"):
        chart = speak(language, stacked_places, counted(answers, item))
        assert draws(chart)
        assert data_of(chart).groupby("label")["percent"].sum().to_numpy() == pytest.approx(100)


@both_languages
def test_properties_of_parts_are_dots_in_a_panel_a_municipality(language):
    words = {"coping": message({"da": "Mestring", "en": "Coping"})}
    rows = [("koge", "1", "First", "coping"), ("odense", "2", "Second", "coping")]
    marks = pd.DataFrame(rows, columns=["municipality", "part", "title", "property"])
    chart = speak(language, matrix_chart, marks, words, "Part", "What the parts have")
    assert draws(chart)
    assert chart.table.iloc[0].tolist() == [words["coping"][language], "1", "2"]
    assert isinstance(speak(language, matrix_chart, marks.head(0), words, "", ""), Notice)
    with pytest.raises(InputError, match='"coping" is none of other'):
        matrix_chart(marks, {"other": words["coping"]}, "", "")


@both_languages
def test_two_groups_are_drawn_by_feature(forms, language):
    def compared(forms):
        sides = forms["registration"], forms["baseline"]
        return balance({
            item: (message(item), *(counted(one, item) for one in sides))
            for item in ("gender", "previous_help")
        })  # fmt: skip

    found = compared(forms)
    chart = speak(language, balance_chart, found)
    assert draws(chart)
    assert len(chart.table) == len(found.table)
    titles = re.findall(r"\(n = 80 → 80\)", str(chart.chart.to_dict()))
    assert len(titles) >= found.table["feature"].nunique()
    few = compared({**forms, "baseline": forms["baseline"].head(4)})
    assert isinstance(speak(language, balance_chart, few), Notice)


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
    everybody = run_cells("01_intake/07_interviews", "registers-cell")["everybody"]
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
        submissions_chart(coverage.submissions(empty, here, PROGRAMME), CODEBOOK),
        funnel_chart(steps(empty), ""),
        stacked_rows(empty["registration"], registration, "violence"),
        evidence_charts.standing_chart(pd.DataFrame(), {}),
    ]
    assert all(isinstance(chart, Notice) for chart in charts)
