"""One question in one line: what is counted of each type, and how it is named."""

from dataclasses import replace

import pandas as pd
import pytest

from modning.bands import tally_bands
from modning.charts.shares.levels import levels
from modning.questions import among, counted, prefix_of, printed_apart, question, question_figures
from modning.register import entry
from modning.scales import when
from random_answers import random_answers
from slicebook.errors import InputError
from slicebook.slices import Slice
from slicebook.text import message
from surveys.codebook import Form, Item, load_codebook

FORMS = load_codebook()
REGISTRATION, BASELINE, COMPLETION = FORMS.values()
MOVED = Item("moved", 1, "date", message("When did you move?"))
DATED = Form("baseline", *[message("A form")] * 3, "-", (MOVED,))


def figures_of(frame, form, item):
    tables = question_figures(frame, form, form.item(item))
    return pd.concat(list(tables)).set_index("figure")


def test_figures_are_a_questions_answers_sets_of_them_and_how_many_answered():
    frame = random_answers(BASELINE, 60, 1)
    found = figures_of(frame, BASELINE, "education")
    options = BASELINE.item("education").options
    answers = [option.id for option in options]
    shown = {*answers, "school", "higher", "beyond_primary", "n"}
    assert set(found.index) == {f"education.{name}" for name in shown}
    higher = ("upper_secondary", "vocational", "short_higher", "medium_higher", "long_higher",
              "research")  # fmt: skip
    beyond = frame["education"].isin([one.code for one in options if one.id in higher])
    assert found.loc["education.beyond_primary", "value"] == pytest.approx(100 * beyond.mean())
    assert set(figures_of(frame, BASELINE, "age").index) > {"baseline.age.18", "baseline.age.n"}


def test_of_a_grid_with_sets_each_set_is_a_figure_in_each_row():
    answers = random_answers(REGISTRATION, 80)
    answers.loc[:19, "violence_stalking"] = pd.NA
    found = figures_of(answers, REGISTRATION, "violence")
    assert len(found) == 9 * 4 + 1
    row = found.loc["violence.stalking.current"]
    assert row["n"] == 60
    assert row["value"] == pytest.approx(100 * (answers["violence_stalking"] == 2).sum() / 60)
    ever, current, stopped = (
        found.loc[f"violence.digital.{state}", "value"] for state in ("ever", "current", "stopped")
    )
    assert ever == pytest.approx(current + stopped)


def test_of_a_grid_without_sets_each_answer_is_a_figure_in_each_row():
    found = figures_of(random_answers(COMPLETION, 60), COMPLETION, "experience")
    rows = [row.id for row in COMPLETION.item("experience").rows]
    assert {f"experience.{row}.n" for row in rows} < set(found.index)
    assert {f"experience.{row}.{end}" for row in rows for end in ("less", "very_much")} < set(
        found.index
    )
    assert len(found) == 3 * len(rows)


def test_merged_answers_are_one_and_stand_apart_where_the_register_says():
    frame = random_answers(BASELINE, 60, 1)
    found = figures_of(frame, BASELINE, "income")["value"]
    behind = [f"income.{name}" for name in entry("baseline", "income").merged["long_term"].answers]
    assert found["income.long_term"] == pytest.approx(found[behind].sum())
    merged = figures_of(frame, BASELINE, "duration")
    assert "duration.up_to_1_year" not in merged.index
    first = frame["duration"].isin([1, 2, 3, 4]).sum()
    assert merged.loc["duration.three_years", "value"] == pytest.approx(
        100 * first / frame["duration"].count()
    )
    children = figures_of(frame, BASELINE, "children")["value"]
    either = frame["children_others_at_home"] | frame["children_others_elsewhere"]
    assert children["children.others"] == pytest.approx(100 * either.mean())


def test_what_is_printed_of_a_merged_answer_is_withheld_and_not_forgotten():
    one = counted(random_answers(BASELINE, 60, 1), "previous_help")
    whole = printed_apart(replace(one, here=Slice("all", "all")), "previous_help")
    [told] = whole[["figure", "value", "unit", "shown"]].to_dict("records")
    assert told == {
        "figure": "previous_help.none",
        "value": None,
        "unit": "percent",
        "shown": False,
    }
    assert printed_apart(replace(one, here=Slice("koge", "2024")), "previous_help").empty


