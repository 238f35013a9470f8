import pandas as pd
import pytest

from random_answers import random_answers
from slicebook.programme import load_programme
from speak import speak
from surveys import form_changes
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()
PROGRAMME = load_programme()


@pytest.fixture
def forms():
    return {id: random_answers(form, 60, seed) for seed, (id, form) in enumerate(CODEBOOK.items())}


def since(frame, change):
    return int((frame["submitted"] >= pd.Timestamp(PROGRAMME.changes[change].date)).sum())


def test_added_parts_name_their_day_and_the_n_that_is_left(forms):
    table = form_changes.changed_midway(forms["completion"], CODEBOOK["completion"])
    added = table[table["change"] == form_changes.ADDED]
    # The number of the course is asked for in the next version.
    added = added[added["since"] <= PROGRAMME.last_day]
    parts = {(row.item.id, row.part) for row in added.itertuples()}
    assert ("experience", "network") in parts
    assert ("violence_continues", "left") in parts
    assert ("violence_frequency", None) in parts
    assert set(added["since"]) == {PROGRAMME.changes["added"].date}
    assert set(added["after"]) == {since(forms["completion"], "added")}


def test_what_was_reworded_has_the_forms_before_and_after(forms):
    table = form_changes.changed_midway(forms["baseline"], CODEBOOK["baseline"])
    reworded = table[table["change"] == form_changes.REWORDED]
    assert {"recovery", "support"} <= {row.item.id for row in reworded.itertuples()}
    assert set(reworded["since"]) == {PROGRAMME.changes["reworded"].date}
    after = since(forms["baseline"], "reworded")
    assert set(reworded["after"]) == {after}
    assert set(reworded["before"]) == {60 - after}


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_readers_table_counts_what_the_figures_rest_on(forms, language):
    table = speak(language, form_changes.changes_table, forms, CODEBOOK, PROGRAMME)
    form, _, change, day, before, after, counted = table.columns
    network = next(one for one in CODEBOOK["completion"].item("experience").rows
                   if one.id == "network")  # fmt: skip
    assert sum(network.label[language] in text for text in table[change]) == 1
    reworded = table[table[change] == {"da": "Omformuleret", "en": "Reworded"}[language]]
    assert len(reworded) >= 4
    assert (reworded[counted] == reworded[before] + reworded[after]).all()
    added = table.drop(reworded.index)
    assert (added[counted] == added[after]).all()
    days = {str(one.date) for one in PROGRAMME.changes.values()}
    assert set(table[day]) == days
    assert table[form].nunique() == 3


def test_a_small_number_of_forms_is_masked_with_what_would_give_it_away(forms):
    few = forms["completion"].sort_values("submitted").iloc[:40]
    day = pd.Timestamp(PROGRAMME.changes["added"].date)
    early, late = (
        few[few["submitted"] < day],
        forms["completion"].query("submitted >= @day").head(3),
    )
    forms["completion"] = pd.concat([early, late])
    table = form_changes.changes_table(forms, CODEBOOK, PROGRAMME)
    row = table[(table["Form"] == "Completion form") & (table["From"] == f"{day.date()}")].iloc[0]
    assert row["Forms from then on"] == row["In the figures"] == "< 5"
    assert row["Forms before"] == "withheld"
