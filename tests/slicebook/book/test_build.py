"""Building: what fails, what is left alone, and that the same input gives the same book."""

import filecmp
import re
import shutil

import nbformat
import pytest
import yaml
from nbformat.v4 import new_markdown_cell, new_output

from book.small_book import COSTS, OUTCOMES, make_project, within
from slicebook import notes, paths
from slicebook.book import build_book
from slicebook.book.assemble import assemble
from slicebook.book.build import stale
from slicebook.book.catalogues import said_of_unfinished
from slicebook.book.check import external_resources
from slicebook.book.editions import install
from slicebook.book.stamp import made_of
from slicebook.errors import InputError
from slicebook.programme import load_programme

RUN = f"build/runs/{OUTCOMES}/koge-2024.ipynb"


def assembled(project):
    source = project / "build" / "book" / "en" / "source"
    with within(project):
        assemble(load_programme(), "en", source)
    return source


def built(project, *languages):
    with within(project):
        return build_book(load_programme(), languages)


def change(path, edit):
    notebook = nbformat.read(path, 4)
    edit(notebook)
    nbformat.write(notebook, path)


@pytest.fixture
def project(tmp_path):
    return make_project(tmp_path)


def test_names_without_a_value_are_named_together_with_where_they_stand(project):
    def edit(notebook):
        notebook.cells.insert(1, new_markdown_cell("So {{ gain.nobody }} said.", id="a"))
        notebook.cells.append(new_markdown_cell("And {{ odense.gian }}.", id="b"))

    change(project / RUN, edit)
    with pytest.raises(InputError) as raised:
        assembled(project)
    assert str(raised.value).splitlines() == [
        f'{OUTCOMES} koge-2024, cell 2: "gain.nobody" has no value here',
        f'{OUTCOMES} koge-2024, cell 11: "odense.gian" has no value here',
    ]


def test_a_heading_that_cannot_be_filled_is_named_as_such(project):
    def edit(notebook):
        notebook.cells[0].source = "# Gain: {{ slize }}"

    change(project / RUN, edit)
    with pytest.raises(InputError, match='koge-2024, cell 1: "slize" has no value here'):
        assembled(project)


def test_a_run_that_stopped_is_no_page(project):
    error = new_output("error", ename="ValueError", evalue="no such scale", traceback=[])
    change(project / RUN, lambda notebook: notebook.cells[2].outputs.append(error))
    with pytest.raises(InputError, match="koge-2024: the run stopped at ValueError: no such scale"):
        assembled(project)


def test_a_page_without_a_title_is_named(project):
    change(project / RUN, lambda notebook: notebook.cells.pop(0))
    with pytest.raises(InputError, match="koge-2024: the first cell must begin with"):
        assembled(project)


def test_nothing_run_says_what_to_do(project):
    shutil.rmtree(project / "build" / "runs")
    with pytest.raises(InputError, match="no executed notebook; run them first"):
        assembled(project)


def test_a_notebook_that_is_gone_leaves_no_page(project):
    source = assembled(project)
    page = source / f"{OUTCOMES}/koge-2024.ipynb"
    assert page.is_file()
    (project / "notebooks" / f"{OUTCOMES}.ipynb").unlink()
    assembled(project)
    assert not page.exists()


def test_pages_that_stay_the_same_are_not_written_again(project):
    source = assembled(project)
    before = {path: path.stat().st_mtime_ns for path in source.rglob("*") if path.is_file()}
    change(project / RUN, lambda notebook: notebook.metadata.papermill.update(duration=9.75))
    assembled(project)
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_the_same_input_gives_the_same_book_and_a_warning_fails_every_time(project, site):
    index = built(project)
    same = filecmp.dircmp(site.parent, index.parent, ignore=[])
    differing = list(differences(same))
    assert differing == []

    changed = index.stat().st_mtime_ns
    built(project)
    assert index.stat().st_mtime_ns == changed

    claims = project / "build" / "book" / "da" / "claims.csv"
    kept = claims.read_bytes()
    claims.unlink()
    with within(project):
        assert stale(load_programme()) == ["da"]
    claims.write_bytes(kept)

    style = project / "book" / "_static" / "modning.css"
    shutil.copytree(paths.theme("_static"), style.parent)
    style.write_text(style.read_text() + "/* a change */\n")
    built(project, "en")
    assert (index.parent / "_static" / "modning.css").read_text() == style.read_text()
    front = (index.parent / "en" / "index.html").read_text(encoding="utf-8")
    assert f"modning.css?v={checksum(site)}" not in front
    assert not (index.parent / "da").exists()
    assert "English" not in front
    style.write_text(style.read_text().removesuffix("/* a change */\n"))

    link = new_markdown_cell("[No such page](nowhere.md)", id="link")
    change(project / RUN, lambda notebook: notebook.cells.append(link))
    for _ in range(2):
        with pytest.raises(InputError, match=r"koge-2024\.ipynb.*nowhere\.md"):
            built(project, "en")
    assert index.is_file()  # the old book stays
    change(project / RUN, lambda notebook: notebook.cells.pop())
    built(project)
    assert list(differences(filecmp.dircmp(site.parent, index.parent, ignore=[]))) == []


