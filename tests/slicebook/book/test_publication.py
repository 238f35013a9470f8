"""Publishing: a folder or a branch with every edition, each with its name, and an index of them."""

import subprocess
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from book.small_book import within
from slicebook import paths
from slicebook.book.check import broken_links
from slicebook.book.publication import put
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.targets import Target

FOLDER, BRANCH = Target(folder="site"), Target(branch="published")


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def project(small_project: Path, tmp_path: Path):
    """Give a project in git with the small book's pages but its static files."""
    (tmp_path / "programme.yml").symlink_to(small_project / "programme.yml")
    for name in ("index.html", "en/index.html", "en/changes.html", "da/index.html"):
        page = tmp_path / "build" / "html" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_bytes((small_project / "build" / "html" / name).read_bytes())
    git(tmp_path, "init", "--quiet")
    for key, value in (("user.name", "A person"), ("user.email", "a@example.org")):
        git(tmp_path, "config", key, value)
    with within(tmp_path):
        yield tmp_path


def test_a_folder_has_each_edition_under_its_name_and_an_index(project):
    for edition in ("2026-01", "2026-02", "2026-01"):
        put(edition, FOLDER, load_programme())
    index = BeautifulSoup((project / "site/index.html").read_text("utf-8"), "html.parser")
    assert [name.get_text() for name in index.select("li h3")] == [
        "2026-02 (the latest)", "2026-01",
    ]  # fmt: skip
    links = [link["href"] for link in index.select("a")]
    assert links[:3] == [f"2026-02/{page}.html" for page in ("en/index", "da/index", "en/changes")]
    assert all((project / "site" / link).is_file() for link in links)


@pytest.mark.parametrize(
    ("language", "word", "built"), [("en", "Edition", "Built"), ("da", "Udgave", "Bygget")]
)
def test_every_page_says_which_edition_it_is_of(project, language, word, built):
    put("2026-01", FOLDER, load_programme())
    page = (project / f"site/2026-01/{language}/index.html").read_text("utf-8")
    cited = BeautifulSoup(page, "html.parser").select_one(".cite")
    assert f"{word} 2026-01. {built}" in cited.p.get_text()
    assert f"{word} 2026-01. {built}" in cited.pre.get_text()
    built = (paths.build("html") / language / "index.html").read_text("utf-8")
    assert "2026-01" not in built


def test_a_branch_has_the_editions_and_no_other_file_and_is_not_checked_out(project):
    before = git(project, "status", "--porcelain")
    for edition in ("2026-01", "2026-02"):
        said = put(edition, BRANCH, load_programme())
    assert said == "branch published: git push origin published"
    names = git(project, "ls-tree", "-r", "--name-only", "published").splitlines()
    assert {name.partition("/")[0] for name in names} == {
        ".nojekyll", "index.html", "2026-01", "2026-02",
    }  # fmt: skip
    subjects = git(project, "log", "--format=%s", "published").splitlines()
    assert subjects[:2] == ["Publish edition 2026-02", "Publish edition 2026-01"]
    assert git(project, "status", "--porcelain") == before
    assert len(git(project, "worktree", "list").splitlines()) == 1


def test_outside_git_there_is_no_branch(project, tmp_path_factory):
    other = tmp_path_factory.mktemp("nowhere")
    for name in ("programme.yml", "build"):
        (other / name).symlink_to(project / name)
    with within(other), pytest.raises(InputError, match="git branch"):
        put("2026-01", BRANCH, load_programme())


def test_without_a_book_there_is_nothing_to_put(project):
    (project / "build").rename(project / "gone")
    with pytest.raises(InputError, match="no book was built yet"):
        put("2026-01", FOLDER, load_programme())


def test_links_of_a_published_edition_lead_where_they_did(project, small_project):
    """Those between languages and pages are relative, so an edition can lie anywhere."""
    with within(small_project):
        put("2026-01", Target(folder=str(project / "whole")), load_programme())
    assert broken_links(project / "whole") == []
