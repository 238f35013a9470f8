"""What lies in the folder of coded interviews, as evidence like the report's."""

from pathlib import Path

import pandas as pd

from modning.interviews import STANCES, SUPPORTS
from modning.segments.refi_qda import COLUMNS, read_project
from slicebook import paths
from slicebook.errors import InputError
from slicebook.text import languages
from slicebook.text_tables import read_text_table, row_of

INFORMANTS = ["informant", "kind", "municipality"]
LISTED = "informants.csv"


def _stances() -> dict[str, str]:
    """Return what a table may say of a stance, in any language; empty is "supports"."""
    words = {
        word: stance
        for stance, label in STANCES.items()
        for word in (stance, *(label[language] for language in languages()))
    }
    return {"": SUPPORTS, **words}


def folder() -> Path:
    """Return where coded interviews lie, if anybody has put some there."""
    return paths.coding()


def files(place: Path, suffixes: tuple[str, ...]) -> list[Path]:
    """Return the files of coded interviews with one of these suffixes, sorted."""
    found = sorted(place.glob("*"))
    return [path for path in found if path.suffix.lower() in suffixes and path.name != LISTED]


def read_segments(path: Path) -> pd.DataFrame:
    """Read the coded segments of one file.

    Columns: `informant` (the source's name), `code` (with those above it), `start` and `end` (its
    first and last character where the file says), `stance` (of `interviews.STANCES`). A CSV file
    needs `informant` and `code`; in a project a passage that is also coded "qualifies" (or
    "begrænser", "limits") limits the finding. Raises `InputError` naming the file and what is wrong
    with it.
    """
    if path.suffix.lower() not in READERS:
        raise InputError(f"{path.name}: expected one of {', '.join(READERS)}")
    rows = READERS[path.suffix.lower()](path)
    kinds = {"informant": "str", "code": "str", "start": "Int64", "end": "Int64", "stance": "str"}
    return rows.astype(kinds)


def read_informants(path: Path) -> pd.DataFrame:
    """Read of each `informant` the `kind` (of `interviews.KINDS`) and the `municipality`."""
    return read_text_table(path, INFORMANTS)[INFORMANTS]


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
            "stance": segments["stance"],
        }
    )


def own_evidence(place: Path | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read everything in the folder of coded interviews: the evidence, and the codes in it.

    Both are empty where there is no such folder. The codes are like `findings.csv`: a `finding`
    and its label in each language, which is the code itself.
    """
    place = place or folder()
    found = files(place, tuple(READERS))
    segments = [read_segments(path) for path in found]
    coded = pd.concat(segments) if segments else pd.DataFrame(columns=COLUMNS)
    informants = read_informants(place / LISTED) if found else pd.DataFrame(columns=INFORMANTS)
    evidence = evidence_of(coded, informants)
    codes = evidence[["finding"]].drop_duplicates(ignore_index=True)
    return evidence, codes.assign(label=codes["finding"])


def _csv(path: Path) -> pd.DataFrame:
    table = read_text_table(path, COLUMNS[:2])
    table = table.reindex(columns=COLUMNS, fill_value="")
    for name in ("start", "end"):
        numbers = pd.to_numeric(table[name].replace("", None), errors="coerce")
        _check(table[name], numbers.notna() | (table[name] == ""), path, "no whole number")
        table[name] = numbers
    known = _stances()
    stances = table["stance"].str.strip().str.lower().map(known)
    expected = ", ".join(word for word in known if word)
    _check(table["stance"], stances.notna(), path, f"none of {expected}")
    return table.assign(stance=stances)


def _check(given: pd.Series, good: pd.Series, path: Path, otherwise: str) -> None:
    if not good.all():
        row = good.idxmin()
        raise InputError(
            f'{path.name}, row {row_of(row)}, column {given.name}: "{given[row]}" is {otherwise}'
        )


READERS = {".csv": _csv, ".qdpx": read_project, ".qde": read_project}
