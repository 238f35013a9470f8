"""The page on how long it took."""

import json
from pathlib import Path

import pytest

from book.small_book import COSTS, OUTCOMES, make_project, within
from slicebook import paths
from slicebook.book.timings_page import UNKNOWN, timing_tables
from slicebook.programme import load_programme


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("timed"))


@pytest.mark.parametrize(("language", "whole"), [("en", "All municipalities, all years"),
                                                 ("da", "Alle kommuner, alle år")])  # fmt: skip
def test_seconds_are_added_up_the_slowest_first(project: Path, language: str, whole: str) -> None:
    known = {
        f"{language} {OUTCOMES}/all-all": 9.0,  # of a run that there is no more
        f"{language} {OUTCOMES} all-all": 1.25,
        f"{language} {OUTCOMES} koge-2024": 0.5,
        f"{language} {COSTS} all-all": 2.5,
    }
    with within(project):
        paths.build("timings.json").write_text(json.dumps(known))
        text = timing_tables(load_programme(), language)
    by_notebook, by_slice = text.split("## ")[1:]
    assert by_notebook.index(COSTS) < by_notebook.index(OUTCOMES)
    seconds = "1.8" if language == "en" else "1,8"
    assert f'<td class="number">2</td>\n<td class="number">{seconds}</td>' in by_notebook
    assert whole in by_slice
    assert "9" not in text


def test_without_times_it_says_so(project: Path) -> None:
    with within(project):
        paths.build("timings.json").unlink(missing_ok=True)
        assert timing_tables(load_programme(), "da") == UNKNOWN["da"]
