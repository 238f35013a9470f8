"""Executed notebooks as files: the same from build to build, and what the runner noted in them."""

import hashlib
import json
import re
import sys
import tempfile
from itertools import groupby
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.shown.static import LANGUAGES

# The end of a notebook file, where its metadata lie, and how they begin there.
_TAIL = 1 << 16
_METADATA = b',\n"metadata":{'
_CELL_FILE = re.compile(re.escape(tempfile.gettempdir()) + r"/ipykernel_\d+/\d+\.py")
_TEXTS = ("text/plain", "text/html", "text/markdown")


def stabilise(notebook: dict[str, Any], cell_ids: list[str]) -> None:
    """Remove from an executed notebook, in place, what would differ if it were executed again.

    Those are times, papermill's record, the identifiers of cells without one in the source
    (`cell_ids` holds those of the source), the pieces in which printed text arrived, and the
    places of this machine in printed text and tracebacks.
    """
    notebook["metadata"].pop("papermill", None)
    for position, cell in enumerate(notebook["cells"]):
        for transient in ("papermill", "execution"):
            cell["metadata"].pop(transient, None)
        if not cell["metadata"].get("tags", True):
            del cell["metadata"]["tags"]
        if cell.get("id") not in cell_ids:
            cell["id"] = f"added-{position}"
        if cell["cell_type"] == "code":
            cell["outputs"] = [_without_places(output) for output in _joined(cell["outputs"])]


def text_of(notebook: dict[str, Any]) -> str:
    """Return an executed notebook as a file's text.

    Each part is one line of JSON: indented, it would be made ten times slower, by Python's own
    encoder.
    """
    return "{" + ",\n".join(_part(notebook, key) for key in sorted(notebook)) + "}\n"


def _part(notebook: dict[str, Any], key: str) -> str:
    text = json.dumps(notebook[key], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f'"{key}":{text}'


def hash_of_cells(notebook: dict[str, Any]) -> str:
    """Return a hash of the cells as `text_of` writes them."""
    return _hash(b"{" + _part(notebook, "cells").encode())


def stored_fingerprint(path: Path) -> dict[str, str] | None:
    """Return the fingerprint in an executed notebook; None where there is none to be read.

    There is none in a notebook whose cells are not what the runner wrote.
    """
    return None if altered(path) else stored_metadata(path).get("fingerprint")


def altered(path: Path) -> bool:
    """Tell whether an executed notebook's cells and outputs are not those the runner wrote."""
    cells, found, _ = path.read_bytes().rpartition(_METADATA)
    known = stored_metadata(path).get("content")
    return bool(found) and known is not None and known != _hash(cells)


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


def stored_metadata(path: Path) -> dict[str, Any]:
    """Return what the runner noted in an executed notebook; nothing where it cannot be read.

    Only the end of the file is read: hundreds of notebooks with charts are looked through in the
    time that parsing a few would take.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        content = file.read()
        if _METADATA not in content:
            file.seek(0)
            content = file.read()
    _, _, end = content.rpartition(_METADATA)
    try:
        return dict(json.loads(b'{"metadata":{' + end)["metadata"]["modning"])
    except (ValueError, KeyError, TypeError):
        return {}


def _joined(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join what was printed between two displays: stdout, then stderr, one output each."""
    joined = []
    for printed, group in groupby(outputs, lambda output: output["output_type"] == "stream"):
        if not printed:
            joined += group
            continue
        pieces = list(group)
        for name in ("stdout", "stderr"):
            if text := "".join(piece["text"] for piece in pieces if piece["name"] == name):
                joined.append({"output_type": "stream", "name": name, "text": text})
    return joined


def _without_places(output: dict[str, Any]) -> dict[str, Any]:
    if output["output_type"] == "stream":
        return {**output, "text": hide_places(output["text"])}
    if output["output_type"] == "error":
        traceback = [hide_places(line) for line in output["traceback"]]
        return {**output, "evalue": hide_places(output["evalue"]), "traceback": traceback}
    data = _placeless(output["data"])
    if LANGUAGES in data:
        data[LANGUAGES] = {
            language: {**other, "data": _placeless(other["data"])}
            for language, other in data[LANGUAGES].items()
        }
    return {**output, "data": data}


def _placeless(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, **{mime: hide_places(data[mime]) for mime in _TEXTS if mime in data}}


def hide_places(text: str) -> str:
    """Name the folders of this machine by what they are: project, library, environment, home."""
    places = {
        paths.root(): "<project>",
        paths.PACKAGE.parent: "<library>",
        Path(sys.prefix): "<environment>",
        Path(sys.base_prefix): "<python>",
        Path.home(): "~",
    }
    text = _CELL_FILE.sub("<cell>", text)
    for place in sorted(places, key=lambda place: len(place.parts), reverse=True):
        if len(place.parts) > 1:
            text = re.sub(rf"{re.escape(str(place))}(?![\w-])", places[place], text)
    return text
