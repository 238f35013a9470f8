"""Words of the library in a language, for tests of what readers see."""

from slicebook.text import speaking


def speak(language, function, *arguments, **named):
    """Return what a function says in a language; English is spoken in tests without it."""
    with speaking(language):
        return function(*arguments, **named)
