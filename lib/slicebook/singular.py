"""One of what stands in the plural: "1 points" becomes "1 point" wherever a number happens to be 1.

A sentence is written once for every number, and which of its numbers is 1 is seen when it is told.
"""

import re
from functools import cache

from slicebook.text import _

# Nouns that follow a number, each with what follows 1, in the language's own list: a word that ends
# in one is one, and one more word may stand before it.
NOUNS = _(
    "answers:answer assessments:assessment ations:ation candidates:candidate "
    "conditions:condition contacts:contact courses:course criteria:criterion days:day "
    "deviations:deviation elements:element figures:figure findings:finding forms:form "
    "groups:group hours:hour inhabitants:inhabitant informants:informant inquiries:inquiry "
    "interviews:interview joiners:joiner leaders:leader lines:line modules:module months:month "
    "municipalities:municipality pairs:pair participants:participant parts:part persons:person "
    "places:place points:point preconditions:precondition programmes:programme "
    "questions:question rows:row sessions:session statements:statement stays:stay tables:table "
    "types:type weeks:week years:year"
)
# What goes with such a noun, before it or after: verbs, and adjectives where these have a plural.
WITH = _(
    "are:is were:was have:has differ:differs go:goes hold:holds lie:lies rest:rests say:says "
    "use:uses"
)
# Between a 1 and its word may stand the end of a link or of a mark, a private character; "0 to 1
# hours" stays.
_BEFORE, _AFTER = r"(?<![\w.,:–−-])(?<!\bto )(?<!\btil )", r"(?:</span>|</a>|[\ue000-\uf8ff])*"
_OF = r"(?: of (?:them|(?:the )?\d+(?: \w+)?)| per cent)?"
_FOUND = re.compile(rf"(\b[Tt]here \w+ )?({_BEFORE}1{_AFTER}{_OF})((?: [^\W\d]+){{1,3}})")
# After these comes a noun that is not the number's, as after a verb: "phase 1 covers persons".
_PAST = re.compile(r"..?|\w*[sr]|and|from|med|than|til|with")
# What is shorter is no end of a word: "ideas are".
_SHORTEST = 4


def in_singular(text: str) -> str:
    """Return a text in the language spoken in which the word after a 1 is not in the plural."""
    if "1" not in text:
        return text
    nouns, others = _pairs(str(NOUNS)), _pairs(str(WITH))
    return _FOUND.sub(lambda found: _said(found, nouns, others), text)


@cache
def _pairs(listed: str) -> dict[str, str]:
    pairs = [pair.split(":") for pair in listed.split()]
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _said(found: re.Match[str], nouns: dict[str, str], others: dict[str, str]) -> str:
    there, number, after = found.groups("")
    words = after.split()
    before, _, last = number.rpartition(" ")
    if last in others:
        number, words = before, [last, *words]
    said = _agreeing(words, nouns, others)
    if said == words:
        return found[0]
    return " ".join([*(others.get(word, word) for word in there.split()), number, *said])


def _agreeing(words: list[str], nouns: dict[str, str], others: dict[str, str]) -> list[str]:
    """Return the words after a 1 in the singular, up to the first that is not about it."""
    said, named = [*words], False
    for at, word in enumerate(words):
        one = None if named else _one(word, nouns)
        if word in others:
            said[at] = others[word]
        elif one:
            said[at], named = one, True
        elif at or _PAST.fullmatch(word):
            break
    return said


def _one(noun: str, nouns: dict[str, str]) -> str | None:
    """Return a noun in the singular, as it is where it is one already; None of other words."""
    if noun in nouns.values():
        return noun
    ends = [end for end in nouns if noun == end or (len(end) >= _SHORTEST and noun.endswith(end))]
    last = max(ends, key=len, default="")
    return noun.removesuffix(last) + nouns[last] if last else None
