"""Titles of works in another language than the page's, marked for those who hear it read aloud."""

import re

# The journals and papers that the prose and tables name are all in English.
ENGLISH = "en"
# "(Moeller m.fl. 2024, Frontiers in Psychiatry 15:1327020)": a volume follows, or the words tell.
CITED = re.compile(
    r"(?<=\b\d{4}, )[A-Z]\w+(?: [A-Za-z]+)+(?= \d+:\d+\))"
    r"|(?<=\b\d{4}, )[A-Z]\w+(?: [A-Za-z]+)* (?:and|of)(?: [A-Za-z]+)+(?=\))"
)
# A cell "Authors AB (year). Title. Journal".
LISTED = re.compile(r"(?<=[A-Z] \(\d{4}\)\. )[^<>]+(?=</t[dh]>)")


def cited(prose: str, language: str) -> str:
    """Return prose in which the journals of citations are marked with their language."""
    return prose if language == ENGLISH else CITED.sub(_marked, prose)


def listed(html: str, language: str) -> str:
    """Return a table in which the titles of references are marked with their language."""
    return html if language == ENGLISH else LISTED.sub(_marked, html)


def _marked(title: re.Match[str]) -> str:
    return f'<span lang="{ENGLISH}">{title[0]}</span>'
