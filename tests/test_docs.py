"""Every link of the documentation leads to a file, and to a heading in it; no network is asked."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

import verbs_page

ROOT = Path(__file__).resolve().parents[1]
FENCED = re.compile(r"^(`{3,}|~{3,}).*?^\1", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)>\s]+)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
# Pages of the book, whose links are those of the built book.
BOOK = "book/en/"


def documents() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    names = [name for name in listed.stdout.splitlines() if not name.startswith(BOOK)]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


def places(text: str) -> set[str]:
    """Return the anchors of a file's headings, as GitHub makes them."""
    headings = [heading.replace("`", "") for heading in HEADING.findall(FENCED.sub("", text))]
    plain = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading) for heading in headings]
    slugs = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain]
    seen: Counter[str] = Counter()
    found = set()
    for slug in slugs:
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return found


def broken(path: Path) -> Iterator[str]:
    text = CODE.sub("", FENCED.sub("", path.read_text(encoding="utf-8")))
    for link in LINK.findall(text):
        address, _, place = unquote(link).partition("#")
        if re.match(r"[a-z]+:", address):
            continue
        target = (path.parent / address).resolve() if address else path
        if not target.exists() or (
            place and place not in places(target.read_text(encoding="utf-8"))
        ):
            yield f"{path.name} -> {link}"


def test_every_link_leads_somewhere():
    found = documents()
    assert ROOT / "README.md" in found
    assert [link for path in found for link in broken(path)] == []


@pytest.mark.parametrize("link", ["gone.md", "other.md#nowhere", "#not-here"])
def test_a_link_to_nothing_is_found_out(link, tmp_path):
    (tmp_path / "other.md").write_text("# A `heading`, and more\n", encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text(
        f"# Here\n\n[a](other.md#a-heading-and-more) [b](#here) [c](https://example.org)"
        f"\n`[d](gone.md)`\n[e]({link})\n",
        encoding="utf-8",
    )
    assert list(broken(page)) == [f"page.md -> {link}"]


def test_it_is_built_without_a_warning(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "-c", "docs", ".", str(tmp_path / "site")],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    built = {path.stem for path in (tmp_path / "site" / "docs").glob("*.html")}
    assert built == {path.stem for path in (ROOT / "docs").glob("*.md")}


def test_the_readme_says_what_it_is_before_line_ten_and_its_first_command_before_thirty():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert any("docs/book.png" in line for line in lines[:10])
    assert any(line.startswith("    make book") for line in lines[:30])


def test_every_page_of_the_documentation_is_reached_from_the_readme():
    seen, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        text = page.read_text(encoding="utf-8")
        links = [unquote(link).partition("#")[0] for link in LINK.findall(text)]
        todo += [(page.parent / link).resolve() for link in links
                 if link and not re.match(r"[a-z]+:", link)]  # fmt: skip
    assert set((ROOT / "docs").glob("*.md")) - seen == set()


def test_the_page_of_the_verbs_says_what_their_docstrings_say():
    assert verbs_page.PAGE.read_text(encoding="utf-8") == verbs_page.page(), (
        "run python tests/verbs_page.py"
    )


def test_every_test_that_the_documentation_names_exists():
    """`tests/…/test_x.py::test_y` in prose and tables, and `tests/…/test_x.py` alone."""
    named = {
        (file, test)
        for page in documents()
        for file, test in TEST.findall(page.read_text(encoding="utf-8"))
    }
    missing = [
        f"{file}::{test}" for file, test in named
        if not (ROOT / file).is_file()
        or (test and f"\ndef {test}(" not in (ROOT / file).read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert len(named) > 80
    assert missing == []
