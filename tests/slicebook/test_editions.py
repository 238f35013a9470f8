"""Editions: what each showed is kept, and what moved since is told with its reason."""

import pandas as pd
import pytest

from slicebook import editions, paths
from slicebook.book.changes_page import FIRST, SAME, changes_tables
from slicebook.errors import InputError
from slicebook.programme import load_programme
from speak import speak

PROGRAMME = load_programme()


def results(**rows: tuple) -> pd.DataFrame:
    """Return a results table of the figures `name=(value, n, shown)`, percentages of the whole."""
    return pd.DataFrame(
        [
            {"figure": name, "municipality": "all", "year": "all", "value": value, "n": n,
             "unit": "forms" if name == "n_forms" else "percent", "shown": shown}
            for name, (value, n, shown) in rows.items()
        ]
    ).astype({"value": float, "n": float})  # fmt: skip


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return tmp_path


def publish(name: str, table: pd.DataFrame):
    path = paths.build("results.csv")
    path.parent.mkdir(exist_ok=True)
    path.write_text(table.to_csv(index=False), encoding="utf-8")
    return editions.publish(name)


BEFORE = results(
    same=(10, 50, True), more=(10, 50, True), other=(10, 50, True), hidden=(10, 50, True),
    gone=(10, 50, True), n_forms=(50, None, True), withheld=(None, None, False),
)  # fmt: skip
AFTER = results(
    same=(10, 50, True), more=(12, 60, True), other=(11, 50, True), hidden=(None, None, False),
    new=(3, 60, True), n_forms=(60, None, True), withheld=(None, None, False),
)  # fmt: skip


def test_an_edition_keeps_what_it_showed_and_no_more(project):
    path = publish("2026-01", BEFORE)
    kept = pd.read_csv(path)
    assert set(kept["figure"]) == {"same", "more", "other", "hidden", "gone", "n_forms"}
    assert list(editions.earlier()) == ["2026-01"]
    with pytest.raises(InputError, match="published already"):
        publish("2026-01", AFTER)
    for name in ("../x", "A b", ""):
        with pytest.raises(InputError, match="expected letters"):
            publish(name, AFTER)


def test_every_change_has_its_reason(project):
    publish("2026-01", BEFORE)
    moved = editions.changes(editions.earlier()["2026-01"], AFTER).set_index("figure")
    assert moved["why"].to_dict() == {
        "more": "answers", "other": "computed", "hidden": "withheld", "gone": "gone",
        "new": "new", "n_forms": "answers",
    }  # fmt: skip
    assert moved.loc["more", ["before", "now", "n_before", "n_now"]].tolist() == [10, 12, 50, 60]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_page_says_what_moved(project, language):
    assert speak(language, changes_tables, AFTER) == FIRST[language]
    publish("2026-01", BEFORE)
    assert speak(language, changes_tables, BEFORE) == SAME[language].format(edition="2026-01")
    text = speak(language, changes_tables, AFTER)
    assert text.count("<tr>") >= 6
    assert "50" in text
    assert "nan" not in text.lower().replace("finans", "")
