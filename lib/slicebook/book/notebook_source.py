"""Where a result is computed: each notebook's code as a page, and the links that lead there."""

import json
from html import escape

from slicebook.book import words
from slicebook.book.contents import Chapter
from slicebook.runs import Run

# Not among the contents nor found by the search: it is reached from the results.
HEADER = "---\norphan: true\nnosearch: true\n---\n"


def source_page(chapter: Chapter) -> tuple[str, str]:
    """Return the name and the Markdown of the page with a notebook's code, cell by cell."""
    notebook = json.loads(chapter.first.notebook.read_text(encoding="utf-8"))
    name, first = chapter.name, chapter.first.slice.name
    cells = [
        f'<div id="{anchor(cell["id"])}" class="source-cell">\n\n'
        f"`{cell['id']}`\n\n````python\n{''.join(cell['source'])}\n````\n\n</div>"
        for cell in notebook["cells"]
        if cell["cell_type"] == "code"
    ]
    about = words.SOURCE_PAGE.format(
        f"`notebooks/{name}.ipynb`", f'<a href="../../{name}/{first}.html">{name}</a>'
    )
    title = f"# {words.NOTEBOOK}: {name}"
    return f"source/{name}", "\n\n".join([HEADER + title, about, *cells]) + "\n"


def source_link(run: Run, cell: str) -> str:
    """Return the link from a result on a run's page to the code that computes it."""
    text = words.COMPUTED_IN.format(f"<code>{escape(cell)}</code>")
    return f'<p class="to-source"><a href="{source_address(run, cell)}">{text}</a></p>'


def source_address(run: Run, cell: str) -> str:
    """Return the address of a cell's code, as a link on a run's page has it."""
    return f"../../source/{run.notebook_name}.html#{anchor(cell)}"


def anchor(cell: str) -> str:
    """Return the place of a cell on the page of its notebook's code."""
    return f"code-{cell}"
