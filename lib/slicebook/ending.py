"""A run that ends before its notebook does, and well: what the notebook is about was not recorded.

What reads the data ends it, so that no cell asks. The sentence stands on the page in the place of
all that would follow, and wherever prose names a figure that would have been recorded.
"""

from typing import NoReturn

from IPython.display import display

from slicebook.errors import Ended
from slicebook.shown.house import Notice
from slicebook.shown.view import view
from slicebook.text import Message


def end(words: Message | str) -> NoReturn:
    """End the run of the notebook here, with a sentence in the place of what would follow."""
    display(_notice(words))
    raise Ended(str(words))


@view
def _notice(words: str) -> Notice:
    return Notice(str(words))
