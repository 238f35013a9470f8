"""Read answer sets' running numbers as text, as the survey system wrote them."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from surveys.intake.grid import BLANKS, matching, text_of

# A spreadsheet keeps fifteen digits of a number; the rest are noughts.
_EXPONENT = r"^\d([.,]\d+)?[eE]\+?\d+$"
_GROUPED = re.compile(r"\d{1,3}([.,]\d{3})+")
# How exports keep Excel from taking a text for a number.
_FORMULA = r'^="(.*)"$'


def read_ids(cells: pa.ChunkedArray) -> tuple[pd.Series, str | None]:
    """Return the running numbers, and why they are not to be believed.

    "17" also where a spreadsheet wrote "17.0" or ="17"; "1000" for "1.000" where all are so.
    """
    texts = pc.utf8_trim(text_of(cells), BLANKS)
    if _any(texts, _FORMULA):
        texts = pc.replace_substring_regex(texts, _FORMULA, r"\1")
    problem = None
    if (at := next(matching(texts, _EXPONENT), None)) is not None:
        problem = (
            f'"{texts[at].as_py()}": a spreadsheet has rounded these numbers, so that several '
            "answer sets may share one; export the column as text"
        )
    if _any(texts, r"^\d{1,3}[.,]\d{3}") and _all_grouped(texts):
        texts = pc.replace_substring_regex(texts, r"[.,]", "")
    elif _any(texts, r"[.,]0"):
        texts = pc.replace_substring_regex(texts, r"^(\d+)[.,]0{1,2}$", r"\1")
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts).to_pandas(), problem


def _any(texts: pa.ChunkedArray, pattern: str) -> bool:
    return next(matching(texts, pattern), None) is not None


def _all_grouped(texts: pa.ChunkedArray) -> bool:
    """Tell whether every number is written in groups of thousands where it has so many digits."""
    return all(
        not text or _GROUPED.fullmatch(text) or (text.isdigit() and len(text) <= 3)
        for text in texts.to_pylist()
    )
