"""Which pages a book has: `book` in `programme.yml`. Their order is in `book/contents.yml`."""

from typing import Annotated

from annotated_types import Ge, Le

from slicebook.entries import Number
from slicebook.written import written


@written
class Layout:
    """The notebook whose page is printed by itself too, and when a slice has a page of its own.

    A slice has one where at least the share `own_page` of its charts and tables shows something.
    `entrance` is the language of a reader whose browser asks for none of the book's.
    """

    brief: str | None = None
    own_page: Annotated[Number, Ge(0), Le(1)] = 0.5
    entrance: str | None = None
