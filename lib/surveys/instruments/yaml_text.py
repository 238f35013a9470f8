"""A form as the YAML of `instruments/`, spelled as a person would write it."""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from slicebook.text import Message, languages
from surveys.codebook import Form, Item, Option, Row
from surveys.instruments.draft import Draft

SCHEMA = "# yaml-language-server: $schema=../schemas/form.json"


def yaml_text(draft: Draft) -> str:
    """Return a drafted form; what is to be looked at stands above it as comments."""
    form = draft.form
    head = [SCHEMA, f"# Drafted from {form.source}. Look at every line before it is used."]
    if draft.codes:
        codes = ", ".join(f"{place}: {code}" for place, code in draft.codes.items())
        head.append(f"# programme.yml: the municipalities' codes in {form.id} are {codes}.")
    head += [f"# - {' '.join(remark.split())}" for remark in draft.remarks]
    return "\n".join([*head, *_form(form)]) + "\n"


def _form(form: Form) -> Iterator[str]:
    for entry in ("title", "filled_by", "filled_when"):
        yield f"{entry}: {one_line(_words(getattr(form, entry)))}"
    yield f"source: {one_line(form.source)}"
    yield ""
    yield "items:"
    for position, item in enumerate(form.items):
        if position:
            yield ""
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    entries = {
        "id": item.id,
        "number": item.number,
        "type": item.type,
        "scale": item.scale,
        "low": item.low,
        "high": item.high,
        "required": item.required or None,
        "ordered": item.ordered or None,
        "added": item.added,
        "reworded": item.reworded,
        "question": _words(item.question),
        "also": list(item.also) or None,
    }
    given = {key: value for key, value in entries.items() if value is not None or key == "number"}
    for position, (key, value) in enumerate(given.items()):
        yield f"  {'-' if position == 0 else ' '} {key}: {one_line(value)}"
    if item.rows:
        yield "    rows:"
        yield from (f"      {one_line(row.id)}: {one_line(_row(row))}" for row in item.rows)
    if item.options and item.type != "municipality":
        yield "    options:"
        yield from (f"      {option.code}: {one_line(_option(option))}" for option in item.options)


def _option(option: Option) -> dict[str, Any]:
    return _given(
        {"id": option.id, **_words(option.label), "added": option.added, "go_to": option.go_to,
         "write_in": option.write_in or None, "alone": option.alone or None,
         "also": list(option.also) or None}
    )  # fmt: skip


def _row(row: Row) -> dict[str, Any]:
    return _given(
        {**_words(row.label), "added": row.added, "write_in": row.write_in or None,
         "also": list(row.also) or None}
    )  # fmt: skip


def _words(label: Message) -> dict[str, str]:
    return {language: label[language] for language in reversed(languages())}


def _given(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entries.items() if value is not None}


def one_line(value: Any) -> str:
    """Return a value in YAML's one-line style, quoted only where it must be."""
    text = yaml.safe_dump(
        value, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**6
    )
    return text.removesuffix("\n").removesuffix("\n...")
