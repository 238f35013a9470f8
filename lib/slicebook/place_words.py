"""What a place is called where it is no municipality: `place` of `programme.yml`."""

import re
from pathlib import Path
from typing import Annotated, Literal

from annotated_types import Len

from slicebook import paths
from slicebook.entries import Name
from slicebook.files import read_once
from slicebook.written import read

# How the library's own words name one place and several.
ONE_AND_SEVERAL = {"en": ("municipality", "municipalities"), "da": ("kommune", "kommuner")}
# Most words name no place, and are told so without a look into `programme.yml`.
_NAMED = {
    language: re.compile(rf"\b(?:(an?) )?({'|'.join(words)})\b", re.IGNORECASE)
    for language, words in ONE_AND_SEVERAL.items()
}
VOWELS = "aeiou"
Known = Literal["en", "da"]
OneAndSeveral = Annotated[tuple[Name, ...], Len(2, 2)]


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


@read_once
def _place_words(path: Path) -> dict[str, tuple[str, ...]]:
    from slicebook.programme import read_yaml

    if not path.is_file() or (given := read_yaml(path).get("place")) is None:
        return {}
    return read(dict[Known, OneAndSeveral], given, f"{path.name}: place")