def test_another_sentence_gives_the_printed_book_of_a_build_from_nothing(project, tmp_path_factory):
    def retold(folder):
        for path in (f"notebooks/{COSTS}.ipynb", f"build/runs/{COSTS}/all-all.ipynb"):
            text = (folder / path).read_text(encoding="utf-8")
            (folder / path).write_text(text.replace("A year costs", "Indeed, a year costs"))

    def printed(folder):
        with within(folder):
            return build_book(load_programme(), ["en"], printed=True).parent

    printed(project)
    retold(project)
    beside = printed(project)
    assert "Indeed, a year" in (beside / "en" / COSTS / "all-all.html").read_text("utf-8")
    another = make_project(tmp_path_factory.mktemp("another"))
    retold(another)
    assert list(differences(filecmp.dircmp(beside, printed(another), ignore=[]))) == []


def checksum(site):
    """Return the checksum by which a book's pages link the style sheet."""
    text = (site / "index.html").read_text(encoding="utf-8")
    return re.search(r"modning\.css\?v=(\w+)", text)[1]


def test_what_the_pages_read_counts_and_how_long_runs_took_does_not(project):
    with within(project), notes.taken() as read:
        assemble(load_programme(), "en", project / "build" / "book" / "en" / "source")
        before = made_of()
        (project / "build" / "timings.json").write_text('{"en 01_a/01_x koge-2023": 3}')
        assert made_of() == before
        change(project / RUN, lambda notebook: notebook.cells.pop())
        assert made_of()["runs"] != before["runs"]
    assert {"data/methods/rates.csv", "data/report/published.csv", "programme.yml"} <= read
    assert {"instruments", "editions"} <= read


def differences(compared, under=""):
    for name in [*compared.left_only, *compared.right_only, *compared.funny_files]:
        yield under + name
    _, unequal, _ = filecmp.cmpfiles(
        compared.left, compared.right, compared.common_files, shallow=False
    )
    yield from (under + name for name in unequal)
    for name, below in compared.subdirs.items():
        yield from differences(below, f"{under}{name}/")


@pytest.mark.parametrize(
    ("name", "text", "address"),
    [
        ("a.html", '<script src="https://cdn.example/x.js"></script>', "https://cdn.example/x.js"),
        ("a.html", "<img alt='' src='//cdn.example/x.png'>", "//cdn.example/x.png"),
        ("a.html", '<link rel="stylesheet" href="http://x.example/y.css">', "http://x.example/y.css"),
        ("a.html", '<p style="background: url(https://x.example/z.png)">', "https://x.example/z.png"),
        ("a.css", '@import "https://fonts.example/f.css";', "https://fonts.example/f.css"),
        ("a.css", "@font-face { src: url('https://f.example/f.woff2') }", "https://f.example/f.woff2"),
    ],
)  # fmt: skip
def test_what_a_page_would_load_from_elsewhere_is_found(tmp_path, name, text, address):
    (tmp_path / name).write_text(text)
    assert external_resources(tmp_path) == [f"{name}: {address}"]


def test_links_and_local_resources_are_no_loading_from_elsewhere(tmp_path):
    (tmp_path / "a.html").write_text(
        '<a href="https://creativecommons.org">licence</a><script src="_static/x.js"></script>'
        '<link rel="license" href="https://creativecommons.org"><img src="data:image/png;base64,">'
    )
    assert external_resources(tmp_path) == []


