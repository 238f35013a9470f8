"""Word's fields, which python-docx leaves to its users: page numbers and references."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TO_BE_UPDATED = "…"


def page_number() -> list[OxmlElement]:
    """Return the number of the page the field is on."""
    return [*_start("PAGE"), text("1"), _mark("end")]


def page_of(place: str) -> list[OxmlElement]:
    """Return the number of the page of a bookmark; Word fills it in when the file is opened."""
    return [*_start(f"PAGEREF {place} \\h", dirty=True), text(TO_BE_UPDATED), _mark("end")]


def text(words: str) -> OxmlElement:
    """Return a run of text."""
    run, content = OxmlElement("w:r"), OxmlElement("w:t")
    content.set(qn("xml:space"), "preserve")
    content.text = words
    run.append(content)
    return run


def tab() -> OxmlElement:
    """Return a run with a tab."""
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:tab"))
    return run


def _start(instruction: str, dirty: bool = False) -> list[OxmlElement]:
    begin, said = _mark("begin"), OxmlElement("w:r")
    if dirty:
        begin[0].set(qn("w:dirty"), "true")
    content = OxmlElement("w:instrText")
    content.set(qn("xml:space"), "preserve")
    content.text = instruction
    said.append(content)
    return [begin, said, _mark("separate")]


def _mark(kind: str) -> OxmlElement:
    run, mark = OxmlElement("w:r"), OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    run.append(mark)
    return run
