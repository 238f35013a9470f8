"""The words for what is withheld, the same everywhere."""

from modning.programme import Programme
from modning.text import Label

WITHHELD = Label("tilbageholdt", "withheld")
WHY = Label(
    "Tilbageholdt: tallet bygger på færre end {threshold} personer, eller et så lille tal kunne "
    "regnes ud af det.",
    "Withheld: the number rests on fewer than {threshold} persons, or so small a number could be "
    "worked out from it.",
)


def why_withheld(language: str, programme: Programme) -> str:
    """Return the one sentence that says why something is withheld."""
    return WHY[language].format(threshold=programme.threshold)
