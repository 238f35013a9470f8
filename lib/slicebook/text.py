"""Words and numbers in the reader's language."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from babel.numbers import format_decimal

from slicebook.place_words import as_called
from slicebook.translations import DATA, NOTEBOOKS, SOURCE, translation

NONE = "–"
BELOW = "probability below"
MINUS = "\N{MINUS SIGN}"
# Of a text that is the same in every language.
ANY = "*"

_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Let all words and numbers within be those of a language."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def is_speaking() -> bool:
    """Tell whether somebody chose the language; where not, it is the programme's."""
    return _spoken.get() is not None


def spoken() -> str:
    """Return the language of words and numbers: that of `speaking`, or the programme's."""
    if chosen := _spoken.get():
        return chosen
    from slicebook.programme import load_programme

    return load_programme().language


@dataclass(frozen=True)
class Message:
    """Words in every language: English, and in others what the catalogues of a package have.

    As a string it is in the language spoken; `message["da"]` reads one. A text of a data file has
    the languages that the file gives it in (`given`). `filled` are words for its braces.
    """

    english: str
    context: str = ""
    package: str = ""
    given: tuple[tuple[str, str], ...] = ()
    filled: tuple[tuple[Any, ...], tuple[tuple[str, Any], ...]] | None = None

    def __getitem__(self, language: str) -> str:
        """Return the words in a language; in English where it has none."""
        given = dict(self.given)
        words = given.get(language, given.get(ANY))
        if words is None and language != SOURCE and self.english:
            words = translation(self.package or DATA, self.context, self.english, language)
        words = self.english if words is None else words
        if self.package and self.package != NOTEBOOKS:
            words = as_called(words, language)
        if self.filled is None:
            return words
        from slicebook.singular import in_singular

        with speaking(language):
            # A question that heads a caption is no question there.
            told = words.format(*self.filled[0], **dict(self.filled[1])).replace("?:", ":")
            return in_singular(told)

    def __str__(self) -> str:
        """Return the words in the language spoken."""
        return self[spoken()]

    def __format__(self, how: str) -> str:
        """Return the words, as a format string has them."""
        return format(str(self), how)

    def format(self, *words: Any, **named: Any) -> "str | Message":
        """Return the words with others filled in; while nobody speaks, for all languages."""
        filled = replace(self, filled=(words, tuple(named.items())))
        return str(filled) if is_speaking() else filled


def _(english: str) -> Message:
    """Return the message of words in English, translated by the catalogues of who calls."""
    return Message(english, package=_caller())


def pgettext(context: str, english: str) -> Message:
    """Return the message of words that have several meanings: `context` says which is meant."""
    return Message(english, context, _caller())


def message(texts: Mapping[str, str] | str) -> Message:
    """Return the message of a text that a data file gives by language, or once for them all."""
    if isinstance(texts, str):
        return Message(texts, given=((ANY, texts),))
    english = texts.get(SOURCE) or next(iter(texts.values()), "")
    return Message(english, given=tuple(sorted(texts.items())))


def languages() -> tuple[str, ...]:
    """Return the languages of the programme."""
    from slicebook.programme import load_languages

    return load_languages()


def in_all(words: Message) -> tuple[str, ...]:
    """Return words in each language of the programme, those that are alike once."""
    return tuple(dict.fromkeys(words[language] for language in languages()))


def told(words: Message | str) -> Message | str:
    """Return words as text where a language is spoken, and as they are where none is."""
    return str(words) if is_speaking() else words


def _caller() -> str:
    """Return the package of the code that calls `_` or `pgettext`; a notebook's is `notebooks`."""
    name = sys._getframe(2).f_globals["__name__"].partition(".")[0]
    return NOTEBOOKS if name == "__main__" else name


WITHHELD = _("withheld")
# In the middle of a sentence, where a percentage would stand.
PERCENT, AMOUNT = _("{}%"), _("DKK {}")
# What a place in the printed report may begin with or be joined by.
PLACES = (_("section "), _("chapter "), _("footnote "), _("appendix "), _(" and "))


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


@dataclass(frozen=True)
class Mark:
    """A table's cell with a sign before its text: `sign` is full, half, none or unknown."""

    text: str
    sign: str

    def __str__(self) -> str:
        """Return the text."""
        return self.text


def section_anchor(cell: str) -> str:
    """Return the name by which a link leads to a section of a page, by its heading's cell.

    The same in both languages; the headings' own anchors are made of their words.
    """
    return f"section-{cell}"


def section_address(notebook: str, cell: str = "") -> str:
    """Return where, from the front page, a notebook's page of the whole is, or a section of it."""
    return f"{notebook}/all-all.html" + (f"#{section_anchor(cell)}" if cell else "")


def number(value: float, decimals: int = 0) -> str:
    """Format `value` with the language's thousands and decimal marks and a true minus sign."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = format_decimal(value, pattern, locale=spoken()).replace("-", MINUS)
    # What rounds to nothing has no sign.
    return text.removeprefix(MINUS) if not any(digit in text for digit in "123456789") else text


def quantity(value: Any, unit: str) -> str:
    """Format a figure for prose, by its unit.

    Units are those of `published.csv`: percent, "percent to a tenth", DKK or another currency's
    code, DKK per hour, probability, scale 1-5, scale points, "scale points to a hundredth", forms,
    answers, persons, hours and other counts; `BELOW` is the level that a probability is below, 1
    for none. A missing value reads "–".
    """
    if value is None or value != value:
        return NONE
    if isinstance(value, str):
        return value
    if unit == "percent":
        return str(PERCENT).format(number(value))
    if unit == "percent to a tenth":
        return str(PERCENT).format(number(value, 0 if float(value).is_integer() else 1))
    if unit.startswith("DKK"):
        return str(AMOUNT).format(number(value))
    if len(unit) == 3 and unit.isupper() and unit != "FTE":
        return f"{unit} {number(value)}"
    if unit == "probability":
        return "< " + number(0.001, 3) if value < 0.001 else number(value, 3)
    if unit == BELOW:
        told = number(min(value, 0.05), 3 if value < 0.01 else 2)
        return f"{'<' if value < 1 else '≥'} {told}"
    if unit.endswith("to a hundredth"):
        return number(value, 2)
    if unit.startswith("scale"):
        return number(value, 1)
    if unit.startswith(("coefficient", "effect")):
        return number(value, 2)
    return number(value, 0 if float(value).is_integer() else 1)


def printed_place(source: str) -> str:
    """Return where the report prints something; tables and figures keep their Danish names."""
    for words in PLACES:
        source = source.replace(words.english, str(words))
    return source
