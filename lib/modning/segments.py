"""Coded interviews of a researcher's own: who was coded with what, never the words.

Read are CSV files and the exchange format of NVivo, ATLAS.ti and MAXQDA, REFI-QDA 1.5
(https://www.qdasoftware.org): projects (.qdpx, .qde) and codebooks (.qdc).
"""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import pandas as pd

from modning import paths
from modning.errors import InputError

PROJECT = "{urn:QDA-XML:project:1.0}"
CODEBOOK = "{urn:QDA-XML:codebook:1.0}"
COLUMNS = ["informant", "code", "start", "end"]
INFORMANTS = ["informant", "kind", "municipality"]
# A code's place in the tree of codes, as in "Benefit / Network".
PATH = " / "


def folder() -> Path:
    """Return where coded interviews lie, if anybody has put some there."""
    return paths.root() / "data" / "coding"


def read_segments(path: Path) -> pd.DataFrame:
    """Read the coded segments of one file.

    Columns: `informant` (the source's name), `code` (with those above it), `start` and `end` (its
    first and last character where the file says). A CSV file needs `informant` and `code`. Raises
    `InputError` naming the file and what is wrong with it.
    """
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path.name}: expected one of {', '.join(READERS)}")
    rows = READERS[path.suffix.lower()](path)
    return rows.astype({"informant": "str", "code": "str", "start": "Int64", "end": "Int64"})


def read_codes(path: Path) -> pd.DataFrame:
    """Read a codebook (.qdc) or a project's: `code` with those above it, and `description`."""
    root = _root(path)
    space = root.tag.split("}")[0] + "}"
    rows = [
        (name, (code.findtext(f"{space}Description") or "").strip())
        for _, name, code in _codes(root, space)
    ]
    return pd.DataFrame(rows, columns=["code", "description"])


def read_informants(path: Path) -> pd.DataFrame:
    """Read of each `informant` the `kind` (of `interviews.KINDS`) and the `municipality`."""
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    _need(table, INFORMANTS, path)
    return table[INFORMANTS]


def evidence_of(segments: pd.DataFrame, informants: pd.DataFrame) -> pd.DataFrame:
    """Return coded segments as evidence, in the columns `interviews.standing` reads.

    The code is the finding. `InputError` names an informant of whom nothing is known.
    """
    known = informants.drop_duplicates("informant").set_index("informant")
    if len(strays := segments[~segments["informant"].isin(known.index)]):
        raise InputError(
            f'informants.csv: the informant "{strays.iloc[0]["informant"]}" is coded but not listed'
        )
    return pd.DataFrame(
        {
            "finding": segments["code"],
            "kind": segments["informant"].map(known["kind"]),
            "informant": segments["informant"],
            "municipality": segments["informant"].map(known["municipality"]),
            "stance": "supports",
        }
    )


def own_evidence(place: Path | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read everything in the folder of coded interviews: the evidence, and the codes in it.

    Both are empty where there is no such folder. The codes are in the columns of
    `interviews.FILES["findings"]` that `interviews.standing` reads.
    """
    place = place or folder()
    listed = place / "informants.csv"
    files = [
        path
        for path in sorted(place.glob("*"))
        if path.suffix.lower() in READERS and path != listed
    ]
    segments = [read_segments(path) for path in files]
    coded = pd.concat(segments) if segments else pd.DataFrame(columns=COLUMNS)
    informants = read_informants(listed) if files else pd.DataFrame(columns=INFORMANTS)
    evidence = evidence_of(coded, informants)
    return evidence, evidence[["finding"]].drop_duplicates(ignore_index=True)


def _csv(path: Path) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    _need(table, COLUMNS[:2], path)
    for name in COLUMNS[2:]:
        given = table[name] if name in table else pd.Series("", index=table.index)
        numbers = pd.to_numeric(given.replace("", None), errors="coerce")
        if (bad := numbers.isna() & (given != "")).any():
            row = given[bad].index[0]
            raise InputError(
                f'{path.name}, row {row + 2}, column {name}: "{given[row]}" is no whole number'
            )
        table[name] = numbers
    return table[COLUMNS]


def _project(path: Path) -> pd.DataFrame:
    root = _root(path)
    names = {guid: name for guid, name, _ in _codes(root, PROJECT)}
    sources = root.find(f"{PROJECT}Sources")
    rows = [
        row for source in (sources if sources is not None else ()) for row in _coded(source, names)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _coded(source: ElementTree.Element, names: dict[str, str]) -> Iterator[tuple]:
    """Yield the codings of a source; one on the source itself has no place in it."""
    for part in source.iter():
        for coding in part.findall(f"{PROJECT}Coding"):
            for code in coding.findall(f"{PROJECT}CodeRef"):
                guid = code.get("targetGUID")
                yield (source.get("name"), names.get(guid, guid), part.get("startPosition"),
                       part.get("endPosition"))  # fmt: skip


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


def _root(path: Path) -> ElementTree.Element:
    try:
        if path.suffix.lower() == ".qdpx":
            with ZipFile(path) as archive:
                root = ElementTree.fromstring(archive.read("project.qde"))
        else:
            root = ElementTree.parse(path).getroot()
    except (BadZipFile, KeyError):
        raise InputError(f"{path.name}: no REFI-QDA project (a ZIP with project.qde)") from None
    except ElementTree.ParseError as problem:
        raise InputError(f"{path.name}: not valid XML: {problem}") from None
    if not root.tag.startswith((PROJECT, CODEBOOK)):
        raise InputError(f"{path.name}: neither a REFI-QDA project nor a codebook")
    return root


def _need(table: pd.DataFrame, columns: list[str], path: Path) -> None:
    if missing := [name for name in columns if name not in table]:
        raise InputError(f"{path.name}: the column {missing[0]} is missing")


READERS = {".csv": _csv, ".qdpx": _project, ".qde": _project}
