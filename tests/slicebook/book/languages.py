"""What a page says, for tests of its language: text, chart labels and names, without code."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree, html

# Words that one language has and the other has not, frequent enough to give a sentence away.
ENGLISH = """the and of in with from which these there this are was were withheld years not has
municipality municipalities answers shown between each other"""
DANISH = """og ikke der som med til af på eller kommune kommuner alle fra tilbageholdt et er blev
har mellem svar vises år"""
ONLY = {"en": ENGLISH.split(), "da": DANISH.split()}
NAMES = ("aria-label", "alt", "title", "placeholder")
ROOT = Path(__file__).resolve().parents[3]
# Proper names stay as they are: the forms give them alike in both languages.
PROPER = re.compile(
    "|".join(
        re.escape(name)
        for form in sorted((ROOT / "instruments").glob("*.yml"))
        for name in re.findall(r"da: ([^,}]+), en: \1}", form.read_text(encoding="utf-8"))
    )
)
# A work's own title: "Authors (year). Title. Journal".
REFERENCE = re.compile(r"^[^()]+ [A-Z]{1,4} \(\d{4}\)\. ")
CITATION = re.compile(r"\([^()]*\b(?:19|20)\d\d\b[^()]*\)")


def foreign(path: Path, language: str) -> list[str]:
    """Return the passages of a page that speak the other language."""
    [other] = set(ONLY) - {language}
    words = re.compile(rf"(?<![\w-])(?:{'|'.join(ONLY[other])})(?![\w-])", re.IGNORECASE)
    left_out = re.compile(f"{CITATION.pattern}|{PROPER.pattern}")
    texts = (text for text in said(path, language) if not REFERENCE.search(text))
    return [text for text in texts if words.search(left_out.sub("", text))]


def said(path: Path, language: str) -> Iterator[str]:
    """Yield what a page says in its own language: names of elements, then texts."""
    page = parsed(path)
    etree.strip_elements(page, "script", "style", "code", "pre", "cite", with_tail=False)
    for element in page.body.xpath(".//*[@lang != $language]", language=language):
        if element.getparent() is not None:
            element.drop_tree()
    for element in page.iter(etree.Element):
        yield from (element.get(name) for name in NAMES if element.get(name))
    texts = (re.sub(r"\s+", " ", text).strip() for text in page.itertext(etree.Element))
    yield from filter(None, texts)


def parsed(path: Path) -> html.HtmlElement:
    """Read a page."""
    return html.document_fromstring(path.read_text(encoding="utf-8"))
