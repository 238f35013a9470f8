"""Words of the library in a language, for tests of what readers see."""

from slicebook.shown.view import View
from slicebook.text import speaking


def speak(language, function, *arguments, **named):
    """Return what a function says in a language; English is spoken in tests without it."""
    with speaking(language):
        return function(*arguments, **named)


def in_all(function, *arguments, **named):
    """Return a view as a notebook has it: what a function says, in every language."""
    return View({one: speak(one, function, *arguments, **named) for one in ("en", "da")})
