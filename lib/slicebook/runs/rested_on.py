"""What an executed notebook rests on: the answers that it read, or the figures of others."""

from collections.abc import Mapping
from typing import Any

from slicebook.results import SOURCE_MIME


def sources_of(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what an executed notebook noted of the answers it read, in order, each once."""
    found: list[dict[str, Any]] = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            note = output.get("data", {}).get(SOURCE_MIME)
            if note is not None and note not in found:
                found.append(dict(note))
    return found


def reads_results(notebook: Mapping[str, Any]) -> bool:
    """Tell whether a notebook reads the figures of all others."""
    return notebook["metadata"].get("modning", {}).get("reads") == "results"
