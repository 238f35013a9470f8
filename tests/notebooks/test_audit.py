"""The attacker on the whole book: nothing that is withheld gives way, and it does look."""

import pandas as pd
import pytest

from modning.audit import audit
from modning.audit.comparisons import Comparisons
from modning.audit.told import Words, exhibits_of
from slicebook.paths import build
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.codebook import load_codebook


@pytest.fixture
def found(evaluation, built):
    return audit(books={language: built / language for language in ("en", "da")})


def test_nothing_withheld_can_be_worked_out(found):
    assert [
        (one.figure, one.municipality, one.year, one.low, one.high) for one in found.unsafe
    ] == []
    assert found.missed == ()
    assert len(found.findings) > 500
    assert found.shown > 1200
    assert found.narrowest.width >= found.narrowest.asked - 1e-9 > 0


def test_comparisons_are_read_alike_in_both_languages(evaluation, built):
    forms, programme = load_codebook(), load_programme()
    read = []
    for language in ("en", "da"):
        words = Comparisons(Words(forms, programme, language))
        shown = exhibits_of(built / language, language)
        read.append({found for one in shown for found in words.read(*one)})
    assert read[0] == read[1]
    assert {one.what for one in read[0]} >= {"p", "same 0.5", "low", "high", "g", "higher"}


def test_had_only_the_small_counts_been_withheld_it_would_have_found_them(evaluation, tmp_path):
    """The same table, its further withheld shares of men shown after all."""
    table = pd.read_csv(build("results.csv"), dtype={"year": str})
    registered = read_answers("registration")
    further = 0
    for at, row in table[(table["figure"] == "gender.man") & ~table["shown"]].iterrows():
        there = registered[
            registered["municipality"].eq(row["municipality"]) | (row["municipality"] == "all")
        ]
        there = there[there["year"].astype(str).eq(row["year"]) | (row["year"] == "all")]
        men, n = int((there["gender"] == 1).sum()), int(there["gender"].notna().sum())
        if men >= 5:
            table.loc[at, ["value", "n", "shown"]] = [100 * men / n, n, True]
            further += 1
    assert further
    table.to_csv(tmp_path / "results.csv", index=False)
    given_away = audit(tmp_path / "results.csv", {}).unsafe
    assert "gender.man" in {one.figure for one in given_away}
