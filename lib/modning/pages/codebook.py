"""The codebook: a page for each form, with its columns, answer codes and changes."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from babel.dates import format_date

from slicebook.book import words
from slicebook.book.markup import literal, table
from slicebook.programme import Programme
from slicebook.text import printed_place
from surveys.codebook import Column, Form, Item, Option, load_codebook


def codebook_pages(forms: Mapping[str, Form], language: str) -> dict[str, str]:
    """Return the Markdown of each form's page by the page's name, `codebook/baseline`."""
    return {f"codebook/{id}": form_page(form, language) for id, form in forms.items()}


def write_codebook(folder: Path, language: str, programme: Programme) -> list[Path]:
    """Write the pages into a folder, one Markdown file a form; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for id, form in load_codebook(programme).items():
        path = folder / f"{id}.md"
        path.write_text(form_page(form, language), encoding="utf-8")
        written.append(path)
    return written


def form_page(form: Form, language: str) -> str:
    """Return the page of one form."""
    facts = [
        (words.FILLED_BY, form.filled_by[language]),
        (words.FILLED_WHEN, form.filled_when[language]),
        (words.FORM_SOURCE, printed_place(form.source, language)),
    ]
    lines = [f"# {literal(form.title[language])}", ""]
    lines += [f"- {term[language]}: {literal(text)}" for term, text in facts]
    for item in form.items:
        lines += ["", f"## {literal(item.question[language])}", "", _facts(item, language), ""]
        lines += [_columns(item, language), *_codes(item, language)]
    return "\n".join(lines) + "\n"


def _facts(item: Item, language: str) -> str:
    number = words.UNNUMBERED[language]
    if item.number is not None:
        number = words.NUMBER[language].format(item.number)
    facts = [number, words.TYPES[item.type][language].format(item.low, item.high)]
    facts += _changes(item.added, item.reworded, language)
    return ". ".join(facts) + "."


def _changes(added: date | None, reworded: date | None, language: str) -> list[str]:
    said = [(words.ADDED, added), (words.REWORDED, reworded)]
    return [text[language].format(_day(day, language)) for text, day in said if day]


def _columns(item: Item, language: str) -> str:
    rows = [(column.name, _meaning(column, language)) for column in item.columns()]
    heading = [words.COLUMN[language], words.MEANING[language]]
    caption = f"{words.COLUMNS_OF[language]}: {item.question[language]}"
    return table(caption, heading, rows, language, names=True)


def _codes(item: Item, language: str) -> Iterator[str]:
    if not item.options or item.type == "multiple":
        return
    rows = [(str(option.code), _option(option, language)) for option in item.options]
    caption = f"{words.CODES_OF[language]}: {item.question[language]}"
    yield "\n" + table(caption, [words.CODE[language], words.ANSWER[language]], rows, language)


def _meaning(column: Column, language: str) -> str:
    part = column.option or column.row
    name = part.label[language] if part else column.item.question[language]
    if column.kind == "text":
        return words.FREE_TEXT[language]
    added = part.added if part and part.added != column.item.added else None
    return _with(name, _changes(added, None, language))


def _option(option: Option, language: str) -> str:
    notes = _changes(option.added, None, language)
    if option.go_to is not None:
        notes.append(words.GO_TO[language].format(option.go_to))
    if option.write_in:
        notes.append(words.WRITE_IN[language])
    return _with(option.label[language], notes)


def _with(text: str, notes: list[str]) -> str:
    return f"{text} ({'; '.join(notes).lower()})" if notes else text


def _day(day: date, language: str) -> str:
    return format_date(day, "long", locale=language)
