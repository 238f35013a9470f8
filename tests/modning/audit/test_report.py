"""An attack that is kept: done again where anything that it rests on changed, and not else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from modning.audit import Audit, audit
from modning.audit.findings import Finding
from modning.audit.report import kept, said
from slicebook.programme import load_programme

FOUND = [Finding("a.b", "all", "2024", np.float64(1), float("inf"), None, np.True_, asked=3)]
SHOWN = [["a share", 0.5]]


@pytest.fixture
def attacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], int]:
    """Give how often it is attacked where so much is shown."""
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    for name in ("programme.yml", "data/known.yml", "editions/2026.csv", "build/results.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before")

    def times(shown: object) -> int:
        done = []
        assert kept(shown, lambda: done.append(1) or FOUND) == FOUND
        return len(done)

    return times


def test_an_attack_on_the_same_is_not_made_again(attacks) -> None:
    assert [attacks(SHOWN), attacks(SHOWN)] == [1, 0]
    assert attacks([["a share", 0.6]]) == 1


@pytest.mark.parametrize(
    "file", ["programme.yml", "data/known.yml", "data/new.csv", "editions/2026.csv",
             "build/results.csv", "instruments/new.yml"],
)  # fmt: skip
def test_what_else_is_known_has_it_made_again(attacks, tmp_path: Path, file: str) -> None:
    attacks(SHOWN)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("after")
    assert attacks(SHOWN) == 1


PAGE = "html/01_intake/02_outreach/koge-2024.html"


def row(figure: str, shown: bool = False, unit: str = "scale points", value=None) -> dict:
    return {"figure": figure, "municipality": "koge", "year": "2024", "value": value, "n": None,
            "unit": unit, "shown": shown}  # fmt: skip


def audited(folder: Path, rows: list[dict], page: str = "<p>Text</p>") -> Audit:
    pd.DataFrame(rows).to_csv(folder / "results.csv", index=False)
    if page:
        path = folder / PAGE
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    return audit(folder / "results.csv", {"en": folder / "html"}, load_programme())


FORMS = row("n.completion", True, "forms", 4)


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ([row("who5.after")], ["not attacked: who5.after koge 2024"]),
        ([row("inspire.gain"), row("channel.police.koge_less_odense")], []),
        # A mean is attacked where the number of forms is known, and only there.
        ([row("inspire.after"), FORMS], []),
        ([row("inspire.after")], ["not attacked: inspire.after koge 2024"]),
        ([row("who5.after", shown=True, value=3.0)], []),
        ([row("inspire.gain", value=0.5)], ["withheld, with a number: inspire.gain koge 2024"]),
    ],
)
def test_a_withheld_figure_that_nothing_attacks_fails(tmp_path, rows, missed):
    found = audited(tmp_path, rows)
    assert list(found.missed) == missed
    assert found.well == (not missed)


def test_a_book_without_a_page_fails(tmp_path):
    found = audited(tmp_path, [FORMS], page="")
    assert (found.missed, found.well) == (("no page of a book; build it first",), False)


@pytest.mark.parametrize(
    ("caption", "read"),
    [("Where they live: share of those who answered", False), ("Gender: share", True)],
)
def test_a_chart_of_shares_that_is_of_no_question_fails(tmp_path, caption, read):
    rows = '{"label":"Own flat","series":"Køge (n = 20)","percent":15.0}'
    chart = (
        '<figure class="chart"><script type="application/json" class="chart-spec">'
        f'{{"datasets":{{"a":[{rows}]}}}}</script><figcaption>{caption}</figcaption></figure>'
    )
    found = audited(tmp_path, [FORMS], chart)
    assert (not found.missed) == read


def test_it_is_said_how_many_were_missed(tmp_path):
    lines = list(said(audited(tmp_path, [row("who5.before"), row("who5.after")])))
    assert lines[1:] == [
        "2 that could not be attacked:",
        "not attacked: who5.before koge 2024",
        "not attacked: who5.after koge 2024",
    ]
