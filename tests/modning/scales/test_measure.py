"""Published scales: each file against the examples and rules that its publishers print."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from modning.scales.measure import load_measure, measures
from slicebook import paths
from slicebook.errors import InputError

KNOWN = ["brief_inspire", "brief_inspire_o", "eq5d5l", "gad7", "phq9", "sdq", "swemwbs", "wemwbs",
         "who5"]  # fmt: skip

each = pytest.mark.parametrize("id", KNOWN)


def asked(*answers: object) -> pd.DataFrame:
    return pd.DataFrame([answers], dtype=object)


def test_the_library_has_these_scales() -> None:
    assert list(measures()) == KNOWN


@each
def test_a_scale_gives_the_scores_that_are_published(id: str) -> None:
    measure = load_measure(id)
    assert measure.examples
    for example in measure.examples:
        answers = asked(*example.answers)
        if measure.range is None:
            assert measure.digits(answers).tolist() == [example.score]
        else:
            assert measure.score(answers, example.part).tolist() == [example.score]


@each
def test_a_scale_says_its_terms_and_its_sources(id: str) -> None:
    measure = load_measure(id)
    assert "wording is not reproduced" in measure.licence
    assert all(one.source for one in [*measure.references.values(), *measure.examples])
    text = measures()[id].read_text(encoding="utf-8")
    assert text.startswith("# ")


@each
def test_a_scale_moves_with_each_of_its_items_and_one_way(id: str) -> None:
    measure = load_measure(id)
    if measure.range is None:
        return
    middle = [measure.low] * measure.items
    known = [at for name in measure.total for at in measure.parts[name].items]
    for at in known or range(1, measure.items + 1):
        raised = [*middle]
        raised[at - 1] = measure.high
        change = measure.score(asked(*raised)) - measure.score(asked(*middle))
        assert np.sign(change[0]) == (-1 if at in measure.reversed else 1)


@each
def test_answers_that_are_none_of_the_scales_and_gaps_give_no_score(id: str) -> None:
    measure = load_measure(id)
    none = [None] * measure.items
    wrong = [measure.high + 1] * measure.items
    for answers in (none, wrong):
        if measure.range is None:
            assert measure.digits(asked(*answers)).isna().all()
        else:
            assert measure.score(asked(*answers)).isna().all()


def test_a_metric_score_keeps_the_order_of_the_sums() -> None:
    table = load_measure("swemwbs").table
    scores = [table[total] for total in range(7, 36)]
    assert scores == sorted(scores)
    assert (scores[0], scores[-1]) == (7, 35)


def test_a_scale_takes_the_stores_nullable_answers_and_their_index() -> None:
    frame = pd.DataFrame(
        {n: pd.array([1, None, 5], dtype="Int8") for n in "abcde"}, index=[7, 8, 9]
    )
    score = load_measure("who5").score(frame)
    assert score.index.tolist() == [7, 8, 9]
    assert score.fillna(-1).tolist() == [20, -1, 100]


def test_a_wrong_number_of_items_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 5 items, 4 were given"):
        load_measure("who5").score(asked(1, 2, 3, 4))


OWN = """
title: Mine
items: 2
low: 1
high: 3
range: [0, 4]
licence: ours
source: us
sources: {us: We ourselves}
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "scales").mkdir()
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    assert paths.root() == tmp_path
    return tmp_path / "scales" / "mine.yml"


def test_a_projects_own_scale_is_a_file_in_its_folder(own: Path) -> None:
    own.write_text(OWN, encoding="utf-8")
    assert "mine" in measures()
    assert load_measure("mine").score(asked(2, 3)).tolist() == [3]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("items: 2\n", ""), "the entry 'items' is missing"),
        (("high: 3", "high: 1"), "low 1 is not below high 1"),
        (("source: us", "source: them"), 'the source "them" is not among sources'),
        (("range: [0, 4]", "range: [0, 4]\nreversed: [3]"), "item 3 is none of its 2"),
        (("range: [0, 4]", "range: [0, 4]\ntable: {2: 1}"), "a score for each sum from 2 to 6"),
        (("range: [0, 4]", "range: [0, 4]\nreversed: [0]"), "item 0 is none of its 2"),
        (("range: [0, 4]", "range: [0, 4]\ntotal: [a]"), "total: a is none of the parts"),
        (("range: [0, 4]\n", ""), "the entry 'range' is missing"),
        (
            ("range: [0, 4]", "range: [0, 4]\nexamples: [{answers: [1], score: 1, source: us}]"),
            "examples: 1 answers to 2 items",
        ),
        (("range: [0, 4]", "range: [0, 4]\ncolour: red"), "unknown entry colour"),
    ],
)
def test_a_mistake_in_a_scale_is_named(own: Path, change: tuple[str, str], message: str) -> None:
    own.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(InputError, match=r"scales/mine\.yml: ") as found:
        load_measure("mine")
    assert message in str(found.value)


def test_a_scale_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(InputError, match='the scale "who7" is unknown; expected one of brief'):
        load_measure("who7")


def test_a_published_value_is_found_by_its_kind() -> None:
    who5 = load_measure("who5")
    assert who5.reference("cutoff") == who5.references["low_wellbeing"]
    assert who5.reference("change") == who5.references["relevant_change"]
    assert replace(who5, references={}).reference("cutoff") is None


@pytest.mark.parametrize(
    ("id", "answers", "score"),
    [
        ("who5", (0, 1, 2, 3, 4), 40),
        ("gad7", (3,) * 6 + (2,), 20),
        ("wemwbs", (1,) * 13 + (5,), 18),
        ("swemwbs", (1, 2, 1, 1, 1, 1, 1), 9.51),
        ("brief_inspire", (1, 2, 3, 4, 5), 50),
    ],
)
def test_a_score_is_the_sum_on_the_scales_own_range(id: str, answers: tuple, score: float) -> None:
    assert load_measure(id).score(asked(*answers)).tolist() == [score]
    below = (load_measure(id).low - 1, *answers[1:])
    assert load_measure(id).score(asked(*below)).isna().all()


# Of the part's five items: 3 of 4 answered is 3.75, 1 of 4 is 1.25, 1 of 2 is too few, and half
# a point goes up.
@pytest.mark.parametrize(
    ("given", "score"),
    [((1, 1, 1, 0), 4), ((1, 0, 0, 0), 1), ((1, 1, 0, 0), 3), ((1, 0), None), ((2, 1, 0), 5)],
)
def test_a_part_with_gaps_is_scaled_up_and_rounded_half_up(given: tuple, score: int | None) -> None:
    sdq = load_measure("sdq")
    answers: list[int | None] = [None] * sdq.items
    for at, answer in zip(sdq.parts["prosocial"].items, given, strict=False):
        answers[at - 1] = answer
    [found] = sdq.score(asked(*answers), "prosocial")
    assert (None if np.isnan(found) else found) == score


def test_items_that_are_reversed_are_turned_round_in_the_digits_too(own: Path) -> None:
    own.write_text(OWN.replace("range: [0, 4]", "range: [0, 4]\nreversed: [2]"), encoding="utf-8")
    measure = load_measure("mine")
    assert measure.digits(asked(1, 1)).tolist() == ["13"]
    assert measure.score(asked(3, 1)).tolist() == [4]


def test_a_score_read_in_a_table_has_no_gap_whatever_is_enough() -> None:
    lenient = replace(load_measure("swemwbs"), least=5)
    assert lenient.score(asked(2, 1, 1, 1, 1, 1, None)).isna().all()
    assert lenient.score(asked(1, 1, 1, 1, 1, 1, 1)).tolist() == [7]
