"""A form as an XLSForm: for ODK, KoBo, SurveyCTO and whatever else reads that spreadsheet."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import openpyxl

from slicebook.files import pinned_archive
from slicebook.text import Message
from surveys.codebook import Form, Item, Option

_NAMES = {"en": "English (en)", "da": "Dansk (da)"}
_SURVEY = ("type", "name", *(f"label::{_NAMES[language]}" for language in _NAMES), "required",
           "relevant", "constraint", "appearance", "number", "ordered", "scale",
           "added", "reworded")  # fmt: skip
_CHOICES = ("list_name", "name", *(f"label::{_NAMES[language]}" for language in _NAMES), "code",
            "id", "added")  # fmt: skip
_SETTINGS = ("form_title", "form_id", "version", "default_language")
_TYPES = {"number": "integer", "text": "text", "date": "date"}
Row = Mapping[str, object]


def to_xlsform(form: Form, language: str) -> bytes:
    """Return a workbook with the sheets survey, choices and settings; `language` is its first."""
    settings = {
        "form_title": form.title[language],
        "form_id": form.id,
        "version": "1",
        "default_language": _NAMES[language],
    }
    sheets = {
        "survey": (_SURVEY, list(_survey(form))),
        "choices": (_CHOICES, list(_choices(form))),
        "settings": (_SETTINGS, [settings]),
    }
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, (headings, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(heading) for heading in headings])
    content = BytesIO()
    book.save(content)
    return pinned_archive(content.getvalue())


def _survey(form: Form) -> Iterator[Row]:
    for item in form.items:
        asked = {**_asked(item), "relevant": _relevant(form, item) or None}
        if item.type == "grid":
            yield {**asked, "type": "begin_group", "appearance": "table-list"}
            for row in item.rows:
                yield {
                    "type": f"select_one {item.id}",
                    "name": f"{item.id}_{row.id}",
                    **_labels(row.label),
                    "added": _day(row.added),
                }
            yield {"type": "end_group"}
        elif item.type == "link_code":
            for row in item.rows:
                yield {"type": "text", "name": f"{item.id}_{row.id}", **_labels(row.label)}
        else:
            yield {**asked, "type": _type(item), "constraint": _constraint(item)}
        yield from _write_ins(item)


def _asked(item: Item) -> Row:
    return {
        "name": item.id,
        **_labels(item.question),
        "required": "yes" if item.required else None,
        "number": item.number,
        "ordered": "yes" if item.ordered else None,
        "scale": item.scale,
        "added": _day(item.added),
        "reworded": _day(item.reworded),
    }


def _type(item: Item) -> str:
    if item.type in ("single", "municipality"):
        return f"select_one {item.id}"
    return f"select_multiple {item.id}" if item.type == "multiple" else _TYPES[item.type]


def _constraint(item: Item) -> str | None:
    if item.type == "number":
        return f". >= {item.low} and . <= {item.high}"
    alone = [option.id for option in item.options if option.alone]
    return (
        " and ".join(f"not(selected(., '{id}') and count-selected(.) > 1)" for id in alone) or None
    )


def _write_ins(item: Item) -> Iterator[Row]:
    conditions = {
        **{part.id: _chosen(item, part) for part in item.options},
        **{part.id: f"${{{item.id}_{part.id}}} != ''" for part in item.rows},
    }
    for part in (*item.options, *item.rows):
        if part.write_in:
            yield {
                "type": "text",
                "name": f"{item.id}_{part.id}_text",
                **_labels(part.label),
                "relevant": conditions[part.id],
            }


def _relevant(form: Form, item: Item) -> str:
    return " and ".join(
        f"not({_chosen(other, option)})" if other.type == "multiple"
        else f"${{{other.id}}} != '{option.code}'"
        for other, option in form.skips(item)
    )  # fmt: skip


def _chosen(item: Item, option: Option) -> str:
    name = option.id if item.type == "multiple" else option.code
    return f"selected(${{{item.id}}}, '{name}')"


def _choices(form: Form) -> Iterator[Row]:
    """Yield the answers: a tick is stored by its id, as a part of a name, any other by its code."""
    for item in form.items:
        for option in item.options:
            ticked = item.type == "multiple"
            yield {
                "list_name": item.id,
                "name": option.id if ticked else str(option.code),
                **_labels(option.label),
                "code": str(option.code),
                "id": option.id,
                "added": _day(option.added),
            }


def _labels(label: Message) -> Row:
    return {f"label::{_NAMES[language]}": label[language] for language in _NAMES}


def _day(day: object) -> str | None:
    return str(day) if day else None
