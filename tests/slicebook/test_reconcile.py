import re

import pandas as pd
import pytest

from slicebook import paths
from slicebook import reconcile as r
from slicebook.errors import InputError
from slicebook.printed import just_below

PUBLISHED = pd.DataFrame(
    [
        ("share", "koge", "all", "check", "percent", 57.0, 56.5, 57.5),
        ("total", "all", "all", "check", "DKK", None, 1_250_000.0, 1_350_000.0),
        ("rate", "all", "all", "input", "DKK per hour", 415.0, 415.0, 415.0),
    ],
    columns=["figure", "municipality", "year", "role", "unit", "value", "low", "high"],
)
NONE = pd.DataFrame(columns=["figure", "municipality", "year", "reason"])


def results(**values) -> pd.DataFrame:
    rows = []
    for name, (value, low, high) in values.items():
        place = "koge" if name == "share" else "all"
        rows.append((name, place, "all", value, low, high, "a notebook"))
    columns = ["figure", "municipality", "year", "value", "low", "high", "notebook"]
    return pd.DataFrame(rows, columns=columns)


def explained(figure: str, municipality: str) -> pd.DataFrame:
    row = {"figure": figure, "municipality": municipality, "year": "all", "reason": "misprint"}
    return pd.DataFrame([row])


def status(computed, differences=NONE) -> dict[str, str]:
    rows = r.reconcile(computed, PUBLISHED, differences)
    return dict(zip(rows["figure"], rows["status"], strict=True))


def test_a_value_within_the_printed_rounding_matches():
    assert status(results(share=(56.6, 48, 65)))["share"] == r.MATCHES


def test_a_confidence_interval_does_not_count_against_a_share():
    assert status(results(share=(57.4, 10, 90)))["share"] == r.MATCHES


def test_a_share_that_no_whole_number_of_answers_gives_cannot_be_met():
    """86 per cent of 75: 64 are 85.3 and 65 are 86.7."""
    printed = pd.DataFrame(
        [("asked.yes", "koge", "all", "check", "percent", 86.0, 85.5, 86.5),
         ("asked.n", "koge", "all", "check", "answers", 75.0, 75.0, 75.0)],
        columns=PUBLISHED.columns,
    )  # fmt: skip
    figures = results(share=(100 * 65 / 75, None, None)).assign(figure="asked.yes")
    rows = r.reconcile(figures, printed, NONE).set_index("figure")
    assert rows.loc["asked.yes", "status"] == r.CANNOT
    assert rows.loc["asked.yes", "nearest"] == (64, 75)
    assert r.failures(rows.reset_index()).empty
    # Further off than any count near it: a difference like any other.
    off = figures.assign(value=100 * 66 / 75)
    assert r.reconcile(off, printed, NONE)["status"].iloc[0] == r.UNEXPLAINED
    # Of 74 answers, 64 give it.
    possible = printed.assign(value=[86.0, 74.0])
    assert r.reconcile(figures, possible, NONE)["status"].iloc[0] == r.UNEXPLAINED


@pytest.mark.parametrize(
    ("low", "high", "n", "below"),
    [(85.5, 86.5, 75, 64), (34.5, 35.5, 73, 25), (49.5, 50.5, 37, 18), (49.5, 50.5, 36, None),
     (50.0, 51.0, 36, None), (0.0, 0.5, 30, None)],
)  # fmt: skip
def test_the_count_just_below_a_span(low, high, n, below):
    assert just_below(low, high, n) == below


def test_both_ends_of_a_range_of_money_must_lie_within():
    inside = results(total=(1_300_000, 1_260_000, 1_340_000))
    wider = results(total=(1_300_000, 1_220_000, 1_380_000))
    assert status(inside)["total"] == r.MATCHES
    assert status(wider)["total"] == r.UNEXPLAINED


def test_a_difference_with_a_reason_is_explained_and_fails_once_it_is_gone():
    reason = explained("share", "koge")
    assert status(results(share=(60, 50, 70)), reason)["share"] == r.EXPLAINED
    assert status(results(share=(57, 50, 70)), reason)["share"] == r.SETTLED
    rows = r.reconcile(results(share=(57, 50, 70)), PUBLISHED, reason)
    assert list(r.failures(rows)["figure"]) == ["share"]


def test_what_is_not_computed_is_said_and_does_not_fail():
    rows = r.reconcile(results(), PUBLISHED, NONE)
    assert list(rows["status"]) == [r.MISSING, r.MISSING, r.INPUT]
    assert r.failures(rows).empty


def test_what_may_not_be_shown_is_told_from_what_is_not_computed():
    rows = r.reconcile(results(share=(None, None, None)).assign(shown=False), PUBLISHED, NONE)
    assert rows.set_index("figure")["status"]["share"] == r.WITHHELD
    assert rows.set_index("figure")["status"]["total"] == r.MISSING
    assert r.failures(rows).empty


@pytest.mark.parametrize("ends", [(1_220_000, 1_340_000), (1_260_000, 1_380_000)])
def test_one_end_of_a_range_of_money_outside_is_enough_to_differ(ends):
    assert status(results(total=(1_300_000, *ends)))["total"] == r.UNEXPLAINED


