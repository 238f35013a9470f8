"""The codebook: a page for each form, with its columns, answer codes and changes."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from babel.dates import format_date

from slicebook.book import words
from slicebook.book.markup import literal, table
from slicebook.programme import Programme
from slicebook.text import printed_place, spoken
from surveys.codebook import Column, Form, Item, Option, load_codebook


def codebook_pages(forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the Markdown of each form's page by the page's name, `codebook/visit`."""
    return {f"codebook/{id}": form_page(form) for id, form in forms.items()}


def write_codebook(folder: Path, programme: Programme) -> list[Path]:
    """Write the pages into a folder, one Markdown file a form; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for id, form in load_codebook(programme).items():
        path = folder / f"{id}.md"
        path.write_text(form_page(form), encoding="utf-8")
        written.append(path)
    return written


def form_page(form: Form) -> str:
    """Return the page of one form."""
    facts = [
        (words.FILLED_BY, str(form.filled_by)),
        (words.FILLED_WHEN, str(form.filled_when)),
        (words.FORM_SOURCE, printed_place(str(form.source))),
    ]
    lines = [f"# {literal(str(form.title))}", ""]
    lines += [f"- {term}: {literal(text)}" for term, text in facts]
    for item in form.items:
        lines += ["", f"## {literal(str(item.question))}", "", _facts(item), ""]
        lines += [_columns(item), *_codes(item)]
    return "\n".join(lines) + "\n"


def _facts(item: Item) -> str:
    number = str(words.UNNUMBERED)
    if item.number is not None:
        number = words.NUMBER.format(item.number)
    facts = [number, words.TYPES[item.type].format(item.low, item.high)]
    facts += _changes(item.added, item.reworded)
    return ". ".join(facts) + "."


def _changes(added: date | None, reworded: date | None) -> list[str]:
    said = [(words.ADDED, added), (words.REWORDED, reworded)]
    return [text.format(format_date(day, "long", locale=spoken())) for text, day in said if day]


def _columns(item: Item) -> str:
    rows = [(column.name, _meaning(column)) for column in item.columns()]
    heading = [str(words.COLUMN), str(words.MEANING)]
    caption = f"{words.COLUMNS_OF}: {item.question}"
    return table(caption, heading, rows, names=True)


def _codes(item: Item) -> Iterator[str]:
    if not item.options or item.type == "multiple":
        return
    rows = [(str(option.code), _option(option)) for option in item.options]
    caption = f"{words.CODES_OF}: {item.question}"
    yield "\n" + table(caption, [str(words.CODE), str(words.ANSWER)], rows)


def _meaning(column: Column) -> str:
    part = column.option or column.row
    name = str(part.label) if part else str(column.item.question)
    if column.kind == "text":
        return str(words.FREE_TEXT)
    added = part.added if part and part.added != column.item.added else None
    return _with(name, _changes(added, None))


def _option(option: Option) -> str:
    notes = _changes(option.added, None)
    if option.go_to is not None:
        notes.append(words.GO_TO.format(option.go_to))
    if option.write_in:
        notes.append(str(words.WRITE_IN))
    return _with(str(option.label), notes)


def _with(text: str, notes: list[str]) -> str:
    return f"{text} ({'; '.join(notes).lower()})" if notes else text
