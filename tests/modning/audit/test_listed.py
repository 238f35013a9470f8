"""Exhibits that the attacker does not read, and outputs that nobody answers for."""

import json

import pandas as pd
import pytest

from modning.audit import listed
from modning.audit.listed import unaccounted
from slicebook.book.order import Order, Topic
from slicebook.results import MIME, SOURCE_MIME
from slicebook.tables import Table

TABLE = "<table><caption>a</caption><tr><th>x</th></tr></table>"
BARE = '<table border="1" class="dataframe"><tr><td>4</td></tr></table>'
CHART = "application/vnd.vegalite.v6+json"
NOBODY = pd.DataFrame({"place": []})
READ = {"data": {SOURCE_MIME: {}, "text/plain": "4"}}
VIEWS = [
    {"data": {"text/html": TABLE, "text/plain": ""}, "metadata": {}},
    {"data": {**Table(NOBODY, "Køge's < 5")._repr_mimebundle_()}, "metadata": {}},
    {"data": {CHART: {}, "text/plain": ""}, "metadata": {CHART: {"caption": "a"}}},
    {"data": {"text/markdown": "*few*", "text/plain": "few"}, "metadata": {}},
    {"data": {MIME: {}, "text/plain": "1"}, "metadata": {}},
]
STRANGERS = [
    {"data": {"text/html": BARE, "text/plain": "4"}, "metadata": {}},
    {"data": {CHART: {}, "text/plain": ""}, "metadata": {}},
    {"data": {"text/html": "<div>45.2</div>", "text/plain": "4"}, "metadata": {}},
    {"data": {"image/png": "", "text/plain": ""}, "metadata": {}},
    {"data": {"text/plain": "45.2"}, "metadata": {}},
    {"name": "stdout", "text": "45.2"},
]


def found(folder, outputs: list, page: str) -> list:
    run = folder / "runs" / "02_outcomes" / "own" / "koge-2023.ipynb"
    there = folder / "html" / "02_outcomes" / "own" / "koge-2023.html"
    for path in (run, there):
        path.parent.mkdir(parents=True)
    run.write_text(json.dumps({"cells": [{"outputs": outputs}]}))
    there.write_text(page)
    return list(unaccounted(folder / "runs", folder / "html"))


def test_a_page_with_all_that_its_run_lists_is_passed(tmp_path):
    assert found(tmp_path, [READ, *VIEWS], TABLE * 2) == []


@pytest.mark.parametrize("page", [TABLE, TABLE * 3, "", "<p>markup of another kind</p>"])
def test_a_page_with_fewer_or_more_is_named(tmp_path, page):
    (one,) = found(tmp_path, [READ, *VIEWS], page)
    assert (one.municipality, one.year, one.high) == ("koge", "2023", 2)
    assert "02_outcomes/own: exhibits not read" in one.figure
    assert not one.safe


@pytest.mark.parametrize(("slice_", "named"), [("koge-2023", 0), ("all-all", 1)])
def test_a_slice_need_not_have_a_page_and_the_whole_must(tmp_path, slice_, named):
    run = tmp_path / "runs" / "02_outcomes" / "own" / f"{slice_}.ipynb"
    run.parent.mkdir(parents=True)
    run.write_text(json.dumps({"cells": [{"outputs": VIEWS}]}))
    assert len(list(unaccounted(tmp_path / "runs", tmp_path / "html"))) == named


@pytest.mark.parametrize(("page", "named"), [(TABLE * 3, 0), (TABLE * 2, 1)])
def test_a_page_of_several_notebooks_has_what_all_of_them_list(tmp_path, monkeypatch, page, named):
    topic = Topic("topics/b", ("02_outcomes/own", "02_outcomes/other"))
    monkeypatch.setattr(listed, "order", lambda: Order((("A", (topic,)),)))
    for name, outputs in (("own", VIEWS), ("other", VIEWS[:1])):
        run = tmp_path / "runs" / "02_outcomes" / name / "koge-2023.ipynb"
        run.parent.mkdir(parents=True)
        run.write_text(json.dumps({"cells": [{"outputs": outputs}]}))
    there = tmp_path / "html" / "topics" / "b" / "koge-2023.html"
    there.parent.mkdir(parents=True)
    there.write_text(page)
    names = [one.figure for one in unaccounted(tmp_path / "runs", tmp_path / "html")]
    assert names == ["topics/b: exhibits not read"] * named


@pytest.mark.parametrize("stranger", STRANGERS)
def test_what_is_no_view_is_named_once_answers_were_read(tmp_path, stranger):
    tables = str(stranger.get("data", {})).count("<table") + (CHART in stranger.get("data", {}))
    page = TABLE * tables
    names = [one.figure for one in found(tmp_path, [READ, stranger], page)]
    assert names == ["02_outcomes/own: of unknown origin"]


@pytest.mark.parametrize("stranger", STRANGERS)
def test_before_that_it_can_be_of_no_answers(tmp_path, stranger):
    tables = str(stranger.get("data", {})).count("<table") + (CHART in stranger.get("data", {}))
    assert found(tmp_path, [stranger, READ], TABLE * tables) == []
