"""Pictures of charts: those that pages show, each drawn once."""

import json
from pathlib import Path
from typing import Any

import pytest

from slicebook.book import drawings
from slicebook.book.contents import Leaf
from slicebook.runs.matrix import Run
from slicebook.shown.static import LANGUAGES, LATER, VEGALITE, drawn, pictures
from slicebook.slices import Slice


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return tmp_path


def spec(text: str) -> dict[str, Any]:
    values = {"values": [{"text": text}]}
    return {"data": values, "mark": "text", "encoding": {"text": {"field": "text"}}}


def test_a_picture_is_drawn_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawings.picture(spec("one"))
    assert first == drawn(spec("one"))
    assert ">two<" in drawings.picture(spec("two"))
    monkeypatch.setattr(drawings.static, "drawn", lambda one: pytest.fail("drawn again"))
    assert drawings.picture(spec("one")) == first


def test_many_are_drawn_before_pages_are_made(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [spec(f"chart {number}") for number in range(drawings.FEW + 1)]
    drawings.draw(many, jobs=2)
    monkeypatch.setattr(drawings.static, "drawn", lambda one: pytest.fail("not drawn before"))
    assert all(f">chart {at}<" in drawings.picture(one) for at, one in enumerate(many))


def test_charts_are_those_of_the_pages_in_their_language(project: Path) -> None:
    data = {
        VEGALITE: spec("one"),
        LANGUAGES: {"da": {"data": {VEGALITE: spec("en")}, "metadata": {}}},
    }
    printed = {"output_type": "stream", "name": "stdout", "text": "beside"}
    shown = {"output_type": "display_data", "data": data, "metadata": {}}
    cells = [{"cell_type": "markdown"}, {"cell_type": "code", "outputs": [printed, shown]}]
    output = project / "run.ipynb"
    output.write_text(json.dumps({"cells": cells}))
    leaf = Leaf("01_a/01_b", (Run(project / "source.ipynb", Slice("all", "all"), output),))
    assert [*drawings.shown([leaf], "en")] == [spec("one")]
    assert [*drawings.shown([leaf], "da")] == [spec("en")]


def test_a_run_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LATER, "1")
    assert pictures(spec("one")) == {}
