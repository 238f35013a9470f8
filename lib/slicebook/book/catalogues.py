"""Translations of the prose: one gettext catalogue a notebook or page, kept with Babel.

The English text in the notebooks and in `book/en` is the source. `merge` brings the catalogues of
a language up to date with it: new messages come in empty, messages whose text changed keep their
translation marked fuzzy, and those that are gone are kept at the end as obsolete.
"""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from slicebook import paths
from slicebook.book.messages import Message, replace_blocks, source_messages
from slicebook.book.prose import ProseError
from slicebook.errors import InputError

SOURCE = "en"
WIDTH = 100
# Words of the theme, which Sphinx translates; they are in no source of ours.
THEME = "sphinx"


def catalogue_path(name: str, language: str) -> Path:
    """Return the file of a catalogue, book/locale/da/LC_MESSAGES/<folder>/<notebook>.po."""
    return paths.book("locale", language, "LC_MESSAGES", f"{name}.po")


def finished(name: str, language: str) -> dict[str, str]:
    """Return the translations of a catalogue that are neither missing nor fuzzy."""
    found = _read(catalogue_path(name, language), language)
    return {one.id: one.string for one in found if one.id and one.string and not one.fuzzy}


def translated(text: str, messages: dict[str, str], where: str) -> str:
    """Return a cell or page in another language; `ProseError` names what has no translation."""

    def translate(block: str) -> str:
        if block not in messages:
            raise ProseError(f"{where} has no translation: {shortened(block)}")
        return messages[block]

    return replace_blocks(text, translate)


def unfinished(language: str) -> list[str]:
    """Return what is missing or fuzzy in a language, one line a message; empty for English."""
    if language == SOURCE:
        return []
    return [
        line
        for name, messages in source_messages().items()
        for line in _unfinished(messages, finished(name, language))
    ]


def all_finished(language: str, shown: int = 20) -> None:
    """Raise one `InputError` that lists what of the prose is missing or fuzzy in a language."""
    if missing := unfinished(language):
        more = [f"… and {len(missing) - shown} more"] if len(missing) > shown else []
        advice = (
            f"{len(missing)} texts are missing or fuzzy in {language}; run modning translate, fill "
            f"them in under book/locale/{language}, or build without: modning book --language "
            f"{SOURCE}"
        )
        raise InputError("\n".join([advice, *missing[:shown], *more]))


def merge(language: str) -> list[Path]:
    """Bring every catalogue of a language up to date; return the files that changed."""
    sources = source_messages()
    changed = [name for name in sources if _merge(name, sources[name], language)]
    wanted = {catalogue_path(name, language) for name in (*sources, THEME)}
    gone = [path for path in _folder(language).rglob("*.po") if path not in wanted]
    for path in gone:
        path.unlink()
    return [catalogue_path(name, language) for name in changed] + gone


def shortened(block: str, length: int = 70) -> str:
    """Return the beginning of a message on one line."""
    line = " ".join(block.split())
    return line if len(line) <= length else f"{line[:length].rstrip()}…"


def _folder(language: str) -> Path:
    return paths.book("locale", language)


def _unfinished(messages: Iterable[Message], done: dict[str, str]) -> Iterator[str]:
    for message in dict.fromkeys(messages):
        if message.text not in done:
            yield f"{message.place}: {shortened(message.text)}"


def _read(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except PoFileError as problem:
            raise InputError(f"{path.name}: not a valid catalogue: {problem}") from None


def _merge(name: str, messages: Iterable[Message], language: str) -> bool:
    path = catalogue_path(name, language)
    template = Catalog(fuzzy=False)
    for message in messages:
        template.add(message.text, locations=[(message.place, None)])
    merged = _read(path, language)
    for text in [text for text in merged.obsolete if text in template]:
        merged[text] = merged.obsolete.pop(text)  # it is back, and so is its translation
    merged.update(template, update_creation_date=False)
    text = _text(merged, language)
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def _text(catalogue: Catalog, language: str) -> str:
    """Return a catalogue as a file, with a header that no clock and no version changes."""
    for message in catalogue:
        message.flags &= {"fuzzy"}  # percent signs and braces are prose and Jinja here
    out = io.BytesIO()
    write_po(out, catalogue, width=WIDTH, omit_header=True)
    header = f'"Language: {language}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    return f'msgid ""\nmsgstr ""\n{header}"Content-Transfer-Encoding: 8bit\\n"\n\n' + (
        out.getvalue().decode("utf-8")
    )
