"""Several answers in one cell, and one answer that is spread over a column for each."""

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import pyarrow as pa

from surveys.codebook import Column, Item, Option
from surveys.intake.grid import distinct
from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.suggestion import Suggestion
from surveys.intake.mapping.targets import Target
from surveys.intake.mapping.words import compared
from surveys.intake.values import NOTHING, UNTICKED, folded, option_labels


def by_answers(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find questions each answer of which has a column, named by the question and the answer."""
    for target in made.open():
        if target.column.kind != "code":
            continue
        found = dict(_answers(target, made.free(columns)))
        if len(found) > 1:
            for code, column in found.items():
                made.add(column, target.name, "question and answer", answer=code)


def _answers(target: Target, columns: Sequence[Source]) -> Iterator[tuple[int, Source]]:
    rows = target.parts or {""}
    for code, option in target.column.codes.items():
        words = {compared(f"{row} {label}") for row in rows for label in option_labels(option)}
        asked = [
            column
            for column in columns
            if any(q in target.questions and part in words for q, part in column.readings)
        ]
        if len(asked) == 1:
            yield code, asked[0]


def one_column(column: Column, parts: Sequence[tuple[int, pa.ChunkedArray]]) -> pa.ChunkedArray:
    """Return the code of the answer that is chosen in each row; two that are stay side by side."""
    codes = np.full(len(parts[0][1]), "", dtype=object)
    for code, cells in parts:
        positions, values = distinct(cells)
        # A label may be "no", or that nothing is known.
        none = (NOTHING | UNTICKED) - option_labels(column.codes[code])
        chosen = np.array([folded(text) not in none for text in values], dtype=bool)
        here = chosen[positions] if len(values) else np.zeros(len(codes), dtype=bool)
        codes[here] = [f"{text} and {code}" if text else str(code) for text in codes[here]]
    return pa.chunked_array([pa.array(codes, pa.string())])


# How systems part answers; a blank parts only what has none in it.
_MARKS = re.compile(r"\s*[;,|\n]\s*")
Split = Callable[[str], set[int] | None]


def split_reader(item: Item) -> Split:
    """Return a reader of cells with several answers: their codes, none for a blank, None if unread.

    Labels may hold the mark that parts them ("Ja, delvist, Nej"), so the longest one is taken.
    """
    labels = {text: option.code for option in item.options for text in _names(option)}
    ordered = sorted(labels, key=len, reverse=True)

    def read(text: str) -> set[int] | None:
        text = folded(text)
        if text in NOTHING and text not in labels:
            return set()
        if text.startswith("["):
            # Power Automate writes Forms' answers as JSON.
            text = text.strip("[]").replace('"', "")
        return _taken(_MARKS.sub(",", text).strip(","), ordered, labels)

    return read


def _taken(text: str, ordered: list[str], labels: dict[str, int]) -> set[int] | None:
    codes: set[int] = set()
    while text:
        found = _first(text, ordered)
        if found is None:
            return None
        codes.add(labels[found])
        text = text[len(_MARKS.sub(",", found)) :].lstrip(", ")
    return codes


def _first(text: str, ordered: list[str]) -> str | None:
    for label in ordered:
        written = _MARKS.sub(",", label)
        if text.startswith(written) and text[len(written) : len(written) + 1] in ("", ",", " "):
            return label
    return None


def _names(option: Option) -> set[str]:
    return option_labels(option) | {str(option.code), option.id.casefold()}