def test_often_is_weekly_or_daily_and_both_are_met():
    answers = random_answers(BASELINE, 60)
    codes = [pd.NA] * 10 + [6] * 10 + [5] * 20 + [2] * 10 + [1] * 10
    answers["violence_frequency_physical"] = pd.array(codes, dtype="Int8")
    found = figures_of(answers, BASELINE, "violence_frequency")
    values = [found.loc[f"violence_frequency.physical{end}", "value"]
              for end in ("", ".often")]  # fmt: skip
    assert values == [80, 60]
    assert found.loc["violence_frequency.physical", "n"] == 50


def test_an_answer_within_a_set_is_of_those_who_gave_one_of_it():
    answers = random_answers(COMPLETION, 102)
    answers["onward"] = pd.array([1, 2, 3, None] * 25 + [1, 3], dtype="Int8")
    row = figures_of(answers, COMPLETION, "onward").loc["onward_need.unmet"]
    assert (row["n"], row["value"]) == (52, 50)


def test_a_group_is_of_those_who_gave_the_answer_that_makes_it():
    answers = random_answers(REGISTRATION, 200)
    men = answers[answers["gender"] == 1]
    found = among(answers, "referral", "men").set_index("figure")
    row = found.loc["referral.individual.men"]
    assert (row["n"], row["value"]) == (len(men), pytest.approx(
        100 * men["referral_individual"].mean()))  # fmt: skip
    nobody = among(answers[answers["gender"] == 2], "referral", "men")
    assert nobody["value"].isna().all()
    assert (nobody["n"] == 0).all()


def test_bands_hold_everybody_once_and_the_ends_belong_to_them():
    answers = random_answers(REGISTRATION, 6)
    answers["age"] = pd.array([29, 30, 39, 40, 60, 99], dtype="Int16")
    ages = counted(answers, "age")
    assert ages.given.sum().to_dict() == {"18": 1, "30": 2, "40": 1, "50": 2}
    assert [option.label["en"] for option in ages.item.options] == [
        "18–29", "30–39", "40–49", "50+",
    ]  # fmt: skip


def test_what_is_no_answer_to_count_is_refused():
    frame = random_answers(BASELINE, 5, 1)
    with pytest.raises(InputError, match="of the type municipality are not shown"):
        counted(frame, "municipality")


def test_days_are_counted_by_year_and_none_is_shown():
    days = ["2019-05-01", "2023-12-31", "2024-01-01", "2024-06-01", None, "2026-01-01"]
    frame = pd.DataFrame({"moved": pd.to_datetime(days), "municipality": "koge"})
    counted = tally_bands(frame, DATED, "moved")
    assert counted.given.sum().to_dict() == {
        "before": 1, "2023": 1, "2024": 2, "2025": 0, "later": 1,
    }  # fmt: skip
    assert counted.n == 5
    assert [str(option.label) for option in counted.item.options][::4] == [
        "before 2023", "after 2025",
    ]  # fmt: skip


def test_a_grids_answers_go_from_light_to_dark():
    colours = [level.colour for level in levels("completion", COMPLETION.item("experience"))]
    assert len(set(colours)) == len(colours)
    assert colours[0] > colours[-1]


def test_a_form_is_called_by_what_it_is_for():
    words = [str(when(form)) for form in FORMS]
    assert words == [str(FORMS["registration"].title), "before", "after"]
    assert prefix_of("completion", "housing") == "housing"
    assert prefix_of("registration", "housing") == "registration.housing"


def test_a_wrong_name_is_told_in_one_line_with_the_nearest():
    answers = random_answers(REGISTRATION, 20)
    wrong = {
        ("chanel", ""): 'the question "chanel" is unknown; .*channel is the nearest$',
        ("violence", "curent"): 'the answer or set "curent" is unknown; .*current is the nearest$',
    }
    for (item, some), words in wrong.items():
        with pytest.raises(InputError, match=words):
            counted(answers, item, some)
    with pytest.raises(InputError, match=r"expected answers, or some rows of them, as `answers\("):
        question(pd.DataFrame(answers.to_dict("list")), "channel")
