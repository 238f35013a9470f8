"""The documentation as pages, by Sphinx: `make docs`."""

from sphinx.application import Sphinx

project = "modning"
extensions = ["myst_parser"]
html_theme = "sphinx_book_theme"
root_doc = "README"
include_patterns = [
    "*.md", "docs/*.md", "benchmarks/README.md", "lib/*/README.md", "examples/*/README.md",
]  # fmt: skip
myst_heading_anchors = 4
# Links to folders are for those who have the files; tests/test_docs.py follows them.
suppress_warnings = ["myst.xref_missing"]


def setup(app: Sphinx) -> None:
    """Ask for no list of contents: the pages lead from one to another."""
    app.connect("source-read", _orphan)


def _orphan(app: Sphinx, name: str, text: list[str]) -> None:
    text[0] = f"---\norphan: true\n---\n{text[0]}"
