"""What a person who publishes is told where an edition that is out stands in the way."""

from modning.audit.advice import advice
from modning.audit.findings import Finding
from modning.audit.report import Audit, said


def finding(figure: str, place: str, year: str, edition: str = "2026-01") -> Finding:
    return Finding(figure, place, year, 1, 1, 2, False, edition=edition)


def test_of_newcomers_it_is_said_where_and_how_the_edition_can_go_out():
    found = [finding(f"channel.{one} since 2026-01", "koge", year)
             for one in ("police", "health") for year in ("2025", "all")]  # fmt: skip
    (line,) = advice(found)
    assert line.startswith("2026-01 is out, and nothing that it shows can be withheld again.")
    assert "of koge 2025: wait until more forms" in line
    assert "end `collection` in programme.yml on the last day of 2026-01" in line


def test_of_what_either_withholds_it_is_said_that_answers_stand_together_as_then():
    lines = list(advice([
        finding("sara.unknown with 2026-01", "all", "2025"),
        finding("sara.unknown withdrawn since 2026-02", "koge", "2023", "2026-02"),
        *(finding("sara.unknown in 2026-01", place, "all") for place in "abcde"),
    ]))  # fmt: skip
    assert ["2026-01" in line for line in lines] == [True, False]
    assert "of all 2025, a all, b all, c all and 2 more: show answers together" in lines[0]
    assert "of koge 2023: wait" in lines[1]


def test_it_is_the_last_that_is_said_and_of_this_book_alone_nothing():
    alone = Finding("sara.unknown", "koge", "2023", 1, 1, 2, False)
    assert list(advice([alone])) == []
    last = list(said(Audit((alone, finding("sara.unknown since 2026-01", "koge", "2024")), 2)))[-1]
    assert last.startswith("2026-01 is out")
