"""The forms of `instruments/*.yml` as typed objects: items, answer codes, skips and columns."""

from surveys.codebook.items import (
    ANSWER_ID,
    SUBMITTED,
    SYNTHETIC,
    Column,
    Form,
    Item,
    Option,
    Row,
)
from surveys.codebook.load import load_codebook, load_form
