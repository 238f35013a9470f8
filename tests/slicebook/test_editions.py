"""Editions: what each showed is kept, and what moved since is told with its reason."""

from dataclasses import replace

import pandas as pd
import pytest

from cellguard.coarse import Coarse
from slicebook import editions, paths
from slicebook.book.changes_page import FIRST, SAME, changes_tables
from slicebook.book.rows import Rows
from slicebook.errors import InputError
from slicebook.made_with import MadeWith
from slicebook.programme import load_programme
from speak import speak

PROGRAMME = load_programme()


NOTEBOOK = "02_outcomes/01_gain"
CODE, LIBRARY, PRICES = f"notebooks/{NOTEBOOK}.ipynb", "modning.shares", "data/report/prices.csv"
USES = {NOTEBOOK: frozenset({CODE, LIBRARY, PRICES})}


def made(second_hand: bool = False, **changed: str) -> MadeWith:
    """Return what the figures were made with; `changed` has other hashes: code, library, ….

    Where `second_hand`, the notebook reads the figures of others.
    """
    hashes = {CODE: "1", LIBRARY: "1", PRICES: "1"}
    hashes |= {{"code": CODE, "library": LIBRARY, "prices": PRICES}[name]: hash
               for name, hash in changed.items()}  # fmt: skip
    return MadeWith(hashes, {}, USES, frozenset([NOTEBOOK] if second_hand else []))


