"""What a page shows of a run's outputs, and what it only takes note of."""

from collections.abc import Iterable, Iterator
from typing import Any

from nbformat import NotebookNode

from slicebook.book import made_up, titles
from slicebook.book.drawings import picture
from slicebook.notes import MIME as FILE_MIME
from slicebook.results import MIME as FIGURE_MIME
from slicebook.results import SOURCE_MIME
from slicebook.shown.house import UNCAPTIONED
from slicebook.shown.static import VEGALITE
from slicebook.shown.view import in_language

HIDDEN = {FIGURE_MIME, SOURCE_MIME, FILE_MIME}
HTML = "text/html"


def errors(notebook: NotebookNode) -> list[str]:
    """Return the errors a run stopped at; a run that did not stop has none."""
    return [
        f"{output.ename}: {output.evalue}"
        for output in of(notebook.cells)
        if output.output_type == "error"
    ]


def shown(outputs: list[NotebookNode], language: str, invented: bool = False) -> list[NotebookNode]:
    """Return the outputs that a reader of a language sees, charts with their static drawing.

    What made-up answers decide (`invented`) says so inside its frame.
    """
    kept = [_in_language(output, language) for output in outputs if not _is_hidden(output)]
    told = [
        _chart(output, language) if _is_chart(output) else _table(output, language)
        for output in kept
    ]
    return [made_up.marked(output) for output in told] if invented else told


def is_result(output: NotebookNode) -> bool:
    """Tell whether a shown output is a chart, a table or a notice in the place of one."""
    return bool({VEGALITE, "text/html"} & set(output.get("data", {})))


def has_table(output: NotebookNode) -> bool:
    """Tell whether a shown output is a table, or a chart, which brings one along."""
    return _is_chart(output) or "<table" in "".join(output.get("data", {}).get(HTML, ""))


def of(cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """Yield the outputs of some cells."""
    for cell in cells:
        yield from cell.get("outputs", [])


def _is_hidden(output: NotebookNode) -> bool:
    return bool(HIDDEN & set(output.get("data", {})))


def _in_language(output: NotebookNode, language: str) -> NotebookNode:
    if "data" not in output:
        return output
    data, metadata = in_language(output, language)
    return NotebookNode({**output, "data": data, "metadata": metadata})


def _is_chart(output: NotebookNode) -> bool:
    return VEGALITE in output.get("data", {})


def _table(output: NotebookNode, language: str) -> NotebookNode:
    data = output.get("data", {})
    if HTML in data:
        data[HTML] = titles.listed("".join(data[HTML]), language)
    return output


def _chart(output: NotebookNode, language: str) -> NotebookNode:
    """Gather a chart's bundle under one MIME type: a renderer is given one at a time."""
    words = {
        **(output.metadata.get(VEGALITE) or _undescribed(output.data[VEGALITE])),
        "svg": picture(output.data[VEGALITE]),
        "language": language,
    }
    return NotebookNode(
        output_type="display_data",
        data={VEGALITE: output.data[VEGALITE]},
        metadata={VEGALITE: words},
    )


def _undescribed(spec: dict[str, Any]) -> dict[str, Any]:
    """Return what is said of a chart that Altair alone showed: that nothing is, and its numbers."""
    rows = next(iter(spec.get("datasets", {}).values()), [])
    columns = list(dict.fromkeys(name for row in rows for name in row))
    table = {"columns": columns, "rows": [[row.get(name) for name in columns] for row in rows]}
    return {"caption": str(UNCAPTIONED), "alt": str(UNCAPTIONED), "table": table}
