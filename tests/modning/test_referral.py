import pandas as pd
import pytest

from modning import referral
from modning.costs.intervals import Interval
from random_answers import random_answers
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()


@pytest.fixture
def forms():
    return {id: random_answers(CODEBOOK[id], 60, seed) for seed, id in enumerate(CODEBOOK)}


def test_only_men_are_counted_among_the_men(forms):
    registration = random_answers(CODEBOOK["registration"], 200)
    men = registration[registration["gender"] == 1]
    row = referral.men_figures(registration, CODEBOOK["registration"]).set_index("figure")
    assert row.loc["referral.individual.men", "n"] == len(men)
    share = 100 * men["referral_individual"].mean()
    assert row.loc["referral.individual.men", "value"] == pytest.approx(share)


def test_without_men_there_is_no_share(forms):
    women = forms["registration"][forms["registration"]["gender"] == 2]
    figures = referral.men_figures(women, CODEBOOK["registration"])
    assert figures["value"].isna().all()
    assert (figures["n"] == 0).all()


def test_each_step_is_counted_on_its_own_form(forms):
    table = referral.steps(forms, CODEBOOK, load_programme())
    koge = table[table["municipality"] == "koge"].set_index("step")
    registration = forms["registration"].query("municipality == 'koge'")
    assert koge["count"].tolist() == [
        len(registration),
        (registration["sara"] == 1).sum(),
        registration["referral_group"].sum(),
        (forms["baseline"]["municipality"] == "koge").sum(),
        (forms["completion"]["municipality"] == "koge").sum(),
    ]
    assert koge.loc["contact", "per_hundred"] == 100
    assert koge.loc["started", "per_hundred"] == pytest.approx(
        100 * koge.loc["started", "count"] / len(registration)
    )


def test_without_contacts_nothing_is_per_hundred():
    empty = {id: random_answers(form, 0) for id, form in CODEBOOK.items()}
    assert referral.steps(empty, CODEBOOK, load_programme())["per_hundred"].isna().all()
    figures = referral.step_figures(empty, CODEBOOK).set_index("figure")["value"]
    assert figures["funnel.referred"] == 0
    assert pd.isna(figures["funnel.started_per_referred"])


def test_the_reports_hours_do_not_suffice_for_its_inquiries():
    # Section 2.3.1 (10-11 hours) and Tabel 4.3 (90 inquiries, 700 hours).
    figures = referral.workload_figures(
        Interval.of(10, 11), Interval.of(90), Interval.of(67), Interval.of(700)
    ).set_index("figure")
    needed = figures.loc["sara.hours_needed"]
    assert (needed["low"], needed["high"]) == (900, 990)
    affordable = figures.loc["sara.affordable"]
    assert affordable["low"] == pytest.approx(63.636, abs=0.001)
    assert affordable["high"] == 70
    assert figures.loc["sara.hours_registered", "low"] == 670
