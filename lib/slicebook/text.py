"""Words and numbers in the reader's language."""

from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

LANGUAGES = ("en", "da")
NONE = "–"
MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True)
class Label:
    """One text in both languages; `label["da"]` reads one."""

    da: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Return the text in `language` ("da" or "en")."""
        if language not in LANGUAGES:
            raise KeyError(language)
        return getattr(self, language)


WITHHELD = Label("tilbageholdt", "withheld")
# In the middle of a sentence, where a percentage would stand.
WITHHELD_SHARE = Label("en tilbageholdt andel", "a withheld share")


@dataclass(frozen=True)
class Link:
    """A table's cell that leads to another page of the book: its text and a relative address.

    The book gives a link that is `titled` the title of its page, in the reader's language.
    """

    text: str
    address: str
    titled: bool = False

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def section_anchor(cell: str) -> str:
    """Return the name by which a link leads to a section of a page, by its heading's cell.

    The same in both languages; the headings' own anchors are made of their words.
    """
    return f"section-{cell}"


def number(value: float, language: str, decimals: int = 0) -> str:
    """Format `value` with the language's thousands and decimal marks and a true minus sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, pattern, locale=language).replace("-", MINUS)
    # What rounds to nothing has no sign.
    return text.removeprefix(MINUS) if not any(digit in text for digit in "123456789") else text


def quantity(value: Any, unit: str, language: str) -> str:
    """Format a figure for prose, by its unit.

    Units are those of `published.csv`: percent, DKK, DKK per hour, probability, scale 1-5,
    scale points, forms, answers, persons, hours and other counts. A missing value reads "–".
    """
    if value is None or value != value:
        return NONE
    if isinstance(value, str):
        return value
    if unit == "percent":
        return number(value, language) + (" %" if language == "da" else "%")
    if unit.startswith("DKK"):
        amount = number(value, language)
        return f"{amount} kr." if language == "da" else f"DKK {amount}"
    if unit == "probability":
        return "< " + number(0.001, language, 3) if value < 0.001 else number(value, language, 3)
    if unit.startswith("scale"):
        return number(value, language, 1)
    if unit.startswith(("coefficient", "effect")):
        return number(value, language, 2)
    return number(value, language, 0 if float(value).is_integer() else 1)


def printed_place(source: str, language: str) -> str:
    """Return where the report prints something; tables and figures keep their Danish names."""
    if language != "da":
        return source
    for english, danish in _PLACES.items():
        source = source.replace(english, danish)
    return source


_PLACES = {
    "section ": "afsnit ",
    "chapter ": "kapitel ",
    "footnote ": "fodnote ",
    "appendix ": "bilag ",
    " and ": " og ",
}
