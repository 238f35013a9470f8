from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from modning import coverage
from random_answers import random_answers
from slicebook.programme import load_programme
from slicebook.slices import SIDE_BY_SIDE, Slice
from speak import speak
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
PROGRAMME = load_programme()
WHOLE = Slice("all", "all")


@pytest.fixture
def forms():
    return {
        id: random_answers(form, rows, seed)
        for seed, (id, rows, form) in enumerate(
            (id, rows, CODEBOOK[id])
            for id, rows in [("registration", 90), ("baseline", 30), ("completion", 20)]
        )
    }


@pytest.fixture
def empty():
    return {id: random_answers(form, 0) for id, form in CODEBOOK.items()}


def values(figures):
    return figures.set_index("figure")["value"].to_dict()


def test_counts_stand_for_forms_and_for_persons(forms):
    assert values(coverage.count_figures(forms)) == {
        "n.registration": 90,
        "n.baseline": 30,
        "n.completion": 20,
        "contacts.total": 90,
        "participants.total": 30,
    }


def test_ratios_are_per_hundred_of_the_earlier_form(forms):
    assert values(coverage.ratio_figures(forms)) == {
        "ratio.baseline": pytest.approx(100 / 3),
        "ratio.completion": pytest.approx(200 / 3),
    }


def test_without_an_earlier_form_there_is_no_ratio(empty):
    figures = coverage.ratio_figures(empty)
    assert figures["value"].isna().all()
    assert (figures["n"] == 0).all()


def test_the_table_of_forms_adds_up(forms):
    table = coverage.form_table(forms, CODEBOOK, WHOLE, PROGRAMME)
    table = table.set_index("Municipality and year")
    parts = table.drop(index="Total")
    assert list(parts.index[:3]) == ["Køge 2023", "Køge 2024", "Køge 2025"]
    assert parts.sum().tolist() == table.loc["Total"].tolist() == [90, 30, 20]


def test_the_table_of_a_slice_has_its_rows_only(forms):
    here = Slice("odense", "2024")
    table = speak("da", coverage.form_table, forms, CODEBOOK, here, PROGRAMME)
    assert table.iloc[:, 0].tolist() == ["Odense 2024", "I alt"]


def test_submissions_never_fall_and_are_rounded_to_the_threshold(forms):
    table = coverage.submissions(forms, WHOLE, PROGRAMME)
    assert (table["forms"] % PROGRAMME.threshold == 0).all()
    for _, group in table.groupby(["form", "municipality"]):
        assert group["forms"].is_monotonic_increasing
        assert group["month"].min() == pd.Timestamp("2023-09-01")
        assert group["month"].max() == pd.Timestamp("2025-08-01")
    last = table[table["month"] == table["month"].max()]
    true = sum(len(frame) for frame in forms.values())
    assert abs(last["forms"].sum() - true) <= len(last) * PROGRAMME.threshold / 2


def test_submissions_of_many_municipalities_are_those_of_all_together(forms):
    place = next(iter(PROGRAMME.municipalities.values()))
    many = PROGRAMME.municipalities | {f"town{at}": place for at in range(SIDE_BY_SIDE)}
    table = coverage.submissions(forms, WHOLE, replace(PROGRAMME, municipalities=many))
    assert set(table["municipality"]) == {"all"}
    last = table[table["month"] == table["month"].max()]
    assert last["forms"].sum() == sum(len(frame) for frame in forms.values())


def test_a_question_not_asked_yet_is_not_unanswered():
    form = CODEBOOK["registration"]
    answers = random_answers(form, 40)
    added = form.item("previous_help").added
    before = answers["submitted"] < pd.Timestamp(added)
    answers.loc[before, "previous_help"] = pd.NA
    row = coverage.unanswered(answers, form).set_index("item").loc["previous_help"]
    assert row["asked"] == row["answered"] == (~before).sum()
    assert row["percent"] == 0


