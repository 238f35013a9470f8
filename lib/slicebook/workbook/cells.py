"""What a sheet is made of: cells, lines above the table, the table."""

import re
from dataclasses import dataclass, replace
from functools import cache

from babel import Locale

from slicebook.text import AMOUNT, MINUS, NONE, PERCENT, spoken

# Guidance on spreadsheets asks for words or letters in brackets where a sign would not be heard.
NOTHING, OTHER_PAGE = "[x]", "[z]"
# Behind a number that made-up answers decide.
MADE_UP = " [m]"
# Characters that a column of a table may be wide, and one of prose is.
NARROWEST, WIDEST, PROSE = 8, 48, 90
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Form:
    """How a number is written: between which words, with how many decimals, in thousands or not."""

    before: str = ""
    after: str = ""
    decimals: int = 0
    thousands: bool = False

    @property
    def percent(self) -> bool:
        """Tell whether the number is a hundredth of what is read."""
        return "%" in self.after


@dataclass(frozen=True)
class Cell:
    """A cell: what is read, the number if it is one, and where it leads (`#sheet` within)."""

    text: str
    number: float | None = None
    form: Form = Form()
    link: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, the lines above its table, headings and rows; the cover has no table."""

    name: str
    lines: tuple[Cell, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


def widths(sheet: Sheet) -> list[int]:
    """Return each column's width: of its longest word at least, of its longest text at most."""
    if not sheet.columns:
        return [PROSE]
    texts = [[name, *(row[at].text for row in sheet.rows)] for at, name in enumerate(sheet.columns)]
    return [min(max(NARROWEST, *(len(text) + 2 for text in column)), WIDEST) for column in texts]


def cell(text: str) -> Cell:
    """Return what a page shows as a cell: a number where it is one in the language spoken."""
    text = " ".join(text.split())
    if text in ("", NONE):
        return Cell(NOTHING)
    for found, (before, after) in ((kind.fullmatch(text), words) for kind, words in _kinds()):
        if found:
            plain = re.sub(r"\D", "", found["whole"])
            value = float(f"{plain}.{found['part'] or 0}") * (-1 if found["sign"] else 1)
            form = Form(before, after, len(found["part"] or ""), plain != found["whole"])
            # Not divided: 37.1 / 100 is a neighbour of 0.371.
            value = float(f"{value!r}e-2") if form.percent else value
            return Cell(text, int(value) if value.is_integer() else value, form)
    return Cell(text)


def made_up(one: Cell) -> Cell:
    """Return a cell whose numbers made-up answers decide: a number it stays, with the mark."""
    if one.number is not None:
        return replace(one, form=replace(one.form, after=one.form.after + MADE_UP))
    return replace(one, text=one.text + MADE_UP) if _DIGIT.search(one.text) else one


def _kinds() -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    return _kinds_of(spoken())


@cache
def _kinds_of(language: str) -> list[tuple[re.Pattern[str], tuple[str, str]]]:
    """Return how numbers are written, and what stands before and after each."""
    signs = Locale.parse(language).number_symbols["latn"]
    group, point = (re.escape(signs[name]) for name in ("group", "decimal"))
    number = (
        rf"(?P<sign>[-{MINUS}])?(?P<whole>0|[1-9]\d{{0,2}}(?:{group}\d{{3}})+|[1-9]\d*)"
        rf"(?:{point}(?P<part>\d+))?"
    )
    return [
        (re.compile(re.escape(before) + number + re.escape(after)), (before, after))
        for before, after in map(_around, ("{}", PERCENT[language], AMOUNT[language]))
    ]


def _around(unit: str) -> tuple[str, str]:
    before, after = unit.replace("\N{NO-BREAK SPACE}", " ").split("{}")
    return before, after
