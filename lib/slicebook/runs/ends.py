"""Runs that ended before their notebook did, as `ending.end` lets them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from slicebook.errors import Ended
from slicebook.runs.matrix import Run
from slicebook.runs.stored import stored_metadata
from slicebook.shown.view import in_language
from slicebook.slices import Slice
from slicebook.text import spoken

# In the metadata of an executed notebook: the cell at which its run ended.
AT = "ended"


def take_end(notebook: dict[str, Any]) -> bool:
    """Tell whether an executed notebook ended; note at which cell, in place of the error."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if output["output_type"] == "error" and output["ename"] == Ended.__name__:
                cell["outputs"].remove(output)
                notebook["metadata"].setdefault("modning", {})[AT] = cell["id"]
                return True
    return False


def cell_of_end(notebook: Mapping[str, Any]) -> str | None:
    """Return the cell at which a run ended; None where it went through."""
    return notebook["metadata"].get("modning", {}).get(AT)


def has_ended(output: Path) -> bool:
    """Tell whether a run, by its output, was executed and ended before its notebook did."""
    return output.is_file() and AT in stored_metadata(output)


def words_of_ends(runs: Iterable[Run]) -> dict[Slice, str]:
    """Return what the runs of each slice that ended say of it, the first where several did."""
    found: dict[Slice, str] = {}
    for run in runs:
        if run.slice not in found and has_ended(run.output):
            found[run.slice] = words_of_end(json.loads(run.output.read_text(encoding="utf-8")))
    return found


def words_of_end(notebook: Mapping[str, Any]) -> str:
    """Return the sentence with which a run ended, in the language spoken."""
    ended = cell_of_end(notebook)
    outputs = next(cell["outputs"] for cell in notebook["cells"] if cell["id"] == ended)
    *_, last = (one for one in outputs if "text/plain" in one.get("data", {}))
    return "".join(in_language(last, spoken())[0]["text/plain"])
