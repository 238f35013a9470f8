"""From assembled pages to a site: Sphinx as jupyter-book sets it up, and the swap into place."""

import io
import re
import shutil
from pathlib import Path
from typing import Any

from jinja2 import FileSystemBytecodeCache
from jupyter_book.config import get_final_config
from sphinx import locale
from sphinx.application import Sphinx
from sphinx.errors import SphinxError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from slicebook.errors import InputError

SUMMARY = re.compile(r'<p class="((?:collapsed|expanded) admonition-title)">(.*?)</p>')
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def render(source: Path, site: Path, config: Path, settings: dict[str, Any], jobs: int) -> None:
    """Render the pages of `source` into `site`, only those that changed.

    `config` is jupyter-book's configuration and `settings` Sphinx's that are computed. Raises
    `InputError` with Sphinx's warnings, each of which fails the build.
    """
    doctrees = site.with_name("doctrees")
    # Found from an earlier build, it would be linked with a checksum, which a first build lacks.
    for style in site.glob("_static/mystnb.*.css"):
        style.unlink()
    said = io.StringIO()
    final, _ = get_final_config(
        user_yaml=config, cli_config={**settings, "latex_individualpages": False}
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
            app.builder.templates.environment.bytecode_cache = _compiled(site)
            app.build()
    except SphinxError as problem:
        said.write(f"{problem}\n")
    if warnings := _plain(said.getvalue(), source):
        # What was read with a warning would be taken from the cache without one the next time.
        shutil.rmtree(doctrees, ignore_errors=True)
        raise InputError("the book has warnings:\n" + "\n".join(warnings))


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


def _plain(text: str, source: Path) -> list[str]:
    """Return the warnings, one a line, with places relative to the assembled pages."""
    lines = [COLOUR.sub("", line).replace(f"{source}/", "") for line in text.splitlines()]
    return sorted({line.strip() for line in lines if line.strip()})
