"""What lies in the folder of coded interviews, as evidence like the report's; its codes."""

from pathlib import Path

import pandas as pd

from modning.interviews import STANCES, SUPPORTS
from modning.segments.refi_qda import COLUMNS, PATH, limits, read_codes, read_project
from slicebook import paths
from slicebook.errors import InputError
from slicebook.shown.view import view
from slicebook.text import NONE, _, languages
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
    return paths.data("coding")


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


_CODE = _("Code")
_THEME = _("Theme of the guide")
_SEGMENTS = _("Coded passages")


def own_codes(place: Path | None = None) -> pd.DataFrame:
    """Return every code of the folder's codebooks, projects and tables with how often it is used.

    Columns: `code` (with those above it) and `segments`. Codebooks alone (.qdc) count nothing.
    """
    place = place or folder()
    listed = [read_codes(path)["code"] for path in files(place, (".qdc", ".qdpx", ".qde"))]
    used = [read_segments(path)["code"] for path in files(place, (".csv", ".qdpx", ".qde"))]
    counts = pd.concat(used).value_counts() if used else pd.Series(dtype=int)
    codes = dict.fromkeys(code for column in [*listed, *used] for code in column)
    rows = [(code, int(counts.get(code, 0))) for code in codes if not limits(code)]
    return pd.DataFrame(rows, columns=["code", "segments"])


def matched(codes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return `codes` with the guide's `theme` of each, "" where none is.

    A code is a theme's where it, or else the nearest code above it, bears the theme's name in the
    codebook or its label in either language, in small or capital letters.
    """
    names = {
        name.strip().casefold(): row["theme"]
        for row in themes.to_dict("records")
        for name in (row["theme"], *(row["label"][language] for language in languages()))
    }

    def theme(code: str) -> str:
        parts = [part.strip().casefold() for part in reversed(code.split(PATH))]
        return next((names[part] for part in parts if part in names), "")

    return codes.assign(theme=[theme(code) for code in codes["code"]])


@view
def code_table(codes: pd.DataFrame, themes: pd.DataFrame) -> pd.DataFrame:
    """Return `matched` codes in the reader's words, by theme, those of none last."""
    labels = dict(zip(themes["theme"], themes["label"].map(str), strict=True))
    order = {theme: place for place, theme in enumerate(labels)}
    rows = codes.sort_values(
        "theme", key=lambda column: column.map(order).fillna(len(order)), kind="stable"
    )
    return pd.DataFrame(
        {
            str(_CODE): rows["code"],
            str(_THEME): rows["theme"].map(labels).fillna(NONE),
            str(_SEGMENTS): rows["segments"],
        }
    )
