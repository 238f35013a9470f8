"""REFI-QDA projects and codebooks: which source was coded with what, and where.

Our own reading of a few attributes, since no package serves: `portableqda` (2021) reads codebooks
alone, `qdpxlib` MAXQDA's projects alone, and `pyrefiqda`, months old, loads a project as a whole,
the words of the interviews with it, which nothing here may hold.
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import pandas as pd

from modning.interviews import QUALIFIES, STANCES, SUPPORTS
from slicebook.errors import InputError
from slicebook.text import languages

PROJECT = "{urn:QDA-XML:project:1.0}"
CODEBOOK = "{urn:QDA-XML:codebook:1.0}"
COLUMNS = ["informant", "code", "start", "end", "stance"]
# Bytes of a project's description, which holds places in texts and not the texts.
UNPACKED = 64 << 20
# A code's place in the tree of codes, as in "Benefit / Network".
PATH = " / "
# A passage that also has a code of this name limits the finding of its other codes.


def read_codes(path: Path) -> pd.DataFrame:
    """Read a codebook (.qdc) or a project's: `code` with those above it, and `description`."""
    root = _root(path)
    space = root.tag.split("}")[0] + "}"
    rows = [
        (name, (code.findtext(f"{space}Description") or "").strip())
        for _, name, code in _codes(root, space)
    ]
    return pd.DataFrame(rows, columns=["code", "description"])


def read_project(path: Path) -> pd.DataFrame:
    """Read a project's codings as `COLUMNS`; see `segments.read_segments`."""
    root = _root(path)
    names = {guid: name for guid, name, _ in _codes(root, PROJECT)}
    sources = root.find(f"{PROJECT}Sources")
    rows = [
        row for source in (sources if sources is not None else ()) for row in _coded(source, names)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def limits(code: str) -> bool:
    """Tell whether a code is the one that says a passage limits its finding."""
    return code.rpartition(PATH)[2].strip().lower() in _limiting()


def _coded(source: ElementTree.Element, names: dict[str, str]) -> Iterator[tuple]:
    """Yield the codings of a source; one on the source itself has no place in it."""
    for part in source.iter():
        found = [code.get("targetGUID") for coding in part.findall(f"{PROJECT}Coding")
                 for code in coding.findall(f"{PROJECT}CodeRef")]  # fmt: skip
        codes = [names.get(guid, guid) for guid in found]
        stance = QUALIFIES if any(limits(code) for code in codes) else SUPPORTS
        for code in codes:
            if not limits(code):
                yield (source.get("name"), code, part.get("startPosition"),
                       part.get("endPosition"), stance)  # fmt: skip


def _codes(root: ElementTree.Element, space: str) -> Iterator[tuple]:
    """Yield (guid, name with those above it, element) of every code."""
    book = root if root.tag == f"{space}CodeBook" else root.find(f"{space}CodeBook")
    codes = None if book is None else book.find(f"{space}Codes")
    return _below(codes, "", space) if codes is not None else iter(())


def _below(parent: ElementTree.Element, above: str, space: str) -> Iterator[tuple]:
    for code in parent.findall(f"{space}Code"):
        name = f"{above}{code.get('name')}"
        yield code.get("guid"), name, code
        yield from _below(code, f"{name}{PATH}", space)


def _refuse_bombs(path: Path, size: int) -> None:
    """Raise `InputError` where reading so many bytes of XML would fill the memory."""
    if size > UNPACKED:
        raise InputError(
            f"{path.name}: too large to be a project: {size >> 20} MiB unpacked; expected at most "
            f"{UNPACKED >> 20} MiB"
        )


def _root(path: Path) -> ElementTree.Element:
    try:
        if path.suffix.lower() == ".qdpx":
            with ZipFile(path) as archive:
                _refuse_bombs(path, archive.getinfo("project.qde").file_size)
                root = ElementTree.fromstring(archive.read("project.qde"))
        else:
            _refuse_bombs(path, path.stat().st_size)
            root = ElementTree.parse(path).getroot()
    except (BadZipFile, KeyError):
        raise InputError(f"{path.name}: no REFI-QDA project (a ZIP with project.qde)") from None
    except ElementTree.ParseError as problem:
        raise InputError(f"{path.name}: not valid XML: {problem}") from None
    if not root.tag.startswith((PROJECT, CODEBOOK)):
        raise InputError(f"{path.name}: neither a REFI-QDA project nor a codebook")
    return root


def _limiting() -> set[str]:
    return {QUALIFIES, *(STANCES[QUALIFIES][language] for language in languages())}
