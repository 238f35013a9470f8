"""Links within a report, and from it to the other of the two documents."""

import re

LINK = re.compile(
    r'<a href="#(?P<place>(?P<chapter>[\w.-]+?)(?:--[\w.-]+)?)">(?P<text>.*?)</a>', re.S
)
PLACE = re.compile(r'\sid="([^"]+)"')


def led(html: str, other: str = "", name: str = "") -> str:
    """Return a report in which each link leads to its place, or to the chapter where it has none.

    Of what the `other` document has, whose name is given, the link is text that says so.
    """
    here, there = (set(PLACE.findall(one)) for one in (html, other))

    def place(link: re.Match[str]) -> str:
        for target in (link["place"], link["chapter"]):
            if target in here:
                return f'<a href="#{target}">{link["text"]}</a>'
            if target in there:
                return f"{link['text']} ({name})"
        return link["text"]

    return LINK.sub(place, html)
