"""A researcher's own codes beside the themes of the interview guide."""

from pathlib import Path

import pandas as pd

from modning.segments.own import files, folder, read_segments
from modning.segments.refi_qda import PATH, limits, read_codes
from slicebook.shown.view import view
from slicebook.text import NONE, _, languages

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
