"""What a place is called where it is no municipality: `place` of `programme.yml`."""

import re
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once

# How the library's own words name one place and several.
ONE_AND_SEVERAL = {"en": ("municipality", "municipalities"), "da": ("kommune", "kommuner")}
# Most words name no place, and are told so without a look into `programme.yml`.
_NAMED = {
    language: re.compile(rf"\b(?:(an?) )?({'|'.join(words)})\b", re.IGNORECASE)
    for language, words in ONE_AND_SEVERAL.items()
}
VOWELS = "aeiou"


def as_called(words: str, language: str) -> str:
    """Return words of the library with the programme's own for municipality, in any case."""
    named = _NAMED.get(language)
    if not named or not named.search(words):
        return words
    called = _place_words(paths.programme()).get(language, ONE_AND_SEVERAL[language])
    instead = dict(zip(ONE_AND_SEVERAL[language], called, strict=True))
    return named.sub(lambda found: _one(found, instead), words)


def _one(found: re.Match[str], instead: dict[str, str]) -> str:
    article, word = found.groups()
    name = instead[word.lower()]
    name = name[0].upper() + name[1:] if word[0].isupper() else name
    if not article:
        return name
    return f"{article[0]}{'n' if name[0].lower() in VOWELS else ''} {name}"


def read_place_words(given: Any) -> dict[str, tuple[str, ...]]:
    """Read what `programme.yml` says under `place`; `ValueError` says what was expected."""
    for language, called in given.items() if isinstance(given, dict) else [("place", given)]:
        known = language in ONE_AND_SEVERAL and isinstance(called, list) and len(called) == 2
        if not known or not all(isinstance(word, str) and word for word in called):
            languages = ", ".join(ONE_AND_SEVERAL)
            raise ValueError(
                f"place: {language}: {called!r} is not one place and several, "
                f"such as [district, districts], in one of {languages}"
            )
    return {language: tuple(called) for language, called in given.items()}


@read_once
def _place_words(path: Path) -> dict[str, tuple[str, ...]]:
    from slicebook.programme import read_yaml

    if not path.is_file():
        return {}
    try:
        return read_place_words(read_yaml(path).get("place", {}))
    except ValueError as problem:
        raise InputError(f"programme.yml: {problem}") from None
