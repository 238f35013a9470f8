"""What a caption must say besides what is shown: whether the answers are synthetic, how far."""

from slicebook.programme import load_programme
from slicebook.text import Label
from surveys.partitions import manifest
from surveys.synthetic import basis

_BASIS = {
    "report": Label(
        "Syntetiske svar; fordelingen er rapportens.",
        "Synthetic answers; the distribution is the report's.",
    ),
    "partly": Label(
        "Syntetiske svar; rapporten trykker kun noget af fordelingen, resten er antaget.",
        "Synthetic answers; the report prints part of the distribution, the rest is assumed.",
    ),
    "assumed": Label(
        "Syntetiske svar; rapporten trykker ikke fordelingen, den er antaget.",
        "Synthetic answers; the report does not print the distribution, it is assumed.",
    ),
}


def after_form() -> str:
    """Return the form that is filled in after the programme."""
    return load_programme().form("after")


def basis_note(form: str, item: str, language: str) -> str:
    """Say how far the shape of an item's answers is the report's; "" where they are real."""
    if not manifest()["synthetic"]:
        return ""
    return _BASIS[basis(form, item)][language]


def with_basis(caption: str, form: str, item: str, language: str) -> str:
    """Return a caption with the item's `basis_note` after it."""
    return f"{caption} {basis_note(form, item, language)}".strip()
