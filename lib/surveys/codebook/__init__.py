"""The forms of `instruments/*.yml` as typed objects: items, answer codes, skips and columns."""

from surveys.codebook.items import (
    ANSWER_ID,
    SUBMITTED,
    SYNTHETIC,
    TYPES,
    Column,
    Form,
    Item,
    Kind,
    Option,
    Row,
)
from surveys.codebook.load import load_codebook, load_form

__all__ = [
    "ANSWER_ID",
    "SUBMITTED",
    "SYNTHETIC",
    "TYPES",
    "Column",
    "Form",
    "Item",
    "Kind",
    "Option",
    "Row",
    "load_codebook",
    "load_form",
]
