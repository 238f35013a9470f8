"""A notebook's text with its numbers, below the cells that compute them, while it is open.

In JupyterLab a cell of text shows its template. Once a cell of code has run, the text up to the
next one stands below its result as the book says it, and so does earlier text (the answer at the
head) as soon as this run has recorded all that it names. Text is that of the saved notebook.
"""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
from IPython import get_ipython
from IPython.display import Markdown, display

from slicebook import paths, results
from slicebook.evaluation import evaluation
from slicebook.kinds import kinds
from slicebook.notes import SESSION
from slicebook.programme import load_programme
from slicebook.runs.matrix import notebook_name, source_of
from slicebook.text import speaking
from slicebook.translations import SOURCE

EVENT = "post_run_cell"


class Reader:
    """Says of one open notebook what has its numbers; each text once unless its code runs again."""

    def __init__(self, notebook: Path) -> None:
        self._notebook = notebook
        self._said: set[str] = set()

    def after(self, result: Any) -> None:
        """Show what can be said after a cell ran; called by IPython."""
        cells = json.loads(self._notebook.read_text(encoding="utf-8"))["cells"]
        ids = [cell.get("id") for cell in cells]
        if not result.success or result.info.cell_id not in ids:
            return
        at = ids.index(result.info.cell_id)
        code = (n for n, cell in enumerate(cells) if n > at and cell["cell_type"] == "code")
        end = next(code, len(cells))
        self._said -= {*ids[at:end]}
        waiting = [
            cell for cell in cells[:end] if _has_names(cell) and cell["id"] not in self._said
        ]
        values = self._values() if waiting else {}
        for cell in waiting:
            if (told := _filled(source_of(cell), values)) is not None:
                self._said.add(cell["id"])
                display(Markdown(told))

    def _values(self) -> dict[str, Any]:
        """Return what the text may name: what this run recorded, and others' in the last build."""
        from slicebook.book.values import Values

        path = paths.build("results.parquet")
        table = pd.read_parquet(path) if path.is_file() else results.table([])
        name = notebook_name(self._notebook)
        others = table[table["notebook"] != name]
        here, recorded = results.recorded()
        with speaking(SOURCE):
            own = results.table([(name, one) for one in recorded])
            made_up = [name] if evaluation().origin()["synthetic"] else []
            own["kind"] = kinds(own, made_up, evaluation().real("figures"))
            own = own.set_index(results.KEY)
            own.update(table.set_index(results.KEY)[["kind"]])
            own = own.reset_index()
            known = pd.concat([others, own]).drop_duplicates(results.KEY, keep="last")
            return Values(known, load_programme()).of(here)


def _has_names(cell: dict[str, Any]) -> bool:
    return cell["cell_type"] == "markdown" and "{{" in source_of(cell)


def _filled(text: str, values: dict[str, Any]) -> str | None:
    from slicebook.book.prose import ProseError, fill

    try:
        with speaking(SOURCE):
            return fill(text, values)
    except ProseError:
        return None


def begin() -> None:
    """Read the notebook that is open in JupyterLab; in no other run, and one reader at a time."""
    shell, notebook = get_ipython(), Path(os.environ.get(SESSION, ""))
    if shell is None or notebook.suffix != ".ipynb" or not notebook.is_file():
        return
    for one in [*shell.events.callbacks[EVENT]]:
        if isinstance(getattr(one, "__self__", None), Reader):
            shell.events.unregister(EVENT, one)
    shell.events.register(EVENT, Reader(notebook).after)