def test_a_question_led_past_is_not_unanswered():
    form = CODEBOOK["completion"]
    answers = random_answers(form, 40)
    past = answers["onward"] != 1
    flags = [column.name for column in form.item("onward_to").columns()]
    answers.loc[past, flags] = pd.NA
    row = coverage.unanswered(answers, form).set_index("item").loc["onward_to"]
    assert row["asked"] == row["answered"] == (~past).sum()


def test_a_multiple_choice_that_leads_past_counts_too():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 40)
    childless = answers["children_none"].astype(bool)
    row = coverage.unanswered(answers, form).set_index("item").loc["children_age"]
    assert row["asked"] == (~childless).sum()


def test_an_unanswered_row_of_a_grid_counts_once():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 10)
    answers.loc[:4, "recovery_hope"] = pd.NA
    row = coverage.unanswered(answers, form).set_index("item").loc["recovery"]
    assert (row["asked"], row["answered"]) == (50, 45)
    assert row["percent"] == 10


def test_the_share_unanswered_is_over_all_questions(forms, empty):
    forms["baseline"]["income"] = pd.array([pd.NA] * 30, dtype="Int8")
    asked = coverage.unanswered(forms["baseline"], CODEBOOK["baseline"])["asked"].sum()
    figures = coverage.unanswered_figures(forms, CODEBOOK).set_index("figure")
    assert figures.loc["unanswered.baseline", "value"] == pytest.approx(100 * 30 / asked)
    assert coverage.unanswered_figures(empty, CODEBOOK)["value"].isna().all()


def test_of_no_answers_no_question_is_told(empty):
    figures = values(coverage.complete_figures(empty, CODEBOOK))
    assert figures["unanswered.questions"] == figures["unanswered.complete"] == 0


def test_the_readers_table_names_what_was_left_unanswered(forms):
    forms["baseline"].loc[:14, "income"] = pd.NA
    table = coverage.unanswered_table(forms, CODEBOOK)
    assert table.iloc[0].tolist() == ["Baseline form", "Main source of income", 30, 50.0]


def test_what_nobody_left_unanswered_is_counted_where_the_table_leaves_it_out(forms):
    forms["baseline"].loc[:14, "income"] = pd.NA
    figures = values(coverage.complete_figures(forms, CODEBOOK))
    table = coverage.unanswered_table(forms, CODEBOOK)
    assert figures["unanswered.complete"] + len(table) == figures["unanswered.questions"]
    assert figures["unanswered.complete"] > 10
    asked_of_few = {**forms, "completion": forms["completion"].head(3)}
    fewer = values(coverage.complete_figures(asked_of_few, CODEBOOK))
    assert fewer["unanswered.questions"] < figures["unanswered.questions"]


def test_the_span_counts_weeks_from_the_opening(forms, empty):
    last = max(frame["submitted"].max() for frame in forms.values())
    weeks = (last.date() - date(2023, 9, 4)).days // 7
    assert values(coverage.span_figures(forms, WHOLE, PROGRAMME)) == {
        "collection.weeks": weeks,
        "collection.years": 3,
        "collection.municipalities": 2,
    }
    one = coverage.span_figures(empty, Slice("koge", "2023"), PROGRAMME)
    assert pd.isna(values(one)["collection.weeks"])
    assert values(one)["collection.years"] == 1


@pytest.mark.parametrize("cell", ["baseline/children.none", "baseline/children_age"])
def test_how_many_were_asked_is_not_told_where_it_tells_a_withheld_answer(forms, monkeypatch, cell):
    """The parents were asked of their children's age: all forms less those without children."""
    questions = values(coverage.complete_figures(forms, CODEBOOK))
    monkeypatch.setattr("modning.guarded.may_tell", lambda name, *_: name != cell)
    fewer = values(coverage.complete_figures(forms, CODEBOOK))
    assert fewer["unanswered.questions"] == questions["unanswered.questions"] - 1
    # A question that everybody is asked tells nothing of another's answers.
    monkeypatch.setattr("modning.guarded.may_tell", lambda name, *_: name != "baseline/income")
    assert values(coverage.complete_figures(forms, CODEBOOK)) == questions
