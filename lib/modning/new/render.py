"""The template's files with a project's words filled in; its notebooks are written as Markdown.

Braces in square brackets are filled in when a project is made: `[[ name ]]`, `[% for … %]`. Curly
ones stay, and are filled in when its book is built. In a notebook's template a line `<!-- id -->`
begins a cell, which is code where it is fenced; above the first, `<!-- key: value -->` is said of
the whole notebook.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from slicebook.book.messages import blocks
from surveys.instruments.yaml_text import one_line

TEMPLATE = Path(__file__).resolve().parents[1] / "template"
CELL = re.compile(r"^<!-- ([a-z0-9-]+) -->\n", re.MULTILINE)
SAID = re.compile(r"<!-- (\w+: .*) -->\n")
CODE = re.compile(r"```python\n(.*?)\n?```", re.DOTALL)
PARAMETERS = 'municipality = "all"\nyear = "all"'


def filled(text: str, words: Mapping[str, Any]) -> str:
    """Return a template with a project's words."""
    return _environment().from_string(text).render(**words)


def notebook(text: str) -> str:
    """Return a notebook, as a file has it, from a filled template."""
    said = SAID.match(text)
    _, *parts = CELL.split(SAID.sub("", text, count=1) if said else text)
    cells = [_cell(id, source.strip()) for id, source in zip(parts[::2], parts[1::2], strict=True)]
    parameters = new_code_cell(PARAMETERS, id="parameters", metadata={"tags": ["parameters"]})
    cells.insert(1, parameters)
    about = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
             "language_info": {"name": "python"}}  # fmt: skip
    if said:
        about["modning"] = dict(_pairs(said[1]))
    made = new_notebook(cells=cells, metadata=about)
    nbformat.validate(made)
    return nbformat.writes(made, version=nbformat.NO_CONVERT) + "\n"


def prose(text: str) -> list[str]:
    """Return the blocks of a filled template that are translated one by one, in their order."""
    parts = CELL.split(text)
    cells = [text] if len(parts) == 1 else parts[2::2]
    return [block for cell in cells if not CODE.fullmatch(cell.strip())
            for block in blocks(cell.strip())]  # fmt: skip


def _cell(id: str, source: str) -> nbformat.NotebookNode:
    code = CODE.fullmatch(source)
    return new_code_cell(code[1], id=id) if code else new_markdown_cell(source, id=id)


def _pairs(said: str) -> Iterator[tuple[str, str]]:
    for pair in said.split(";"):
        key, _, value = pair.partition(":")
        yield key.strip(), value.strip()


def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        block_start_string="[%", block_end_string="%]", variable_start_string="[[",
        variable_end_string="]]", comment_start_string="[#", comment_end_string="#]",
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )  # fmt: skip
    made.filters |= {"quoted": one_line, "flow": one_line}
    return made
