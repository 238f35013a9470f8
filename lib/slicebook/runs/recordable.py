"""Words of the names under which a run that ended could have recorded figures, had it gone on.

Names are made in code, of texts there and of names in data, so the names themselves are not known.
But a misspelt one is made of a word that is in none of these places.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from slicebook import paths
from slicebook.runs.dependencies import definitions, imports, module_file, own_files
from slicebook.runs.ends import has_ended
from slicebook.runs.matrix import Run, read_notebook, source_of
from slicebook.text_tables import read_text_table

_WORD = re.compile(r"[^\W\d_]+")


def words_recorded(runs: Iterable[Run]) -> set[str]:
    """Return the words of texts without a space in the code of runs that ended and what it uses.

    And those of the report's figures. None where no run ended.
    """
    notebooks = {run.notebook for run in runs if has_ended(run.output)}
    if not notebooks:
        return set()
    texts = [text for path in sorted(notebooks) for text in _texts_behind(path)]
    if paths.has_report():
        texts += read_text_table(paths.report("published.csv"), ["figure"])["figure"].tolist()
    return words_in(texts)


def words_in(texts: Iterable[str]) -> set[str]:
    """Return the words of names, without their numbers: `joiners_within_13` has two."""
    return {word for text in texts for word in _WORD.findall(text)}


def _texts_behind(path: Path) -> Iterator[str]:
    notebook = read_notebook(path)
    taken = imports(notebook)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            yield from _texts(source_of(cell))
    for file in [*map(module_file, sorted(definitions(taken))), *own_files(taken)]:
        yield from _texts(file.read_text(encoding="utf-8"))


def _texts(code: str) -> Iterator[str]:
    """Return the texts of code without a space: names, not what is said."""
    for node in ast.walk(ast.parse(code)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and not re.search(r"\s", text):
            yield text
