import pandas as pd
import pytest

from modning import target_group
from modning.shares import tally
from random_answers import random_answers
from slicebook.slices import Slice
from surveys.codebook import load_codebook
from surveys.disclosure.pattern import SLICE

CODEBOOK = load_codebook()
FORM = CODEBOOK["registration"]


@pytest.fixture
def answers():
    return random_answers(FORM, 80)


def aged(*ages):
    answers = random_answers(FORM, len(ages))
    answers["age"] = pd.array(ages, dtype="Int16")
    return answers


def test_bands_of_age_hold_everybody_once(answers):
    ages = target_group.ages(answers, FORM)
    assert ages.shares()["count"].sum() == 80
    assert [option.label["en"] for option in ages.item.options] == [
        "18–29", "30–39", "40–49", "50–59", "60+",
    ]  # fmt: skip


def test_the_ends_of_a_band_belong_to_it():
    counts = target_group.ages(aged(29, 30, 39, 40, 60, 99), FORM).given.sum()
    assert counts.to_dict() == {
        "18": 1, "30": 2, "40": 1, "50": 0, "60": 2,
    }  # fmt: skip


def test_the_most_frequent_band_is_named_by_both_its_ages():
    figure = target_group.age_figures(target_group.ages(aged(31, 35, 50, 20), FORM)).iloc[0]
    assert (figure["value"], figure["low"], figure["high"], figure["n"]) == (30, 30, 39, 4)


def test_of_equally_frequent_bands_the_youngest_is_named():
    figure = target_group.age_figures(target_group.ages(aged(51, 35), FORM)).iloc[0]
    assert figure["value"] == 30


def test_the_open_band_has_no_highest_age_and_nobody_no_band():
    oldest = target_group.age_figures(target_group.ages(aged(70), FORM)).iloc[0]
    assert oldest["value"] == 60
    assert pd.isna(oldest["high"])
    nobody = target_group.age_figures(target_group.ages(aged(), FORM)).iloc[0]
    assert pd.isna(nobody["value"])


def test_violence_ever_is_what_goes_on_and_what_has_stopped(answers):
    def count(state):
        table = target_group.violence(answers, FORM, state).shares()
        return table.set_index("answer")["count"]

    codes = answers["violence_digital"]
    assert count("ever")["digital"] == codes.between(2, 7).sum()
    assert (count("ever") == count("current") + count("stopped")).all()


def test_violence_is_a_share_of_all_who_answered_that_type(answers):
    answers.loc[:19, "violence_stalking"] = pd.NA
    figures = target_group.violence_figures(answers, FORM).set_index("figure")
    row = figures.loc["violence.stalking.current"]
    assert row["n"] == 60
    assert row["value"] == pytest.approx(100 * (answers["violence_stalking"] == 2).sum() / 60)
    assert len(figures) == 9 * 4 + 1


def test_a_persons_types_and_doubts_are_counted_over_all_types():
    answers = random_answers(FORM, 2)
    types = [column.name for column in FORM.item("violence").columns() if column.kind == "code"]
    answers[types] = 1
    answers.loc[0, types[:3]] = 2
    answers.loc[1, types[0]] = 8
    figures = target_group.burden_figures(answers.astype(dict.fromkeys(types, "Int8")), FORM)
    values = figures.set_index("figure")["value"]
    assert values["violence.types"] == 1.5
    assert values["violence.doubt"] == round(100 / 18)
    nobody = target_group.burden_figures(answers.iloc[:0], FORM)
    assert nobody["value"].isna().all()


def test_often_is_weekly_or_daily_and_both_are_met():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 60)
    codes = [pd.NA] * 10 + [6] * 10 + [5] * 20 + [2] * 10 + [1] * 10
    answers["violence_frequency_physical"] = pd.array(codes, dtype="Int8")
    figures = target_group.frequency_figures(answers, form).set_index("figure")
    values = figures["value"]
    assert values["violence_frequency.physical"] == 80
    assert values["violence_frequency.physical.often"] == 60
    assert values["violence_frequency.physical.daily"] == 20
    assert (figures["n"].loc[figures.index.str.contains("physical")] == 50).all()


def test_an_answers_place_is_by_how_many_gave_it():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 60)
    answers["income"] = pd.array([9] * 20 + [1] * 25 + [2] * 15, dtype="Int8")
    income = tally(answers, form, "income")
    [row] = target_group.rank_figure(income, "rehabilitation").to_dict("records")
    assert (row["figure"], row["value"], row["n"]) == ("income.rehabilitation_rank", 2, 60)
    [nobody] = target_group.rank_figure(tally(answers.head(0), form, "income"), "other")["value"]
    assert nobody is None


def test_a_place_is_shown_where_all_shares_are_or_the_report_prints_it(monkeypatch):
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 60)
    monkeypatch.setattr("surveys.disclosure.withheld", lambda cell, *_: cell.endswith("family"))
    monkeypatch.setattr("surveys.disclosure.rules.are_the_reports", lambda programme: True)
    rehabilitation = form.item("income").option("rehabilitation").code
    answers.loc[answers.index[:40], "income"] = rehabilitation

    def shown(municipality, year):
        answers.attrs[SLICE] = Slice(municipality, year)
        income = tally(answers, form, "income")
        return target_group.rank_figure(income, "rehabilitation").loc[0, "shown"]

    assert shown("koge", "all")
    assert not shown("odense", "all")
    assert not shown("koge", "2024")
    # Another place than the printed one is no more public than elsewhere.
    answers.loc[answers.index[:40], "income"] = form.item("income").option("employment").code
    assert not shown("koge", "all")


def test_men_are_counted_among_the_participants():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 30)
    [men] = target_group.men_figures(answers, form)["value"]
    assert men == (answers["gender"] == 1).sum()


def test_gathered_answers_are_answers_of_the_form():
    baseline = CODEBOOK["baseline"]
    for item, answers in [
        ("education", target_group.BEYOND_PRIMARY),
        ("income", target_group.PUBLIC_SUPPORT),
        ("duration", target_group.OVER_FIVE_YEARS),
        ("violence_continues", target_group.CONTINUES),
        ("violence_frequency", target_group.MET),
        ("violence_frequency", target_group.OFTEN),
        ("violence_frequency", target_group.DAILY),
        ("earlier_violence", target_group.EARLIER),
    ]:
        assert set(answers) <= {option.id for option in baseline.item(item).options}
