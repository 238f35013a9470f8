"""Live editing, as a person does it: the browser on one side, the editor on the other."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
import psutil
import pytest
from playwright.sync_api import Page, expect

from book.conftest import browser  # noqa: F401
from runs.small_project import write_notebook
from slicebook.preview.build import nearest
from slicebook.slices import Slice

ROOT = Path(__file__).resolve().parents[3]
# On a busy machine; what it takes on an idle one is measured in benchmarks.
PATIENCE = 120_000
FRONT = ("index", "methods", "reconciliation", "data", "glossary")


def make_project(folder: Path) -> Path:
    """Lay out a project of two notebooks with a library of its own, to be edited."""
    for name in ("programme.yml", "instruments", "data", "uv.lock"):
        (folder / name).symlink_to(ROOT / name)
    # Without the order of the real notebooks, and the page that needs their figures.
    left_out = shutil.ignore_patterns("contents.yml", "plan.md")
    shutil.copytree(ROOT / "book", folder / "book", ignore=left_out)
    shutil.copytree(ROOT / "lib", folder / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "lib" / "modning" / "greeting.py").write_text('WORD = "first word"\n')
    for name in FRONT:
        (folder / "book" / "en" / f"{name}.md").write_text(f"# Page {name}\n")
    (folder / "book" / "front.yml").write_text("key_figures: []\n")
    greeting = "from modning.greeting import WORD\n\nprint(WORD)"
    write_notebook(folder, "01_forms/01_greeting", greeting)
    write_notebook(folder, "02_costs/01_lines", "print('costs')", slices="all")
    return folder


@dataclass
class Previewed:
    """A running preview: its project, its address and what it has said."""

    folder: Path
    address: str
    process: subprocess.Popen
    said: list[str] = field(default_factory=list)

    def notebook(self) -> Path:
        return self.folder / "notebooks" / "01_forms" / "01_greeting.ipynb"

    def edit(self, cell: int, source: str) -> None:
        notebook = nbformat.read(self.notebook(), as_version=4)
        notebook.cells[cell].source = source
        nbformat.write(notebook, self.notebook())

    def listen(self, ready: threading.Event) -> None:
        for line in self.process.stdout:
            self.said.append(line)
            if line.startswith("open http"):
                ready.set()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Previewed]:
    folder, port = make_project(tmp_path_factory.mktemp("previewed")), free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "modning.cli", "preview", "--port", str(port)],
        env={**os.environ, "MODNING_PROJECT": str(folder), "PYTHONPATH": str(folder / "lib")},
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    found, ready = Previewed(folder, f"http://127.0.0.1:{port}", process), threading.Event()
    threading.Thread(target=found.listen, args=[ready], daemon=True).start()
    try:
        assert ready.wait(PATIENCE / 1000), found.said
        yield found
    finally:
        family = [process, *psutil.Process(process.pid).children(recursive=True)]
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
        psutil.wait_procs(family[1:], timeout=10)
        assert not [one for one in family[1:] if one.is_running()]


@pytest.fixture
def page(browser, previewed: Previewed) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{previewed.address}/01_forms/01_greeting/all-all.html")
    yield page
    context.close()


def sees(page: Page, text: str) -> None:
    expect(page.locator("article.bd-article")).to_contain_text(text, timeout=PATIENCE)


def test_a_sentence_saved_is_on_the_page(page: Page, previewed: Previewed) -> None:
    sees(page, "first word")
    previewed.edit(0, "# Title: {{ slice }}\n\nA sentence that was just written.")
    sees(page, "A sentence that was just written.")
    # A sentence is put into the run that is there.
    assert any(line.startswith("nothing to run") for line in previewed.said)


def test_only_the_page_of_a_changed_sentence_is_written(page: Page, previewed: Previewed) -> None:
    previewed.edit(0, "# Title: {{ slice }}\n\nBefore.")
    sees(page, "Before.")
    before = written(previewed)
    previewed.edit(0, "# Title: {{ slice }}\n\nThe one page that is written.")
    sees(page, "The one page that is written.")
    after = written(previewed)
    changed = [name for name in after if after[name] != before[name]]
    # Sphinx writes the root of the contents and the search each time.
    assert changed == ["01_forms/01_greeting/all-all.html", "index.html", "search.html"]


def written(previewed: Previewed) -> dict[str, int]:
    """Return when each page was written."""
    [site] = previewed.folder.glob("build/preview/*/site")
    pages = sorted(site.glob("**/*.html"))
    return {page.relative_to(site).as_posix(): page.stat().st_mtime_ns for page in pages}


def test_what_pages_share_is_followed(page: Page, previewed: Previewed) -> None:
    page.goto(f"{previewed.address}/index.html")
    for text in ("One sentence.", "Another."):
        (previewed.folder / "book" / "en" / "index.md").write_text(f"# Page index\n\n{text}")
        sees(page, text)
    previewed.edit(0, "# Another title: {{ slice }}")
    expect(page.locator(".book-contents")).to_contain_text("Another title", timeout=PATIENCE)


def test_a_mistake_is_shown_and_goes_away_when_it_is_mended(
    page: Page, previewed: Previewed
) -> None:
    notice = page.locator("#preview-problem")
    previewed.edit(3, "1 / 0")
    expect(notice).to_contain_text("ZeroDivisionError", timeout=PATIENCE)
    expect(notice).to_contain_text("01_forms/01_greeting all-all, cell 4 (1 / 0)")
    sees(page, "first word")
    previewed.edit(3, "from modning.greeting import WORD\n\nprint(WORD)")
    expect(notice).to_have_count(0, timeout=PATIENCE)
    previewed.edit(1, nbformat.read(previewed.notebook(), 4).cells[1].source)
    previewed.edit(0, "# Title: {{ slice }}\n\nThere is {{ nothing.here }}.")
    expect(notice).to_contain_text('"nothing.here" has no value here', timeout=PATIENCE)
    previewed.edit(0, "# Title: {{ slice }}")
    expect(notice).to_have_count(0, timeout=PATIENCE)


def test_the_library_is_followed(page: Page, previewed: Previewed) -> None:
    module = previewed.folder / "lib" / "modning" / "greeting.py"
    module.write_text('WORD = "another word"\n')
    sees(page, "another word")


def test_no_file_holds_the_script(page: Page, previewed: Previewed) -> None:
    assert "/-/events" in page.content()
    pages = list((previewed.folder / "build").rglob("*.html"))
    assert pages
    assert not any("/-/events" in path.read_text(encoding="utf-8") for path in pages)


def test_only_the_site_is_served(page: Page, previewed: Previewed) -> None:
    for name in ("..%2f..%2fsource%2findex.md", "nothing.html"):
        assert page.request.get(f"{previewed.address}/{name}").status in (403, 404)


def test_a_notebook_without_the_slice_shows_the_closest_wider_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "programme.yml").symlink_to(ROOT / "programme.yml")
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    for name, slices in (("every", "every"), ("place", "municipality"), ("whole", "all")):
        write_notebook(tmp_path, f"01_x/01_{name}", slices=slices)
    names = [run.name for run in nearest(Slice("koge", "2024"))]
    assert names == ["01_x/01_every koge-2024", "01_x/01_place koge-all", "01_x/01_whole all-all"]
