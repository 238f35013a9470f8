"""What stands in the way of publication, asked of a small book that has all kinds of it."""

import pytest
from typer.testing import CliRunner

from book.one_book import small_project  # noqa: F401
from book.small_book import ROOT, within
from modning import check, line, publication
from modning.audit.known import Known
from modning.check import BLOCKS, UNSEEN, WELL
from modning.cli import app
from slicebook import editions, paths
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.reconcile import read_results
from slicebook.runs.collect import csv
from slicebook.runs.steps import Done, unless_unchanged


@pytest.fixture(scope="module")
def project(small_project):  # noqa: F811
    with within(small_project):
        yield small_project


def test_each_part_says_how_it_stands(project):
    found = {one.what: one for one in check.findings()}
    assert {what: one.state for what, one in found.items()} == {
        "intake": BLOCKS, "answers": BLOCKS, "examples": WELL, "runs": BLOCKS,
        "reconciliation": WELL, "translations": WELL, "book": WELL, "paper": WELL, "claims": WELL,
        "workbook": WELL, "links": WELL, "audit": BLOCKS, "accessibility": UNSEEN,
        "citation": BLOCKS, "changes": BLOCKS,
    }  # fmt: skip
    assert "modning validate" in found["intake"].said
    assert "synthetic" in found["answers"].said
    assert "25 of 25 are due" in found["runs"].said
    assert "CITATION.cff is not what programme.yml gives" in found["citation"].said
    assert "not in git" in found["changes"].said
    assert "17 sheets in da/tables.ods" in found["workbook"].said


def test_nothing_is_well_that_is_not_there_yet(tmp_path, monkeypatch):
    for name in ("programme.yml", "instruments", "data", "notebooks"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    asked = ["intake", "answers", "runs", "book", "claims", "workbook", "links", "audit"]
    assert {one.what: one.state for one in check.findings(only=asked)} == dict.fromkeys(
        asked, BLOCKS
    )


def test_synthetic_answers_may_be_published_as_an_example(project):
    [answers] = check.findings(as_example=True, only=["answers"])
    assert answers.state == WELL


def test_a_new_projects_examples_are_not_published_as_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MODNING_PROJECT", raising=False)
    assert CliRunner().invoke(app, ["new", "mine", "--yes"]).exit_code == 0
    monkeypatch.chdir(tmp_path / "mine")
    [left] = check.findings(only=["examples"])
    assert left.state == BLOCKS
    assert "costs.csv, criteria.yml" in left.said
    assert check.findings(as_example=True, only=["examples"])[0].state == WELL
    for name in ("costs.csv", "criteria.yml"):
        path = paths.data(name)
        path.write_text(path.read_text("utf-8").replace("eplace it", "e our own"), "utf-8")
    assert check.findings(only=["examples"])[0].state == WELL


def test_a_claim_that_does_not_hold_and_a_workbook_that_is_gone_are_in_the_way(project):
    claims, workbook = paths.build("claims.csv"), paths.build("html", "da", "tables.ods")
    kept = {path: path.read_bytes() for path in (claims, workbook)}
    claims.write_text("figure,holds\ngain,True\ngain,False\n", encoding="utf-8")
    workbook.unlink()
    found = check.findings(only=["claims", "workbook"])
    assert [(one.state, one.said) for one in found] == [
        (BLOCKS, "1 of 2 hold"),
        (BLOCKS, "build/html/da/tables.ods is missing; call `modning book`"),
    ]
    for path, content in kept.items():
        path.write_bytes(content)


def test_what_was_printed_from_something_else_is_in_the_way(project):
    report = paths.build("paper", "da", "report.pdf")
    report.parent.mkdir(parents=True)
    report.write_bytes(b"of another day")
    [paper] = check.findings(only=["paper"])
    assert (paper.state, paper.said) == (
        BLOCKS, "not printed from what is here: da; call `modning paper`",
    )  # fmt: skip
    report.unlink()
    [paper] = check.findings(only=["paper"])
    assert paper.state == WELL


def test_what_was_found_of_its_accessibility_counts_for_this_book_alone(project):
    found = Done("en/index.html: image-alt\n9 pages: 1 problems", well=False)
    unless_unchanged("accessibility", line.looking(), lambda: found)
    [seen] = check.findings(only=["accessibility"])
    assert (seen.state, seen.said) == (BLOCKS, found.said)
    page = paths.build("html", "en", "methods.html")
    kept = page.read_bytes()
    page.write_bytes(kept + b"\n")
    [seen] = check.findings(only=["accessibility"])
    assert seen.state == UNSEEN
    page.write_bytes(kept)


def test_a_table_and_a_code_tell_a_person_and_a_machine(project):
    done = CliRunner().invoke(app, ["check"])
    assert done.exit_code == 1
    assert "| accessibility" in done.output
    assert "in the way of publication" in done.output.splitlines()[-1]


@pytest.mark.parametrize("to", ["staging", "production"])
def test_what_is_in_the_way_is_not_published(project, to):
    done = CliRunner().invoke(app, ["publish", "2026-01", "--to", to, "--as-example"])
    assert done.exit_code == 1
    assert f"not put on {to}" in done.output
    assert not paths.build("staging").exists()
    assert not paths.editions().exists()


def test_a_target_nobody_named_is_one_message(project):
    with pytest.raises(InputError, match="expected one of staging, production"):
        publication.publish("2026-01", "live")


def test_an_edition_that_could_not_be_put_there_is_not_noted(project):
    """The small project is outside git, and production is a branch."""
    paths.build("results.csv").write_text(csv(read_results()), encoding="utf-8")
    target = load_programme().targets["production"]
    with pytest.raises(InputError, match="git branch"):
        publication._published("2026-01", target)
    assert list(paths.editions().glob("*")) == []
    paths.build("results.csv").unlink()
    paths.editions().rmdir()


def test_an_edition_keeps_which_answers_it_told_as_one(project, monkeypatch):
    paths.build("results.csv").write_text(csv(read_results()), encoding="utf-8")
    monkeypatch.setattr(publication, "put", lambda *_: "somewhere")
    monkeypatch.setattr(publication, "known", lambda: Known(together={"mood.low": ("1", "2")}))
    publication._published("2026-01", load_programme().targets["staging"])
    try:
        assert editions.made_before("2026-01").together == {"mood.low": ["1", "2"]}
    finally:
        editions.withdraw("2026-01")
        paths.build("results.csv").unlink()
        paths.editions().rmdir()
