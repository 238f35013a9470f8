"""Forms from Qualtrics: a survey's .qsf file, which is JSON."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.names import plain
from surveys.instruments.question import Part, Question, Questions, Texts

_WHOLE = "ValidNumber"


def read_qualtrics(path: Path) -> list[Questions]:
    """Read a survey; `InputError` where the file is none."""
    try:
        raw = json.loads(cells.text_of(path))
        elements = raw["SurveyElements"]
        title = raw["SurveyEntry"]["SurveyName"]
        language = raw["SurveyEntry"].get("SurveyLanguage", "").lower()
    except (ValueError, KeyError, TypeError):
        raise InputError(f"{path.name}: no survey of Qualtrics (.qsf)") from None
    asked = {one["PrimaryAttribute"]: one["Payload"] for one in elements if one["Element"] == "SQ"}
    remarks: list[str] = []
    questions = [
        question
        for id in _order(elements, asked)
        for question in _questions(asked[id], language, remarks)
    ]
    return [Questions(path.stem, {language: title}, questions, path.name, remarks)]


def _order(elements: Sequence[Mapping[str, Any]], asked: Mapping[str, Any]) -> list[str]:
    """Return the ids of the questions in the order of the survey's blocks, without the bin."""
    blocks = next((one["Payload"] for one in elements if one["Element"] == "BL"), [])
    blocks = list(blocks.values()) if isinstance(blocks, dict) else blocks
    ordered = [
        part["QuestionID"]
        for block in blocks
        if block.get("Type") != "Trash"
        for part in block.get("BlockElements", [])
        if part.get("Type") == "Question" and part["QuestionID"] in asked
    ]
    return ordered or list(asked)


def _questions(raw: Mapping[str, Any], language: str, remarks: list[str]) -> Iterator[Question]:
    name, kind = raw["DataExportTag"], _kind(raw)
    if kind is None:
        if raw["QuestionType"] != "DB":
            remarks.append(f"{name}: the type {raw['QuestionType']} has no counterpart")
        return
    if raw.get("DisplayLogic"):
        remarks.append(f"{name}: shown after some answers only; say so with go_to")
    settings = raw.get("Validation", {}).get("Settings", {})
    choices = _parts(raw, "Choices", "ChoiceOrder", language)
    grid = kind == "grid"
    bounds = settings.get(_WHOLE, {}) if isinstance(settings.get(_WHOLE), dict) else {}
    yield Question(
        name,
        _texts(raw, language),
        kind,
        _parts(raw, "Answers", "AnswerOrder", language) if grid else choices,
        choices if grid else (),
        _bound(bounds.get("Min")),
        _bound(bounds.get("Max")),
        settings.get("ForceResponse") == "ON",
    )


def _kind(raw: Mapping[str, Any]) -> str | None:
    kind, selector = raw["QuestionType"], raw.get("Selector", "")
    if kind == "MC":
        return "multiple" if selector.startswith("MA") or selector == "MSB" else "single"
    if kind == "Matrix" and selector in ("Likert", "Bipolar"):
        return None if raw.get("SubSelector", "").startswith("Multiple") else "grid"
    if kind == "TE":
        wanted = raw.get("Validation", {}).get("Settings", {}).get("ContentType")
        return {_WHOLE: "number", "ValidDate": "date"}.get(wanted, "text")
    return None


def _texts(raw: Mapping[str, Any], language: str) -> Texts:
    texts = {language: plain(raw["QuestionText"])}
    for other, said in _languages(raw).items():
        if said.get("QuestionText"):
            texts[other.lower()] = plain(said["QuestionText"])
    return texts


def _parts(raw: Mapping[str, Any], entry: str, order: str, language: str) -> list[Part]:
    """Return the choices of a question, or the columns of a matrix, in the order of the page."""
    found = raw.get(entry) or {}
    found = found if isinstance(found, dict) else {str(at): one for at, one in enumerate(found, 1)}
    # Of a matrix the columns are recoded, of a choice its answers; rows have tags.
    coded = raw.get("RecodeValues") or {}
    coded = coded if isinstance(coded, dict) and (entry == "Answers") == bool(
        raw.get("Answers")
    ) else {}  # fmt: skip
    named = raw.get("ChoiceDataExportTags") if entry == "Choices" else None
    named = named if isinstance(named, dict) else {}
    parts = []
    for key in map(str, raw.get(order) or found):
        texts = {language: plain(found[key]["Display"])}
        for other, said in _languages(raw).items():
            text = (said.get(entry) or {}).get(key, {}).get("Display")
            if text:
                texts[other.lower()] = plain(text)
        write_in = str(found[key].get("TextEntry", "")).lower() in ("true", "on")
        parts.append(Part(str(coded.get(key, key)), texts, named.get(key), write_in))
    return parts


def _languages(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    said = raw.get("Language")
    return said if isinstance(said, dict) else {}


def _bound(text: Any) -> int | None:
    try:
        return int(float(text))
    except (TypeError, ValueError):
        return None
