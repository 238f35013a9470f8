"""A question as another system's file tells it, before it has this project's ids and codes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

# A text by language; "" where the file does not say which.
Texts = Mapping[str, str]


@dataclass(frozen=True)
class Part:
    """An answer or a line of a grid: what the file stores for it, its words, its id if it has one.

    `code` is the text that an export holds ("2", "A1", "other"); one that stands `alone` may not be
    chosen beside others.
    """

    code: str
    texts: Texts
    id: str | None = None
    write_in: bool = False
    added: date | None = None
    alone: bool = False


@dataclass(frozen=True)
class Question:
    """A question: `type` is one of the codebook's, `name` what the file calls it.

    `shown_if` is the file's own condition in the words of `conditions`, or None.
    """

    name: str
    texts: Texts
    type: str
    answers: Sequence[Part] = ()
    rows: Sequence[Part] = ()
    low: int | None = None
    high: int | None = None
    required: bool = False
    ordered: bool = False
    scale: str | None = None
    number: int | None = None
    added: date | None = None
    reworded: date | None = None
    shown_if: str | None = None


@dataclass(frozen=True)
class Questions:
    """What a file says of one form; `remarks` tell what of it has no counterpart here."""

    form: str
    title: Texts
    questions: Sequence[Question]
    source: str
    remarks: Sequence[str] = field(default=())
