"""The whole line with other answers, other places and another year: what the README promises."""

import re

import pandas as pd
import pytest

from modning.costs.lines import NO_COSTS
from slicebook.book.check import broken_links
from slicebook.book.claims import lies
from slicebook.book.order import order
from slicebook.book.wording import CHANGES
from slicebook.programme import load_programme
from slicebook.text import speaking
from worlds.conftest import BY_SLICE, World
from worlds.plans import FIRST, HELD_BACK, NOBODY, NOT_TOLD, UNRECORDED, Fact
from worlds.rules import confused_states, false_sentences, holes, paragraphs

BRIEF, CRITERIA = "00_summary/01_brief", "04_synthesis/01_criteria"
FORMS = ("registration", "baseline", "completion")


def test_paper_book_and_audit_are_made_and_end_well(world: World) -> None:
    for name in ("report.pdf", "report.docx", "annex.pdf") if world.name in FIRST else ():
        assert (world.folder / "build" / "paper" / "en" / name).stat().st_size > 10_000
    assert all((world.book(language) / "index.html").is_file() for language in world.languages)
    assert world.audited.well, world.audited.said
    assert "could not be attacked" not in world.audited.said


def test_a_report_of_other_answers_informs_and_does_not_fail(world: World) -> None:
    assert world.reconciled.well
    assert "the printed report is of other answers than these" in world.reconciled.said
    assert "differs (unexplained)" in world.reconciled.said


def test_counts_are_those_of_the_exports(world: World) -> None:
    values, counted = world.whole()["value"], world.plan.counts
    for at, form in enumerate(FORMS):
        assert values[f"n.{form}"] == sum(counts[at] for counts in counted.values())
    for (place, year), counts in counted.items():
        if year == 2024 and world.plan.has_costs:
            # A cost is divided by no number that is nought, nor by one too small to be shown.
            least = load_programme().threshold
            told = [n if n >= least else None for n in counts]
            assert values.get(f"full_year.{place}.completer.counted") == told[2]
            assert values.get(f"full_year.{place}.starter.counted") == told[1]


def test_no_page_says_what_is_true_of_the_report_alone(world: World) -> None:
    assert false_sentences(world.book(), world.plan.elsewhere, synthetic=False) == {}
    assert {language: holes(world.book(language)) for language in world.languages} == {
        language: {} for language in world.languages
    }


def test_none_and_withheld_are_never_confused(world: World) -> None:
    for language in world.languages:
        with speaking(language):
            assert confused_states(world.book(language), world.figures()) == {}


def test_the_page_on_the_data_says_whose_answers_these_are(world: World) -> None:
    text = " ".join(paragraphs(world.book() / "data.html"))
    assert "They are not the answers that the report was written from" in text


def test_every_place_is_named_and_drawn(world: World) -> None:
    places = [place.name for place in load_programme().municipalities.values()]
    costs = ("03_costs/03_unit_costs",) if world.plan.has_costs else ()
    for name in (*BY_SLICE, "01_intake/04_participants", *costs):
        topic = order().topic(name).name
        page = (world.book() / topic / "all-all.html").read_text(encoding="utf-8")
        assert [place for place in places if place not in page] == [], name


def test_the_answers_are_what_the_world_was_made_to_be(world: World) -> None:
    whole = world.whole()
    found = {
        fact[0]: _state(whole.loc[fact[0]], fact) if fact[0] in whole.index else UNRECORDED
        for fact in world.plan.facts
    }
    assert found == {fact[0]: fact[1] for fact in world.plan.facts}


def test_what_pages_claim_of_them_is_so_in_each_language(world: World) -> None:
    claims = pd.read_csv(world.folder / "build" / "claims.csv", dtype={"year": str})
    assert claims["holds"].all()
    assert set(claims["language"]) == set(world.languages)
    interval = claims[(claims["end"] == "interval") & (claims["municipality"] == "all")]
    for name, says, *than in world.plan.facts:
        same = interval[(interval["figure"] == name) & (interval["year"] == "all")]
        if not than:
            assert same.empty, name
            continue
        same = same[(same["smaller"] == than[0]) & (same["larger"] == than[0])]
        assert set(same["says"]) <= {says}
        assert set(same["language"]) in (set(), set(world.languages))


def test_where_one_criterion_is_not_met_no_missing_figure_leaves_it_open(world: World) -> None:
    text = " ".join(paragraphs(world.book() / order().topic(BRIEF).name / "all-all.html"))
    assert ("Not yet:" in text) == (world.whole()["value"]["criteria.not_met"] > 0)


@pytest.mark.parametrize("figure", ["inspire.gain", "inspire_o.gain"])
def test_a_change_is_called_what_it_is(world: World, figure: str) -> None:
    known = {fact[0]: fact[1] for fact in world.plan.facts if len(fact) == 3}
    words = dict(zip(("above", "below", "neither"), map(str, CHANGES), strict=True))
    claims = pd.read_csv(world.folder / "build" / "claims.csv", dtype={"year": str})
    of_whole = claims[(claims["figure"] == figure) & (claims["municipality"] == "all")]
    said = " ".join(of_whole.loc[of_whole["language"] == "en", "words"])
    told = [says for says, word in words.items() if word in said]
    assert told == ([known[figure]] if figure in known else [])


def test_a_page_on_costs_says_that_none_were_recorded_and_nothing_else(world: World) -> None:
    if world.plan.has_costs:
        pytest.skip("costs were recorded")
    for language in world.languages:
        book, said = world.book(language), NO_COSTS[language]
        for notebook in ("03_costs/01_startup", "03_costs/08_your_municipality"):
            page = " ".join(paragraphs(book / order().topic(notebook).name / "all-all.html"))
            assert said in page
            assert not re.search(r"DKK|kr\.", page)
        for page in (order().topic(BRIEF).name, order().topic(CRITERIA).name):
            text = " ".join(paragraphs(book / page / "all-all.html"))
            assert not re.search(r"\b0 kr\.|DKK 0\b", text)
        assert said in " ".join(paragraphs(book / BRIEF / "all-all.html"))
        page = book / order().topic("03_costs/07_scale").name / "all-all.html"
        assert not re.search(r"A smaller place|Et mindre sted", " ".join(paragraphs(page)))
        assert broken_links(book) == []


def test_prose_tells_no_cost_of_a_town_that_has_no_lines(world: World) -> None:
    if not world.plan.files.get("costs.csv"):
        pytest.skip("the lines are those of the project, or there are none")
    startup = world.figures().query("figure == 'startup.total'")
    assert startup["municipality"].tolist() == ["odense"]
    text = " ".join(paragraphs(world.book() / order().topic(BRIEF).name / "all-all.html"))
    assert "A year costs about DKK" in text
    assert "To start takes" not in text
    assert "hours of work" not in text


def _state(row: pd.Series, fact: Fact) -> str:
    """Tell of a figure what a fact of it tells."""
    if not row["shown"]:
        return HELD_BACK
    if pd.isna(row["value"]):
        return NOBODY if row["n"] == 0 else NOT_TOLD
    if len(fact) < 3:
        return "told"
    low, high = (row["value"] if pd.isna(row[end]) else row[end] for end in ("low", "high"))
    return lies(low, high, fact[2], fact[2])
