"""One of what stands in the plural: "1 points" becomes "1 point" wherever a number happens to be 1.

A sentence is written once for every number, and which of its numbers is 1 is seen when it is told.
"""

import re
from functools import cache

from slicebook.text import Message, _, spoken

# Words that follow a number, each with what follows 1, in the language's own list.
ONE = _(
    "answers:answer assessments:assessment candidates:candidate conditions:condition "
    "contacts:contact courses:course criteria:criterion days:day findings:finding forms:form "
    "groups:group hours:hour informants:informant inquiries:inquiry interviews:interview "
    "joiners:joiner leaders:leader lines:line modules:module months:month "
    "municipalities:municipality participants:participant persons:person points:point "
    "preconditions:precondition questions:question sessions:session "
    "statements:statement stays:stay types:type weeks:week years:year are:is were:was have:has "
    "hold:holds use:uses say:says"
)
# Between a 1 and its word may stand the end of a link or of a mark; "0 to 1 hours" stays.
_BEFORE, _AFTER = r"(?<![\w.,:–−-])(?<!\bto )(?<!\btil )", r"(?:</span>|</a>)*"
_OF = r"(?: of (?:them|(?:the )?\d+(?: \w+)?)| percentage| per cent)?"


def in_singular(text: str) -> str:
    """Return a text in the language spoken in which the word after a 1 is not in the plural."""
    if "1" not in text:
        return text
    pattern, words = _rules(ONE, spoken())
    return pattern.sub(lambda found: _said(found, words), text)


@cache
def _rules(listed: Message, language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    pairs = [pair.split(":") for pair in listed[language].split()]
    words = {pair[0]: pair[1] for pair in pairs if len(pair) == 2}
    one_of = "|".join(map(re.escape, words))
    number = rf"{_BEFORE}1{_AFTER}{_OF}"
    return re.compile(rf"({number}) ({one_of})(?: ({one_of}))?\b"), words


def _said(found: re.Match[str], words: dict[str, str]) -> str:
    before, first, second = found.groups()
    return " ".join([before, words[first], *([words[second]] if second else [])])
