"""The words for what is withheld, the same everywhere."""

from slicebook.programme import Programme, load_programme
from slicebook.text import Label

WHY = Label(
    "Tilbageholdt: tallet bygger på færre end {threshold} personer, eller et så lille tal kunne "
    "regnes ud af det.",
    "Withheld: the number rests on fewer than {threshold} persons, or so small a number could be "
    "worked out from it.",
)
ROUNDED = Label(
    "Antal er rundet op eller ned til noget, der går op i {base}, og procenter regnet af dem, så "
    "ingen enkelt person kan regnes ud.",
    "Counts are rounded up or down to a multiple of {base}, and percentages computed from those, "
    "so that no single person can be worked out.",
)


def why_withheld(language: str, programme: Programme) -> str:
    """Return the one sentence that says why something is withheld."""
    return WHY[language].format(threshold=programme.threshold)


def why_not_as_counted(all_shown: bool, language: str) -> str:
    """Return what a reader must know of shown counts: that they are rounded, or some withheld.

    Begins with a blank; empty where everything is shown as it was counted.
    """
    programme = load_programme()
    rounded = [ROUNDED[language].format(base=programme.rules.base)] * programme.rules.rounds
    withheld = [] if all_shown else [why_withheld(language, programme)]
    return "".join(f" {sentence}" for sentence in (*rounded, *withheld))
