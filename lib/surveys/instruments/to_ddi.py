"""A form as DDI-Codebook 2.5, which archives take: a variable for each column of an export.

A question with several answers or rows is a group of variables. When a question is not asked, its
variables say so in words. The order of elements is that of the standard's schema.
"""

from collections.abc import Mapping
from xml.etree import ElementTree

from slicebook.text import Message, _, languages
from surveys.codebook import Column, Form, Item

NAMESPACE = "ddi:codebook:2_5"
_LANGUAGE = "xml:lang"
_GROUPS = {"grid": "grid", "multiple": "multipleResp"}
_NOT_ASKED = _("Not asked after {answers}")
_TICKS = ((0, _("No")), (1, _("Yes")))
Element = ElementTree.Element


def to_ddi(form: Form, language: str) -> bytes:
    """Return the codebook as XML in UTF-8; `language` is that of its title."""
    book = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5", "ID": form.id})
    study = ElementTree.SubElement(book, "stdyDscr")
    titles = ElementTree.SubElement(ElementTree.SubElement(study, "citation"), "titlStmt")
    _text(titles, "titl", form.title[language], {_LANGUAGE: language})
    for other in (one for one in languages() if one != language):
        _text(titles, "parTitl", form.title[other], {_LANGUAGE: other})
    _text(titles, "IDNo", form.id)
    data = ElementTree.SubElement(book, "dataDscr")
    for item in form.items:
        if item.type in _GROUPS:
            _group(data, item)
    for item in form.items:
        for column in item.columns():
            _variable(data, form, column)
    ElementTree.indent(book)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(book, "utf-8") + b"\n"


def _group(data: Element, item: Item) -> None:
    columns = [column for column in item.columns() if column.kind != "text"]
    group = ElementTree.SubElement(
        data,
        "varGrp",
        {
            "ID": f"group.{item.id}",
            "name": item.id,
            "type": _GROUPS[item.type],
            "var": " ".join(map(_id, columns)),
        },
    )
    _words(group, "labl", item.question)


def _variable(data: Element, form: Form, column: Column) -> None:
    item, part = column.item, column.option or column.row
    variable = ElementTree.SubElement(data, "var", {"ID": _id(column), "name": column.name})
    _words(variable, "labl", part.label if part else item.question)
    asked = {} if item.number is None else {"seqNo": str(item.number)}
    for language in languages():
        question = ElementTree.SubElement(variable, "qstn", asked)
        _text(question, "qstnLit", item.question[language], {_LANGUAGE: language})
    if column.kind == "number":
        limits = {"min": str(item.low), "max": str(item.high)}
        ElementTree.SubElement(ElementTree.SubElement(variable, "valrng"), "range", limits)
    _universe(variable, form, item)
    _categories(variable, column)
    written = "character" if column.kind in ("text", "secret") else "numeric"
    ElementTree.SubElement(variable, "varFormat", _format(written, column))
    if column.kind == "flag" and column.option:
        _text(variable, "notes", str(column.option.code), {"type": "code"})


def _format(written: str, column: Column) -> Mapping[str, str]:
    return {"type": written, **({"category": "date"} if column.item.type == "date" else {})}


def _universe(variable: Element, form: Form, item: Item) -> None:
    skips = form.skips(item)
    for language in languages() if skips else ():
        said = "; ".join(
            f"{other.question[language]}: {option.label[language]}" for other, option in skips
        )
        text = _NOT_ASKED[language].format(answers=said)
        _text(variable, "universe", text, {_LANGUAGE: language})


def _categories(variable: Element, column: Column) -> None:
    if column.kind == "flag":
        for code, label in _TICKS:
            _category(variable, code, label, {})
    if column.kind != "code":
        return
    # An id stands once in a document: of a grid at its first row.
    first = column.row is None or column.row == column.item.rows[0]
    for option in column.item.options:
        named = {"ID": f"{column.item.id}.{option.id}"} if first else {}
        _category(variable, option.code, option.label, named)


def _category(variable: Element, code: int, label: Message, attributes: Mapping[str, str]) -> None:
    category = ElementTree.SubElement(variable, "catgry", dict(attributes))
    _text(category, "catValu", str(code))
    _words(category, "labl", label)


def _words(parent: Element, tag: str, label: Message) -> None:
    for language in languages():
        _text(parent, tag, label[language], {_LANGUAGE: language})


def _text(
    parent: Element, tag: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    ElementTree.SubElement(parent, tag, dict(attributes or {})).text = text


def _id(column: Column) -> str:
    return f"var.{column.name}"