def results(**rows: tuple) -> pd.DataFrame:
    """Return a results table of the figures `name=(value, n, shown)`, percentages of the whole."""
    return pd.DataFrame(
        [
            {"figure": name, "municipality": "all", "year": "all", "value": value, "n": n,
             "unit": "forms" if name == "n_forms" else "percent", "shown": shown,
             "notebook": NOTEBOOK}
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
    return editions.publish(name, made())[0]


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
    with pytest.raises(InputError, match='comes before "2026-01"'):
        publish("2025-12", AFTER)
    for name in ("../x", "A b", ""):
        with pytest.raises(InputError, match="expected letters"):
            publish(name, AFTER)


def moved(now: MadeWith) -> pd.DataFrame:
    known = editions.earlier()["2026-01"]
    return editions.changes(known, AFTER, now, editions.made_before("2026-01"))


def test_an_edition_keeps_its_steps_and_what_it_told_as_one(project):
    paths.build("results.csv").parent.mkdir()
    paths.build("results.csv").write_text(BEFORE.to_csv(index=False), encoding="utf-8")
    together = {"help.none_or_unknown": ["none", "unknown"]}
    editions.publish("2026-01", replace(made(), coarse=Coarse(0.5, 1.0), together=together))
    told = editions.earlier()["2026-01"].attrs
    assert (told["coarse"], told["together"]) == (Coarse(0.5, 1.0), together)


def test_every_change_has_its_reason(project):
    publish("2026-01", BEFORE)
    found = moved(made()).set_index("figure")
    assert found["why"].to_dict() == {
        "more": "answers", "other": "answers", "hidden": "withheld", "gone": "gone",
        "new": "new", "n_forms": "answers",
    }  # fmt: skip
    assert found.loc["more", ["before", "now", "n_before", "n_now"]].tolist() == [10, 12, 50, 60]


@pytest.mark.parametrize(
    ("now", "other", "more"),
    [
        (made(library="2"), "method", "answers method"),
        (made(code="2", prices="2"), "method data", "answers method data"),
        (made(second_hand=True), "figures", "answers"),
    ],
)
def test_method_data_and_answers_are_told_apart(project, now, other, more):
    """Of `other` as many answered as before, of `more` there are more."""
    publish("2026-01", BEFORE)
    found = moved(now).set_index("figure")["why"]
    assert (found["other"], found["more"]) == (other, more)


@pytest.mark.parametrize(
    ("read", "year", "n", "changed", "why"),
    [
        ({"baseline"}, "all", 50, "library", "answers method"),
        ({"baseline"}, "all", 50, "prices", "answers data"),
        ({"baseline"}, "all", None, "library", "answers method"),
        ({"baseline"}, "2024", 50, "library", "answers method"),
        # Another form, or more than one, may be what changed.
        ({"completion"}, "all", 50, "library", "method perhaps"),
        ({"baseline", "completion"}, "all", 50, "library", "method perhaps"),
        # A price rests on no answers.
        ({"baseline"}, "all", None, "prices", "data"),
    ],
)
def test_answers_that_change_with_something_else_are_told_too(project, read, year, n, changed, why):
    """A notebook that is as it was tells that the answers to its forms are others."""
    other = BEFORE[BEFORE["figure"] == "other"].assign(n=n).astype({"n": float})
    still = other.assign(figure="still", notebook="01_intake/01_still", year=year, n=50.0)
    publish("2026-01", pd.concat([other, still]))
    answers = {NOTEBOOK: frozenset({"baseline"}), "01_intake/01_still": frozenset(read)}
    now = replace(made(**{changed: "2"}), answers=answers)
    moved_too = pd.concat([other, still]).assign(value=11.0)
    found = editions.changes(
        editions.earlier()["2026-01"], moved_too, now, editions.made_before("2026-01")
    ).set_index("figure")["why"]
    assert (found["still"], found["other"]) == ("answers", why)


def test_answers_of_another_slice_may_have_changed_here_too(project):
    other = BEFORE[BEFORE["figure"] == "other"].assign(municipality="koge")
    still = other.assign(figure="still", municipality="odense", notebook="01_intake/01_still")
    publish("2026-01", pd.concat([other, still]))
    answers = dict.fromkeys([NOTEBOOK, "01_intake/01_still"], frozenset({"baseline"}))
    now = replace(made(library="2"), answers=answers)
    found = editions.changes(
        editions.earlier()["2026-01"], pd.concat([other, still]).assign(value=11.0), now,
        editions.made_before("2026-01"),
    ).set_index("figure")["why"]  # fmt: skip
    assert (found["still"], found["other"]) == ("answers", "method perhaps")


def test_the_largest_change_comes_first_and_what_has_no_size_last(project):
    """Forms by a sixth, shares by 2 and by 1 percentage point."""
    publish("2026-01", BEFORE)
    names = moved(made())["figure"].tolist()
    assert names[:3] == ["n_forms", "more", "other"]
    assert set(names[3:]) == {"new", "gone", "hidden"}


def test_a_page_that_was_written_again_is_named(project):
    before = MadeWith({}, {"index": "1", NOTEBOOK: "1"}, {}, frozenset())
    now = MadeWith({}, {"index": "1", NOTEBOOK: "2"}, {}, frozenset())
    assert now.rewritten(before) == [NOTEBOOK]


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_page_says_what_moved(project, language):
    assert speak(language, changes_tables, AFTER, now=made()) == FIRST[language]
    publish("2026-01", BEFORE)
    assert SAME[language].format(edition="2026-01") in speak(
        language, changes_tables, BEFORE, now=made()
    )
    text = speak(language, changes_tables, AFTER, now=made(library="2"))
    assert text.count("<tr>") >= 6
    assert LIBRARY in text
    assert "50" in text
    assert "nan" not in text.lower().replace("finans", "")


def test_a_change_too_small_to_be_read_is_counted_and_one_that_is_listed_leads_to_its_row(project):
    publish("2026-01", BEFORE)
    closer = AFTER.assign(value=AFTER["value"].where(AFTER["figure"] != "other", 10.2))
    rows = Rows({("more", "all", "all"): f"{NOTEBOOK}/all-all"})
    text = speak("en", changes_tables, closer, rows, made())
    assert "1 figure differs by less than a page shows" in text
    assert "<code>other</code>" not in text
    assert f'<a href="{NOTEBOOK}/all-all.html#figure-more">more</a>' in text


def test_an_edition_that_did_not_get_out_leaves_nothing(project):
    publish("2026-01", BEFORE)
    editions.withdraw("2026-01")
    assert list(paths.editions().iterdir()) == []