def test_installing_replaces_the_whole_book_and_shares_what_is_the_same(tmp_path):
    page = '<script src="../_static/a.js"></script><script src="../_static/language_data.js">'
    for language in ("en", "da"):
        files = {"x/new.html": page, "_static/a.js": "shared", "_static/language_data.js": language}
        for name, text in files.items():
            path = tmp_path / language / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    target = tmp_path / "html"
    target.mkdir()
    (target / "old.html").touch()
    (tmp_path / "report.pdf").write_text("on paper")
    sites = {language: tmp_path / language for language in ("da", "en")}
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "figures.csv").write_text("figure,value")
    beside = {"en": {"report.pdf": tmp_path / "report.pdf"}}
    install(sites, target, "Title", beside, tmp_path / "data")
    files = sorted(str(path.relative_to(target)) for path in target.rglob("*") if path.is_file())
    assert files == [
        "_static/a.js", "da/_static/language_data.js", "da/x/new.html", "data/figures.csv",
        "en/_static/language_data.js", "en/report.pdf", "en/x/new.html", "index.html",
    ]  # fmt: skip
    moved = '<script src="../../_static/a.js"></script><script src="../_static/language_data.js">'
    assert (target / "en/x/new.html").read_text() == moved
    assert (target / "en/_static/language_data.js").read_text() == "en"
    assert 'url=da/index.html"' in (target / "index.html").read_text()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "da", "data", "en", "html", "report.pdf",
    ]  # fmt: skip


def test_a_text_without_translation_is_marked_and_named(project):
    path = project / "book" / "locale" / "da" / "LC_MESSAGES" / f"{OUTCOMES}.po"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "## Slutningen"', 'msgstr ""'), encoding="utf-8")
    run = project / "build" / "runs" / OUTCOMES / "koge-2024.ipynb"
    change(run, lambda notebook: notebook.cells.append(new_markdown_cell("Own words.", id="o")))
    with within(project):
        assemble(load_programme(), "da", project / "source")
        advice, *lines = said_of_unfinished("da")
        for again in (False, True):
            said = []
            build_book(load_programme(), ["da"], say=said.append)
            assert said == ([] if again else ["\n".join([advice, *lines])])
    assert advice.startswith("1 texts are missing or fuzzy in da: a draft has them in en, marked")
    assert lines == [f"notebooks/{OUTCOMES}.ipynb:cell-8: ## The end of it"]
    page = (project / "source" / OUTCOMES / "koge-2024.ipynb").read_text(encoding="utf-8")
    for source in ("## The end of it", "Own words."):
        assert f"{source}\\n\\n*Ikke oversat endnu.*" in page


HOSTILE = "<script>alert(1)</script> {{ 7*7 }} [a](javascript:b) {raw}`c`"


def test_names_and_labels_are_texts_whatever_is_in_them(project):
    """A label may come from somebody else's survey system: nothing in it is HTML, Jinja or MyST."""
    programme = replaced(project / "programme.yml")
    programme["municipalities"]["koge"]["name"] += f" {HOSTILE}"
    programme["name"] = {language: f"{HOSTILE} {name}" for language, name in named(programme)}
    (project / "programme.yml").write_text(yaml.safe_dump(programme, allow_unicode=True))
    forms = project / "instruments"
    shutil.copytree(forms, project / "copied", symlinks=False)
    forms.unlink()
    (project / "copied").rename(forms)
    for path in forms.glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"(\w[^"\n]*)"', rf'"\1 {HOSTILE}"', text), encoding="utf-8")
    source = assembled(project)
    found = [*source.rglob("*.md"), *source.rglob("*.ipynb")]
    pages = {path: path.read_text("utf-8") for path in found}
    told = [path.name for path, text in pages.items() if "alert(1)" in text]
    assert {"index.md", "baseline.md", "koge-2024.ipynb"} <= set(told)
    tags = [path.name for path, text in pages.items() if "<script>alert" in text]
    links = [path.name for path, text in pages.items() if "[a](java" in strip_tags(text)]
    roles = [path.name for path, text in pages.items() if "{raw}`" in strip_tags(text)]
    assert (tags, links, roles) == ([], [], [])


def replaced(link):
    """Return a YAML file's content, and put a file of its own in the place of a link to it."""
    text = link.read_text(encoding="utf-8")
    link.unlink()
    return yaml.safe_load(text)


def named(programme):
    return programme["name"].items()


def strip_tags(text):
    """Return what Markdown reads: HTML blocks, whose text it leaves alone, taken out."""
    return re.sub(r"(?s)<(div|figure|nav|aside|table)\b.*?</\1>", "", text)


def test_words_that_no_page_has_any_more_are_gone_from_the_search(project):
    run = project / f"build/runs/{OUTCOMES}/all-all.ipynb"
    said = new_markdown_cell("There were 90210 of them.", id="a")
    change(run, lambda notebook: notebook.cells.insert(1, said))
    index = built(project, "en").parent / "en" / "searchindex.js"
    assert "90210" in index.read_text(encoding="utf-8")
    change(run, lambda notebook: notebook.cells.pop(1))
    built(project, "en")
    assert "90210" not in index.read_text(encoding="utf-8")
