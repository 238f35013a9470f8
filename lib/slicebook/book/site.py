"""From assembled pages to a site: Sphinx as jupyter-book sets it up, and the swap into place."""

import io
import re
import shutil
from collections.abc import Collection, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jupyter_book.config import get_final_config
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from slicebook import paths
from slicebook.book.contents import Part
from slicebook.book.settings import sphinx_settings
from slicebook.book.theme_words import compile_theme_words
from slicebook.errors import InputError
from slicebook.programme import Programme
from slicebook.text import speaking

SUMMARY = re.compile(r'<p class="((?:collapsed|expanded) admonition-title)">(.*?)</p>')
# Pages that Sphinx makes of no source.
OWN_PAGES = ("search", "genindex")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def render(
    programme: Programme,
    language: str,
    languages: Sequence[str],
    contents: list[Part],
    work: Path,
    jobs: int,
    **more: Any,
) -> None:
    """Render the pages of a language, `source` in its folder, into `site` there: what changed.

    `languages` are all the book's, `more` are settings of Sphinx's. Raises `InputError` with
    Sphinx's warnings, each of which fails the build.
    """
    with speaking(language):
        settings = sphinx_settings(programme, language, languages, contents)
        settings["locale_dirs"] = compile_theme_words(language, work / "locale")
        _render(work, settings | more, jobs)


def _render(work: Path, settings: dict[str, Any], jobs: int) -> None:
    source, site, doctrees = (work / name for name in ("source", "site", "doctrees"))
    # Found from an earlier build, it would be linked with a checksum, which a first build lacks.
    for style in site.glob("_static/mystnb.*.css"):
        style.unlink()
    said = io.StringIO()
    final, _ = get_final_config(
        user_yaml=paths.theme("_config.yml"),
        cli_config={**settings, "latex_individualpages": False},
    )
    locale.translators.clear()  # of another language, built before by the same process
    final.pop("comments_config", None)  # of an extension that the configuration leaves out
    try:
        with patch_docutils(), docutils_namespace():
            app = Sphinx(
                srcdir=source, confdir=None, outdir=site, doctreedir=doctrees,
                buildername="html", confoverrides=final, status=None, warning=said,
                parallel=jobs,
            )  # fmt: skip
            # It numbers sections after all pages are read; it only fails to say so.
            app.extensions["sphinx_multitoc_numbering"].parallel_read_safe = True
            app.connect("html-page-context", _plain_and_translated)
            app.connect("html-page-context", _from_topic_to_topic)
            app.connect("env-updated", _search_topics_alone)
            app.connect("html-collect-pages", _search_what_is_there)
            app.builder.templates.environment.bytecode_cache = _compiled(site)
            app.build()
            _drop_gone(site, app.env.found_docs)
    except SphinxError as problem:
        said.write(f"{problem}\n")
    if warnings := _plain(said.getvalue(), source):
        # What was read with a warning would be taken from the cache without one the next time.
        shutil.rmtree(doctrees, ignore_errors=True)
        raise InputError("the book has warnings:\n" + "\n".join(warnings))


def _drop_gone(site: Path, there: Collection[str]) -> None:
    """Remove the pages of an earlier build whose source is gone, which Sphinx leaves."""
    for page in site.rglob("*.html"):
        name = page.relative_to(site).with_suffix("").as_posix()
        if name not in there and name not in OWN_PAGES and not name.startswith("_static/"):
            page.unlink()


def _compiled(site: Path) -> FileSystemBytecodeCache:
    """Return where the theme's compiled templates are kept from build to build."""
    folder = site.with_name("templates")
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def _plain_and_translated(app: Sphinx, page: str, template: str, context: dict, tree: Any) -> None:
    """Drop what is English in any language, the label of folded code and the search's name.

    MyST-NB's summaries of folded code hold paragraphs, which HTML does not allow there.
    """
    context["theme_search_bar_text"] = context.get("search_label", "")
    body = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")
    context["body"] = SUMMARY.sub(r'<span class="\1">\2</span>', body)


@cache
def _topics(app: Sphinx) -> dict[str, tuple[str, str]]:
    """Return of each page the topic it belongs to, its own or its notebook's, and that one's title.

    In the order of the contents.
    """
    root = app.config.root_doc
    found = {root: (root, app.env.titles[root].astext())}
    for part in app.config.html_context["contents"]:
        for page in part["pages"]:
            own = (page["name"], page["title"])
            found |= dict.fromkeys(_names(page), own)
    return found


@cache
def _in_order(app: Sphinx) -> list[tuple[str, str]]:
    return list(dict.fromkeys(_topics(app).values()))


def _names(page: dict[str, Any]) -> list[str]:
    return [page["name"], *(name for below in page["below"] for name in _names(below))]


def _from_topic_to_topic(app: Sphinx, page: str, template: str, context: dict, tree: Any) -> None:
    """Lead to the previous and next topic of the contents, past the slices."""
    of_page, topics = _topics(app), _in_order(app)
    if page not in of_page:
        return
    at = topics.index(of_page[page])
    for name, other in {"prev": at - 1, "next": at + 1}.items():
        context[name] = None
        if 0 <= other < len(topics):
            there, title = topics[other]
            link = app.builder.get_relative_uri(page, there)
            context[name] = {"link": link, "title": escape(title)}


def _search_topics_alone(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave slices out of the search: it finds a topic, whose page leads to its slices."""
    for page, (topic, _title) in _topics(app).items():
        if page != topic:
            env.metadata[page]["nosearch"] = True


def _search_what_is_there(app: Sphinx) -> list:
    """Forget words of an earlier build's pages, which Sphinx keeps: they may tell its answers."""
    for words in (app.builder.indexer._mapping, app.builder.indexer._title_mapping):
        for word in [word for word, pages in words.items() if not pages]:
            del words[word]
    return []


def _plain(text: str, source: Path) -> list[str]:
    """Return the warnings, one a line, with places relative to the assembled pages."""
    lines = [COLOUR.sub("", line).replace(f"{source}/", "") for line in text.splitlines()]
    return sorted({line.strip() for line in lines if line.strip()})
