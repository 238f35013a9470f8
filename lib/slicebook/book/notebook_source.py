"""Where a result is computed: each notebook's code as a page, and the links that lead there."""

import json
from html import escape

from slicebook.book import words
from slicebook.runs import Run

# Not among the contents nor found by the search: it is reached from the results.
HEADER = "---\norphan: true\nnosearch: true\n---\n"


def source_page(run: Run) -> tuple[str, str]:
    """Return the name and the Markdown of the page with a notebook's code, cell by cell.

    It leads back to where the book shows a run of it.
    """
    notebook = json.loads(run.notebook.read_text(encoding="utf-8"))
    name, first = run.notebook_name, run.slice.name
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
    address = source_address(run.notebook_name, cell)
    return f'<p class="to-source"><a href="{address}">{text}</a></p>'


def source_address(notebook: str, cell: str) -> str:
    """Return the address of a cell's code, as a link on a page of its notebook has it."""
    return f"../../source/{notebook}.html#{anchor(cell)}"


def anchor(cell: str) -> str:
    """Return the place of a cell on the page of its notebook's code."""
    return f"code-{cell}"
