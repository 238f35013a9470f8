"""A form as a REDCap data dictionary, in one language; ids of answers stand in the annotations."""

import csv
import io
from collections.abc import Iterator, Mapping

from surveys.codebook import Form, Item, Option, Row
from surveys.instruments import redcap

_TYPES = {"single": "radio", "municipality": "radio", "grid": "radio", "multiple": "checkbox",
          "number": "text", "text": "notes", "date": "text", "link_code": "text"}  # fmt: skip
_CHECKS = {"number": "integer", "date": "date_dmy"}
# Every dictionary begins with the field that numbers its records.
_RECORD = {redcap.NAME: "record_id", redcap.TYPE: "text", redcap.LABEL: "Record ID"}
Field = Mapping[str, str]


def to_redcap(form: Form, language: str) -> bytes:
    """Return the dictionary as CSV in UTF-8."""
    written = io.StringIO()
    writer = csv.DictWriter(written, redcap.HEADINGS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for field in (_RECORD, *_fields(form, language)):
        writer.writerow({**field, redcap.FORM: form.id})
    return written.getvalue().encode()


def _fields(form: Form, language: str) -> Iterator[Field]:
    for item in form.items:
        logic = {redcap.BRANCHING: _logic(form, item)}
        if item.rows:
            for position, row in enumerate(item.rows):
                section = "" if position else item.question[language]
                yield {**_field(item, language), **logic, **_line(item, row, language),
                       redcap.SECTION: section}  # fmt: skip
        else:
            yield {**_field(item, language), **logic}
        yield from _write_ins(item, language)


def _field(item: Item, language: str) -> Field:
    field = {
        redcap.NAME: item.id,
        redcap.TYPE: _TYPES[item.type],
        redcap.LABEL: item.question[language],
        redcap.REQUIRED: "y" if item.required else "",
        redcap.NUMBER: "" if item.number is None else str(item.number),
        redcap.VALIDATION: _CHECKS.get(item.type, ""),
    }
    if item.type == "number":
        field |= {redcap.LOW: str(item.low), redcap.HIGH: str(item.high)}
    if item.options:
        choices = (f"{option.code}, {_bare(option.label[language])}" for option in item.options)
        field[redcap.CHOICES] = " | ".join(choices)
        field[redcap.ANNOTATION] = f"{redcap.IDS} {' '.join(one.id for one in item.options)}"
        if alone := ",".join(str(option.code) for option in item.options if option.alone):
            field[redcap.ANNOTATION] += f" {redcap.ALONE}='{alone}'"
    return field


def _bare(text: str) -> str:
    """Return a label without the sign that divides choices."""
    return text.replace("|", "/")


def _line(item: Item, row: Row, language: str) -> Field:
    matrix = item.id if item.type == "grid" else ""
    return {redcap.NAME: f"{item.id}_{row.id}", redcap.LABEL: row.label[language],
            redcap.MATRIX: matrix}  # fmt: skip


def _write_ins(item: Item, language: str) -> Iterator[Field]:
    for part in (*item.options, *item.rows):
        if part.write_in:
            yield {
                redcap.NAME: f"{item.id}_{part.id}_text",
                redcap.TYPE: "text",
                redcap.LABEL: part.label[language],
                redcap.BRANCHING: _chosen(item, part, "="),
            }


def _logic(form: Form, item: Item) -> str:
    return " and ".join(_chosen(other, option, "<>") for other, option in form.skips(item))


def _chosen(item: Item, part: Option | Row, sign: str) -> str:
    if isinstance(part, Row):
        return f"[{item.id}_{part.id}] <> ''"
    if item.type == "multiple":
        return f"[{item.id}({part.code})] {sign} '1'"
    return f"[{item.id}] {sign} '{part.code}'"
