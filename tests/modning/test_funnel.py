"""A funnel: each step counted on its own form, per hundred of the first."""

import pandas as pd
import pytest

from modning.funnel import funnel
from modning.questions import counted
from random_answers import random_answers
from slicebook.text import message
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
LABEL = message({"da": "Et trin", "en": "A step"})


def steps(rows):
    forms = {id: random_answers(CODEBOOK[id], rows, seed) for seed, id in enumerate(CODEBOOK)}
    registration = forms["registration"]
    found = funnel({
        "contact": (LABEL, registration),
        "assessed": (LABEL, counted(registration, "sara"), "assessed"),
        "referred": (LABEL, counted(registration, "referral"), "group"),
        "started": (LABEL, forms["baseline"]),
    })  # fmt: skip
    return forms, found


def test_each_step_is_counted_on_its_own_form():
    forms, found = steps(60)
    table = found.table()
    koge = table[table["municipality"] == "koge"].set_index("step")
    registration = forms["registration"].query("municipality == 'koge'")
    assert koge["count"].tolist() == [
        len(registration),
        (registration["sara"] == 1).sum(),
        registration["referral_group"].sum(),
        (forms["baseline"]["municipality"] == "koge").sum(),
    ]
    assert koge.loc["contact", "per_hundred"] == 100
    share = 100 * koge.loc["started", "count"] / len(registration)
    assert koge.loc["started", "per_hundred"] == pytest.approx(share)


def test_steps_that_are_answers_are_figures_and_so_are_ratios():
    forms, found = steps(60)
    figures = found.figures("funnel").set_index("figure")
    assert list(figures.index) == [
        "funnel.assessed", "funnel.referred", "funnel.started_per_contact",
    ]  # fmt: skip
    referred = forms["registration"]["referral_group"].sum()
    assert figures.loc["funnel.referred", "value"] == referred
    started = 100 * len(forms["baseline"]) / len(forms["registration"])
    assert figures.loc["funnel.started_per_contact", "value"] == pytest.approx(started)
    [row] = found.per_hundred("started", "referred", "funnel").to_dict("records")
    assert row["figure"] == "funnel.started_per_referred"
    assert (row["value"], row["n"]) == (pytest.approx(6000 / referred), referred)


def test_without_a_first_step_nothing_is_per_hundred():
    _, found = steps(0)
    assert found.table()["per_hundred"].isna().all()
    assert pd.isna(found.per_hundred("started", "referred", "funnel").loc[0, "value"])


def test_a_withheld_answer_withholds_its_step_and_what_rests_on_it(monkeypatch):
    _, found = steps(60)
    monkeypatch.setattr("modning.guarded.may_tell", lambda cell, *_: not cell.endswith(".group"))
    shown = found.table().set_index("step")["shown"]
    assert not shown["referred"].any()
    assert shown.drop("referred").all()
    assert not found.per_hundred("started", "referred", "funnel").loc[0, "shown"]
