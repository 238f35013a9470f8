"""Every figure made from answers is of a kind that somebody has thought about."""

import json
from dataclasses import replace

import pandas as pd
import pytest

from modning.audit.kinds import OF_SCALES, OF_VERBS, kind_of, unknown
from modning.audit.knowledge import questions
from modning.audit.known import KINDS, Known
from modning.audit.scales import asked_twice
from slicebook.errors import InputError
from slicebook.results import SOURCE_MIME
from slicebook.written import read
from surveys.codebook import load_codebook
from surveys.codebook.bands import answers_of

FORMS = load_codebook()
NOTEBOOK = "02_outcomes/09_own"


def figures(*names: str) -> pd.DataFrame:
    return pd.DataFrame([
        {"figure": name, "municipality": "all", "year": "all", "value": 1.0, "shown": True,
         "notebook": NOTEBOOK}
        for name in names
    ])  # fmt: skip


def run_of(folder, *outputs: dict, **metadata) -> None:
    path = folder / NOTEBOOK / "all-all.ipynb"
    path.parent.mkdir(parents=True)
    cells = [{"outputs": [{"data": data}]} for data in outputs]
    path.write_text(json.dumps({"cells": cells, "metadata": {"modning": metadata}}))


def kinds(*names: str) -> dict[str, str]:
    return kind_of(names, questions(names, FORMS), FORMS)


def test_a_figure_of_no_kind_is_named_with_what_to_write(tmp_path):
    run_of(tmp_path, {SOURCE_MIME: {"form": "completion"}})
    names = ("own.median", "inspire.gain", "sara.mystery", "sara.hours_each")
    (said,) = unknown(figures(*names), kinds(*names), tmp_path)
    assert said.startswith("nobody knows what they tell of the answers: own.median, sara.mystery;")
    assert all(word in said for word in ("data/known.yml", "kinds:", *KINDS))


@pytest.mark.parametrize(
    ("outputs", "metadata", "asked"),
    [([], {}, False), ([{SOURCE_MIME: {}}], {}, True), ([], {"reads": "results"}, True)],
)
def test_a_figure_that_no_answers_are_behind_needs_none(tmp_path, outputs, metadata, asked):
    run_of(tmp_path, *outputs, **metadata)
    assert bool(list(unknown(figures("own.price"), {}, tmp_path))) == asked


def test_where_nothing_tells_what_a_notebook_read_it_is_asked_too(tmp_path):
    assert list(unknown(figures("own.price"), {}, tmp_path))
    hidden = figures("own.price").assign(shown=False)
    assert not list(unknown(hidden, {}, tmp_path))


@pytest.mark.parametrize(
    ("figure", "kind"),
    [
        ("gender.man", "share"), ("sessions.mean", "mean"), ("inspire.before", "total"),
        ("inspire.hope.gain", "compared"), ("inspire.change_rank", "ranks"),
        ("inspire_o.alpha_after", "alpha"), ("inspire_o.omega_after", "joint"),
        ("men.baseline", "same"), ("n.completion", "number"), ("dropout.sure", "trimmed"),
        ("referral.group.koge_less_odense", "difference"), ("violence.types", "rows"),
        ("running.total", "public"), ("inspire.gain.at_10", "reckoned"),
    ],
)  # fmt: skip
def test_the_kind_of_a_figure(figure, kind):
    assert kinds("gender.man", "gender.woman", figure)[figure] == kind


@pytest.mark.parametrize("figure", ["inspire.median", "dropout.median", "gender.man.variance"])
def test_what_stands_beside_known_figures_is_not_known_for_it(figure):
    assert figure not in kinds(figure)


def test_only_kinds_that_are_explained_can_be_written():
    assert {*OF_VERBS, *OF_SCALES} <= set(KINDS)
    with pytest.raises(InputError, match=r"known\.yml"):
        read(Known, {"kinds": {"harmless": ["*"]}}, "known.yml")


def test_a_number_asked_twice_is_the_same_share_in_each_form():
    age = next(
        form.item("age") for form in FORMS.values() if any(i.id == "age" for i in form.items)
    )
    asked = {id: replace(FORMS[id], items=(age,)) for id in ("baseline", "completion")}
    first = answers_of(age)[0]
    known = asked_twice(asked)
    assert known[f"age.{first}.before"] == f"baseline.age.{first}"
    assert known[f"age.{first}.after"] == f"completion.age.{first}"
