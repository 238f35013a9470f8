"""The whole line with other answers, other places and another year: what the README promises."""

import pandas as pd
import pytest

from slicebook.book.order import order
from slicebook.programme import load_programme
from worlds.conftest import BY_SLICE, World
from worlds.rules import confused_states, false_sentences, paragraphs

FORMS = ("registration", "baseline", "completion")
# What a world was made to be: a change's sign, and the word that its sentence must have.
FACTS = {"everything falls": (-1, "fall"), "everything rises": (1, "rise")}


def test_paper_book_and_audit_are_made_and_end_well(world: World) -> None:
    for name in ("report.pdf", "report.docx"):
        assert (world.folder / "build" / "paper" / "en" / name).stat().st_size > 10_000
    assert (world.book / "index.html").is_file()
    assert world.audited.well, world.audited.said
    assert "could not be attacked" not in world.audited.said


def test_a_report_of_other_answers_informs_and_does_not_fail(world: World) -> None:
    assert world.reconciled.well
    assert "the printed report is of other answers than these" in world.reconciled.said
    assert "differs (unexplained)" in world.reconciled.said


def test_counts_are_those_of_the_exports(world: World) -> None:
    figures = pd.read_csv(world.folder / "build" / "results.csv", dtype={"year": str})
    whole = figures[(figures["municipality"] == "all") & (figures["year"] == "all")]
    values = whole.set_index("figure")["value"]
    for at, form in enumerate(FORMS):
        assert values[f"n.{form}"] == sum(counts[at] for counts in world.counts.values())
    for (place, year), counts in world.counts.items():
        if year == 2024:
            assert values[f"full_year.{place}.completer.counted"] == counts[2]
            assert values[f"full_year.{place}.starter.counted"] == counts[1]


def test_no_page_says_what_is_true_of_the_report_alone(world: World) -> None:
    assert false_sentences(world.book, world.elsewhere, synthetic=False) == {}


def test_none_and_withheld_are_never_confused(world: World) -> None:
    results = pd.read_csv(world.folder / "build" / "results.csv", dtype={"year": str})
    assert confused_states(world.book, results) == {}


def test_the_page_on_the_data_says_whose_answers_these_are(world: World) -> None:
    text = " ".join(paragraphs(world.book / "data.html"))
    assert "They are not the answers that the report was written from" in text


def test_every_place_is_named_and_drawn(world: World) -> None:
    places = [place.name for place in load_programme().municipalities.values()]
    for name in (*BY_SLICE, "01_intake/04_participants", "03_costs/03_unit_costs"):
        topic = order().topic(name).name
        page = (world.book / topic / "all-all.html").read_text(encoding="utf-8")
        assert [place for place in places if place not in page] == [], name


def test_a_change_is_called_what_it_is(world: World) -> None:
    if world.name not in FACTS:
        pytest.skip("nothing is known beforehand of its changes")
    sign, word = FACTS[world.name]
    claims = pd.read_csv(world.folder / "build" / "claims.csv")
    results = pd.read_csv(world.folder / "build" / "results.csv", dtype={"year": str})
    whole = results[(results["municipality"] == "all") & (results["year"] == "all")]
    for figure in ("inspire.gain", "inspire_o.gain"):
        one = whole.set_index("figure").loc[figure]
        assert min(sign * one["low"], sign * one["high"]) > 0
        words = " ".join(claims.loc[claims["figure"] == figure, "words"])
        assert f"{word} beyond what chance gives" in words
