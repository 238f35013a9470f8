"""Every sentence of every notebook in each state of its figures, in both languages.

A figure is shown, or withheld, or there is nothing it is of; a change is a rise or a fall.
Each Markdown cell is filled in with all its figures in one state, and searched by rule for words of
another.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from slicebook import paths
from slicebook.book.catalogues import translated
from slicebook.book.messages import source_messages
from slicebook.book.names import NUMBERS, TEXTS, Name
from slicebook.book.prose import ProseError, fill, named
from slicebook.programme import load_programme
from slicebook.results import Figure
from slicebook.slices import Slice
from slicebook.text import languages
from speak import speak

SHOWN = Figure("f", "all", "all", 1.0, 0.5, 2.0, 40, "points", True)
NONE = replace(SHOWN, value=None, low=None, high=None, n=0)
WITHHELD = replace(NONE, n=None, shown=False)
# Enough answers for a mean, too few for its interval.
ALONE = replace(SHOWN, low=None, high=None, n=15)
RISE, FALL = SHOWN, replace(SHOWN, value=-1.0, low=-2.0, high=-0.5)
# Figures of cost lines, of what is printed or simulated: answers do not withhold them.
NOT_OF_ANSWERS = {
    "printed", "reference", "running", "startup", "break_even", "comparator", "uncertainty",
    "scale", "equivalence", "courses", "koge", "grant", "model", "evidence", "interviews",
    "simulated", "trial", "criteria", "modules", "sara", "information", "collection",
    "catchment", "demand",
}  # fmt: skip
# In words of a sentence: that there is nothing, and that something is there and withheld.
NOTHING = {
    "en": r"[Nn]obody (answered|was asked about|made contact|began|has\b)"
    r"|[Nn]o (participant|form)s? (filled|came|says here)|[Nn]o completion form"
    r"|[Tt]here (are|is) no(t)? (forms?|answers?|registrations?)\b(?! from two)|[Nn]o question was",
    "da": r"[Ii]ngen (har svaret|har henvendt|er spurgt om|er blevet spurgt|begyndte|deltagere har)"
    r"|[Ii]ngen \w*skema(er)? (her siger|er udfyldt)|[Hh]er er (ingen|ikke) (skemaer|svar)\b"
    r"|[Hh]er er der ikke svar (?!fra mindst)|Der er (ingen|ikke) (svar|registreringer)"
    r"|Ingen spørgsmål er",
}
KEPT_BACK = {
    "en": r"withheld|too few(?! to tell)|may be shown|cannot be shown",
    "da": r"tilbageholdt|for få(?! til at afgøre| år)|må vises|ikke vises|kan ikke vise",
}
CHANCE = {
    "en": r"chance (may|could|alone could)|can be chance|reaches zero|exclude zero",
    "da": r"tilfældigheder kan give|Tilfældigheder kan forklare|alene kan forklare|rummer nul"
    r"|kan være tilfældig|udelukke\w* (ikke )?nul",
}
RISEN = {
    "en": r"a rise beyond|rise is larger|end is a rise\b|rise stays|rise this size|rise does not"
    r"|more is recognised|has widened",
    "da": r"en stigning ud over|Stigningen er større|lave ende er en stigning|stigningen over nul"
    r"|så stor stigning|Stigningen afhænger|mere bliver erkendt|blevet bredere",
}

# What a number that is missing leaves in a sentence, with what stands around it.
HOLE = r".{0,40}(?:\bNone\b(?! (?:of|has|changes))|\bnan\b|[\ue000\ue001]|[ (]–[ .,;:)]).{0,20}"


class All(Name):
    """A name below which every other one is, each the same figure."""

    __slots__ = ()

    def __init__(self, figure: Figure, path: str) -> None:
        super().__init__(path)
        self._figure = figure

    def __getattr__(self, part: str) -> object:
        if part.startswith("__"):
            raise AttributeError(part)
        if part in TEXTS or (part in NUMBERS and part != "n"):
            return super().__getattr__(part)
        # How many there are may be a number of the figure or a figure of its own.
        figure = replace(self._figure, value=self._figure.n) if part == "n" else self._figure
        return All(figure, f"{self._path}.{part}")


@dataclass(frozen=True)
class Block:
    """A text of a notebook that depends on figures, as it stands in a language."""

    notebook: str
    text: str
    language: str

    def filled(self, figure: Figure, forms: int = 40) -> str:
        """Return the block with every figure of answers in one state."""
        programme = load_programme()
        everything = {name.partition(".")[0] for name in named(self.text)}
        count = replace(SHOWN, value=forms, n=None, low=None, high=None, unit="forms")
        values = {
            name: All(SHOWN if name in NOT_OF_ANSWERS else figure, name) for name in everything
        }
        pairs = [(place.name, key) for key, place in programme.municipalities.items()]
        values |= {
            "n": All(count, "n"),
            "here": Slice("koge", "2024"),
            "slice": "Køge, 2024", "municipality": "Køge", "year": "2024",
            "places": pairs,
            "municipalities": [(name, All(figure, key)) for name, key in pairs],
            "changes": dict.fromkeys(programme.changes, "May 2024"),
        }  # fmt: skip
        return speak(self.language, fill, self.text, values)


def blocks(language: str) -> Iterator[Block]:
    for name, messages in source_messages().items():
        if not (paths.notebooks() / f"{name}.ipynb").is_file():
            continue
        for message in dict.fromkeys(one.text for one in messages):
            text = message if language == "en" else translated(message, name, language)
            if "{%" in text or "{{" in text:
                yield Block(name, text, language)


def found(pattern: str, text: str) -> list[str]:
    return [match[0] for match in re.finditer(pattern, text)]


@pytest.mark.parametrize("language", languages())
def test_what_is_withheld_is_never_called_nothing(language):
    wrong = {}
    for block in blocks(language):
        if words := found(NOTHING[language], block.filled(WITHHELD)):
            wrong[block.notebook, block.text[:60]] = words
    assert wrong == {}


@pytest.mark.parametrize("language", languages())
def test_what_is_not_there_is_never_called_withheld(language):
    wrong = {}
    for block in blocks(language):
        text = block.filled(NONE, forms=0)
        if words := found(KEPT_BACK[language], text):
            wrong[block.notebook, block.text[:60]] = words
    assert wrong == {}


@pytest.mark.parametrize("language", languages())
def test_what_is_shown_is_called_neither(language):
    wrong = {}
    for block in blocks(language):
        text = block.filled(SHOWN)
        if words := found(f"{NOTHING[language]}|withheld|tilbageholdt", text):
            wrong[block.notebook, block.text[:60]] = words
    assert wrong == {}


@pytest.mark.parametrize("language", languages())
def test_a_fall_has_the_words_of_a_rise_of_the_same_force(language):
    wrong = {}
    for block in blocks(language):
        if not block.notebook.startswith("02_outcomes"):
            continue
        rise, fall = block.filled(RISE), block.filled(FALL)
        by_chance = [bool(found(CHANCE[language], text)) for text in (rise, fall)]
        risen = found(RISEN[language], fall)
        if by_chance[0] != by_chance[1] or risen:
            wrong[block.notebook, block.text[:60]] = (by_chance, risen)
    assert wrong == {}


@pytest.mark.parametrize("language", languages())
def test_a_value_without_its_interval_leaves_no_hole(language):
    wrong = {}
    for block in blocks(language):
        try:
            holes = found(HOLE, block.filled(ALONE))
        except ProseError as problem:
            holes = [str(problem)]
        if holes:
            wrong[block.notebook, block.text[:60]] = holes
    assert wrong == {}
