"""Forms from a DDI-Codebook file (2.5 and what reads like it), the XML of data archives."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.flat import SYSTEM, Variable, questions_of
from surveys.instruments.question import Part, Question, Questions

_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
Element = ElementTree.Element


def read_ddi(path: Path) -> list[Questions]:
    """Read the variables of a codebook; `InputError` where the file is none."""
    root = cells.xml_of(path)
    for element in root.iter():
        # Each version has a namespace of its own, the oldest none.
        element.tag = element.tag.rpartition("}")[2]
    if root.tag != "codeBook":
        raise InputError(f'{path.name}: no DDI codebook: it begins with "{root.tag}"')
    title = _texts(root, "stdyDscr/citation/titlStmt/titl") or {"": path.stem}
    named = root.findtext("stdyDscr/citation/titlStmt/IDNo") or path.stem
    return [Questions(named, title, list(_questions(root)), path.name)]


def _questions(root: Element) -> Iterator[Question]:
    variables = {one.get("ID") or one.get("name", ""): one for one in root.iterfind("dataDscr/var")}
    kinds = ("grid", "multipleResp")
    groups = [one for one in root.iterfind("dataDscr/varGrp") if one.get("type") in kinds]
    group_of = {id: group for group in groups for id in (group.get("var") or "").split()}
    plain: list[Variable] = []
    done: list[Element] = []
    for id, variable in variables.items():
        group = group_of.get(id)
        if group is None:
            if not SYSTEM.fullmatch(variable.get("name", "").lower()):
                plain.append(_variable(variable))
            continue
        yield from questions_of(plain)
        plain = []
        if group not in done:
            done.append(group)
            members = (group.get("var") or "").split()
            yield _group(group, [variables[one] for one in members if one in variables])
    yield from questions_of(plain)


def _group(group: Element, variables: list[Element]) -> Question:
    name = group.get("name") or group.get("ID") or ""
    parts = [
        Part(one.get("name", ""), _texts(one, "labl"), _rest(one.get("name", ""), name))
        for one in variables
    ]
    texts = _texts(group, "txt") or _texts(group, "labl")
    number = _number(variables[0])
    if group.get("type") == "grid":
        return Question(name, texts, "grid", _answers(variables[0]), parts, number=number)
    options = [
        replace(part, code=one.findtext("notes[@type='code']") or str(position))
        for position, (part, one) in enumerate(zip(parts, variables, strict=True), start=1)
    ]
    return Question(name, texts, "multiple", options, number=number)


def _number(variable: Element) -> int | None:
    asked = variable.find("qstn")
    text = asked.get("seqNo", "") if asked is not None else ""
    return int(text) if text.isdecimal() else None


def _rest(name: str, start: str) -> str | None:
    return name.removeprefix(f"{start}_") if name.startswith(f"{start}_") else None


def _variable(variable: Element) -> Variable:
    answers = _answers(variable)
    written = variable.find("varFormat")
    kind = "code" if answers else "number"
    if written is not None and not answers:
        kind = "text" if written.get("type") == "character" else kind
        kind = "date" if written.get("category") in ("date", "time") else kind
    bounds = variable.find("valrng/range")
    low, high = (_whole(bounds.get(end)) if bounds is not None else None for end in ("min", "max"))
    return Variable(
        variable.get("name", ""),
        _texts(variable, "qstn/qstnLit") or _texts(variable, "labl"),
        kind,
        answers,
        low=low,
        high=high,
        number=_number(variable),
    )


def _whole(text: str | None) -> int | None:
    return int(float(text)) if text and re.fullmatch(r"-?\d+(\.\d*)?", text.strip()) else None


def _answers(variable: Element) -> list[Part]:
    return [
        Part(
            (one.findtext("catValu") or "").strip(),
            _texts(one, "labl"),
            (one.get("ID") or "").rpartition(".")[2] or None,
        )
        for one in variable.iterfind("catgry")
        if one.get("missing") != "Y"
    ]


def _texts(element: Element, path: str) -> dict[str, str]:
    found: Mapping[str, str] = {
        (one.get(_LANGUAGE) or "").lower()[:2]: re.sub(r"\s+", " ", "".join(one.itertext())).strip()
        for one in element.iterfind(path)
    }
    return {language: text for language, text in found.items() if text}