def test_an_unexplained_difference_fails():
    rows = r.reconcile(results(share=(12, 10, 20)), PUBLISHED, NONE)
    assert list(r.failures(rows)["figure"]) == ["share"]


def test_a_difference_without_a_reason_is_refused(tmp_path):
    file = tmp_path / "known_differences.csv"
    file.write_text("figure,municipality,year,reason\nshare,koge,all,\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 2: share has no reason"):
        r.read_differences(file)


def test_a_figure_printed_twice_is_refused(tmp_path):
    file = tmp_path / "published.csv"
    file.write_text("figure,municipality,year\na,all,all\na,all,all\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"row 3: a \(all, all\) occurs twice"):
        r.read_published(file)


def test_results_that_do_not_exist_yet_are_asked_for(tmp_path):
    with pytest.raises(InputError, match="modning run"):
        r.read_results(tmp_path / "results.parquet")


def test_the_printed_figures_are_whole():
    published = r.read_published()
    assert set(published["role"]) == {"input", "check"}
    assert (published["low"] <= published["high"]).all()
    checks = published[published["role"] == "check"]
    assert checks[["low", "high", "as_printed", "source"]].notna().all(axis=None)


def contradictions(tmp_path, arithmetic):
    path = tmp_path / "contradictions.csv"
    path.write_text(f"id,arithmetic,unit\none,{arithmetic},DKK\n", encoding="utf-8")
    return r.read_contradictions(path)["results"].tolist()


@pytest.mark.parametrize(
    ("arithmetic", "results"),
    [("60000 / 260", (60000 / 260,)), ("10 * 2 ; 10 * 2.5", (20, 25)), ("", ()),
     ("200 / (8 * 12)", (200 / 96,))],
)  # fmt: skip
def test_contradictions_are_worked_out(tmp_path, arithmetic, results):
    assert contradictions(tmp_path, arithmetic) == [pytest.approx(results)]


@pytest.mark.parametrize("arithmetic", ["__import__('os')", "two / 3", "1; x"])
def test_only_sums_of_numbers_are_worked_out(tmp_path, arithmetic):
    with pytest.raises(InputError, match=r"contradictions\.csv, row 2: .* is no sum of numbers"):
        contradictions(tmp_path, arithmetic)


def test_every_contradiction_is_told_in_both_languages():
    rows = r.read_contradictions()
    assert (rows[["id", "section", "other_section"]] != "").all(axis=None)
    for words in rows[["says", "other", "explanation"]].to_numpy().flat:
        assert "" != words["da"] != words["en"] != ""
    assert not rows["id"].duplicated().any()
    assert ((rows["arithmetic"] == "") == (rows["unit"] == "")).all()


def test_the_counts_of_those_sent_to_a_group_are_a_contradiction():
    """35 candidates in Tabel 4.3, 26 baseline forms and 67 registrations in Tabel 5.1."""
    results = r.read_contradictions().set_index("id")["results"]
    assert results["koge_referred_2024"] == pytest.approx((100 * 26 / 35, 100 * 9 / 26))
    assert results["share_referred_koge_2024"] == pytest.approx((100 * 35 / 67, 100 * 35 / 90))
    assert results["management_twice"][:2] == (450 * 415, 450 * 475)


def test_what_differs_is_said_in_a_sentence_that_no_terminal_tears():
    published = PUBLISHED.assign(as_printed=["57 %", "1.3 million", "415"])
    rows = r.reconcile(results(share=(60, 50, 70)), published, explained("share", "koge"))
    assert r.said(rows) == [
        "share (koge, all): printed 57 %, computed 60: differs (explained) (misprint)",
        "total (all, all): printed 1.3 million, computed nothing: not yet computed",
        "1 differs (explained), 1 not yet computed, 1 input",
    ]


def test_a_figure_has_one_name(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("figure,label_en,label_da\ntotal,Cost,Udgift\n", "utf-8")
    assert r.read_names(path)["total"]["da"] == "Udgift"
    path.write_text("figure,label_en,label_da\ntotal,Cost,Udgift\ntotal,Price,Pris\n", "utf-8")
    with pytest.raises(InputError, match=r"names.csv, row 3: total occurs twice"):
        r.read_names(path)


def test_the_report_s_figures_have_names():
    printed = set(r.read_published()["figure"])
    assert set(r.read_names()) == printed


def test_what_a_printed_number_allows_is_what_rounds_to_it():
    """Of the report's file: "57 %" from 56.5 to 57.5, "10-12 %" from 9.5 to 12.5, "37" forms 37."""
    rows = pd.read_csv(paths.report("published.csv"), dtype=str)
    read = 0
    for row in rows[rows["role"] == "check"].itertuples():
        found = re.fullmatch(r"(\d+)(?:-(\d+))?( %)?", row.as_printed)
        if not found or row.unit not in ("percent", "forms", "answers", "persons"):
            continue
        half = 0.5 if found[3] else 0.0
        ends = float(found[1]) - half, float(found[2] or found[1]) + half
        assert (float(row.low), float(row.high)) == ends, (row.figure, row.as_printed)
        read += 1
    assert read > 80
