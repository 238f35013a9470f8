"""A notebook's text as it is now, in a run whose code is the same: nothing is executed for it."""

import json
from typing import Any

from slicebook import files
from slicebook.runs import stored
from slicebook.runs.fingerprint import TEXT
from slicebook.runs.matrix import Run
from slicebook.runs.taken import Fingerprint
from slicebook.runs.worker import read_source

# As papermill marks the cell that it adds after the one of parameters.
INJECTED = "injected-parameters"


def retell(run: Run, fingerprint: Fingerprint) -> bool:
    """Put a notebook's text into its run, as executing it would; tell whether that could be done.

    It cannot where cells of code have other ids now.
    """
    executed = json.loads(run.output.read_text(encoding="utf-8"))
    source = read_source(run.notebook)
    ids = [cell.id for cell in source.cells]
    done = [cell for cell in executed["cells"] if cell["cell_type"] == "code"]
    if [cell["id"] for cell in done if not _is_injected(cell)] != [
        cell.id for cell in source.cells if cell.cell_type == "code"
    ]:
        return False
    executed["cells"] = _woven(source.cells, done)
    stored.stabilise(executed, ids)
    noted = executed["metadata"]["modning"]
    noted["fingerprint"][TEXT] = fingerprint[TEXT]
    noted["content"] = stored.hash_of_cells(executed)
    files.write(run.output, stored.text_of(executed))
    return True


def _woven(source: list[dict[str, Any]], done: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the cells of a notebook, those of code as they were executed."""
    cells, left = [], iter(done)
    for cell in source:
        if cell["cell_type"] != "code":
            cells.append(cell)
            continue
        cells.append(next(left))
        if "parameters" in cell["metadata"].get("tags", ()):
            cells.append(next(left))
    return cells


def _is_injected(cell: dict[str, Any]) -> bool:
    return INJECTED in cell["metadata"].get("tags", ())
