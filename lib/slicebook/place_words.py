"""What a place is called where it is no municipality: `place` of `programme.yml`."""

import re
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once

# How the library's own words name one place and several.
ONE_AND_SEVERAL = {"en": ("municipality", "municipalities"), "da": ("kommune", "kommuner")}
VOWELS = "aeiou"


def as_called(words: str, language: str) -> str:
    """Return words of the library with the programme's own for municipality, in any case."""
    called = _place_words(paths.programme()).get(language)
    if not called:
        return words
    instead = dict(zip(ONE_AND_SEVERAL[language], called, strict=True))
    article, either = r"\b(?:(an?) )?", "|".join(instead)
    return re.sub(rf"{article}({either})\b", lambda found: _one(found, instead), words, flags=re.I)


def _one(found: re.Match[str], instead: dict[str, str]) -> str:
    article, word = found.groups()
    name = instead[word.lower()]
    name = name[0].upper() + name[1:] if word[0].isupper() else name
    if not article:
        return name
    return f"{article[0]}{'n' if name[0].lower() in VOWELS else ''} {name}"


@read_once
def _place_words(path: Any) -> dict[str, tuple[str, ...]]:
    from slicebook.programme import read_yaml

    given = read_yaml(path).get("place", {}) if path.is_file() else {}
    for language, called in given.items() if isinstance(given, dict) else [("place", given)]:
        known = language in ONE_AND_SEVERAL and isinstance(called, list) and len(called) == 2
        if not known or not all(isinstance(word, str) and word for word in called):
            languages = ", ".join(ONE_AND_SEVERAL)
            raise InputError(
                f"programme.yml: place: {language}: {called!r} is not one place and several, "
                f"such as [district, districts], in one of {languages}"
            )
    return {language: tuple(called) for language, called in given.items()}
