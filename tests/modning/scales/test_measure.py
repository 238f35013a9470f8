"""Published scales: what each file says, and what is wrong with one."""

from dataclasses import replace
from pathlib import Path

import pytest

from modning.scales.measure import load_measure, measures
from slicebook import paths
from slicebook.errors import InputError

KNOWN = ["brief_inspire", "brief_inspire_o", "gad7", "phq9", "swemwbs", "wemwbs", "who5"]

each = pytest.mark.parametrize("id", KNOWN)


def test_the_library_has_these_scales() -> None:
    assert list(measures()) == KNOWN


@each
def test_a_scale_says_its_terms_and_its_sources(id: str) -> None:
    measure = load_measure(id)
    assert "wording is not reproduced" in measure.licence
    assert all(one.source for one in measure.references.values())
    text = measures()[id].read_text(encoding="utf-8")
    assert text.startswith("# ")


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
    assert load_measure("mine").items == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("items: 2\n", ""), "the entry 'items' is missing"),
        (("high: 3", "high: 1"), "low 1 is not below high 1"),
        (("source: us", "source: them"), 'the source "them" is not among sources'),
        (("range: [0, 4]", "range: [0, 4]\nreversed: [2]"), "unknown entry reversed"),
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
