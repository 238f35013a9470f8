"""What an executed notebook rests on: the answers that it read, or the figures of others."""

from collections.abc import Mapping
from typing import Any

from slicebook.notes import left_in
from slicebook.results import SOURCE_MIME


def sources_of(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what an executed notebook noted of the answers it read, in order, each once."""
    found: list[dict[str, Any]] = []
    for note in map(dict, left_in(notebook, SOURCE_MIME)):
        found += [note] if note not in found else []
    return found


def reads_results(notebook: Mapping[str, Any]) -> bool:
    """Tell whether a notebook reads the figures of all others."""
    return notebook["metadata"].get("modning", {}).get("reads") == "results"
