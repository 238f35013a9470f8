"""Ids of questions and answers: the file's own where they are words, else made of their text."""

import html
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from slicebook.text import Message, languages, message

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_ID = re.compile("[a-z][a-z0-9_]*")
# What systems number their questions with: s_12, q7, v12a, var0012, question_3, F1.
_NUMBERED = re.compile(r"(?:[a-z]{1,2}|var|item|question|sp|spm)_?\d+[a-z]?(?:_\d+)*")
_LONGEST = 32


def plain(text: str) -> str:
    """Return a text of a form without markup and with single spaces.

    >>> plain("<p>How <b>old</b>&nbsp;are you?</p>")
    'How old are you?'
    """
    text = re.sub(r"<(?:br|/p|/div)[^>]*>", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"</?[a-zA-Z][^>]*>", "", text)
    return " ".join(html.unescape(text).split())


def as_id(text: str) -> str:
    """Return an id made of a text: lower-case words of a-z and digits, joined by "_".

    >>> as_id("Børn i husstanden")
    'boern_i_husstanden'
    >>> as_id("0-2 years")
    'n0_2_years'
    """
    text = unicodedata.normalize("NFKD", text.lower().translate(_DANISH))
    text = re.sub("[^a-z0-9]+", "_", text.encode("ascii", "ignore").decode()).strip("_")
    if len(text) > _LONGEST:
        text = text[: _LONGEST + 1].rpartition("_")[0] or text[:_LONGEST]
    return text if _ID.fullmatch(text) else f"n{text}"


def is_word(name: str) -> bool:
    """Tell whether a system's name of something says what it is, rather than numbers it."""
    return bool(_ID.fullmatch(name)) and len(name) > 1 and not _NUMBERED.fullmatch(name)


def id_of(name: str | None, texts: Mapping[str, str], taken: Collection[str]) -> str:
    """Return an id that is not taken: the name where it is a word, else one of the text."""
    name = re.sub("[^a-z0-9]+", "_", (name or "").lower()).strip("_")
    text = next((plain(texts[key]) for key in ("en", "", *languages()) if texts.get(key)), "")
    found = name if is_word(name) else as_id(text or name or "item")
    return next(
        one for one in (found, *(f"{found}_{n}" for n in range(2, 1000))) if one not in taken
    )


def label(texts: Mapping[str, str], otherwise: str = "") -> Message:
    """Return a label; a language that the file lacks gets the words of one that it has."""
    said = {key: plain(text) for key, text in texts.items() if plain(text)}
    spare = next(iter(said.values()), otherwise)
    return message({language: said.get(language, spare) for language in languages()})


def shared_start(names: Sequence[str]) -> str:
    """Return the words that all of several names begin with, so that each rest is an id too.

    >>> shared_start(["lunch_day_from_0_to_2", "children_age_from_18"])
    'lunch_day'
    """
    words = names[0].split("_")
    for length in range(len(words) - 1, 0, -1):
        start = "_".join(words[:length])
        rests = [name.removeprefix(start + "_") for name in names]
        if all(name.startswith(start + "_") and _ID.fullmatch(rest)
               for name, rest in zip(names, rests, strict=True)):  # fmt: skip
            return start
    return ""
