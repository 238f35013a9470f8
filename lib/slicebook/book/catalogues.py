"""Translations: one gettext catalogue a notebook, page or package, kept with Babel.

The English text in the notebooks, in `book/en` and in the code is the source. `merge` brings the
catalogues of a language up to date with it: new messages come in empty, messages whose text changed
keep their translation marked fuzzy, and those that are gone are kept at the end as obsolete.
"""

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po, write_po

from slicebook import paths
from slicebook.book import words
from slicebook.book.code_words import code_words, data_texts
from slicebook.book.messages import Block, replace_blocks, source_messages
from slicebook.errors import InputError
from slicebook.runs.dependencies import library_folders
from slicebook.translations import FOLDER, NOTEBOOKS, SOURCE, shipped, translation

WIDTH = 100
# Words of the theme, which Sphinx translates; they are in no source of ours.
THEME = "sphinx"


def catalogue_path(name: str, language: str) -> Path:
    """Return the file of a catalogue, book/locale/da/LC_MESSAGES/<folder>/<notebook>.po.

    That of a package of this library lies in the package where the project holds the library.
    """
    for folder in library_folders():
        if folder.name == name and folder.is_relative_to(paths.root()):
            return folder / "locale" / language / FOLDER / f"{name}.po"
    return paths.book("locale", language, FOLDER, f"{name}.po")


def translated(text: str, name: str, language: str) -> str:
    """Return a cell or page by its catalogue; what has no translation is as it was, marked."""

    def translate(block: str) -> str:
        found = translation(name, "", block, language)
        return found or f"{block}\n\n*{words.UNTRANSLATED}*"

    return replace_blocks(text, translate)


def unfinished(language: str) -> list[str]:
    """Return what is missing or fuzzy in a language, one line a message; empty for English."""
    if language == SOURCE:
        return []
    return [
        line
        for name, messages in _sources(language).items()
        for line in _unfinished(name, messages, language)
    ]


def said_of_unfinished(language: str, shown: int = 20) -> list[str]:
    """Return in lines what is missing or fuzzy in a language, and what becomes of it."""
    if not (missing := unfinished(language)):
        return []
    more = [f"… and {len(missing) - shown} more"] if len(missing) > shown else []
    advice = (
        f"{len(missing)} texts are missing or fuzzy in {language}: a draft has them in {SOURCE}, "
        f"marked, and is not published; run modning translate, fill them in under "
        f"book/locale/{language}"
    )
    return [advice, *missing[:shown], *more]


def merge(language: str) -> list[Path]:
    """Bring every catalogue of a language up to date; return the files that changed."""
    sources = _sources(language)
    changed = [name for name in sources if _merge(name, sources[name], language)]
    wanted = {catalogue_path(name, language) for name in (*sources, THEME)}
    wanted |= {
        paths.book("locale", language, FOLDER, f"{folder.name}.po") for folder in library_folders()
    }
    gone = [path for path in _folder(language).rglob("*.po") if path not in wanted]
    for path in gone:
        path.unlink()
    return [catalogue_path(name, language) for name in changed] + gone


def fill(language: str, known: Mapping[str, str]) -> None:
    """Write what is known of a language into the project's catalogues, where nothing stands yet."""
    for path in sorted(_folder(language).rglob("*.po")):
        catalogue = _read(path, language)
        for one in catalogue:
            if one.id and not one.string:
                one.string = known.get(one.id, "")
        path.write_text(_text(catalogue, language), encoding="utf-8")


def shortened(block: str, length: int = 70) -> str:
    """Return the beginning of a message on one line."""
    line = " ".join(block.split())
    return line if len(line) <= length else f"{line[:length].rstrip()}…"


def _folder(language: str) -> Path:
    return paths.book("locale", language)


def _sources(language: str) -> dict[str, list[Block]]:
    """Return all that there is to translate into a language, by catalogue.

    Of packages that lie elsewhere it is what they do not have in the language themselves.
    """
    code = {name: _lacking(name, said, language) for name, said in code_words().items()}
    found = source_messages() | code | data_texts(language)
    return {name: messages for name, messages in found.items() if messages}


def _lacking(name: str, messages: list[Block], language: str) -> list[Block]:
    """Return the messages of the project's own code; of others' those without a translation."""
    if name == NOTEBOOKS or not catalogue_path(name, language).is_relative_to(paths.book()):
        return messages
    have = shipped(name, language)
    return [one for one in messages if (one.context, one.text) not in have]


def _unfinished(name: str, messages: Iterable[Block], language: str) -> Iterator[str]:
    for message in dict.fromkeys(messages):
        if translation(name, message.context, message.text, language) is None:
            yield f"{message.place}: {shortened(message.text)}"


def _read(path: Path, language: str) -> Catalog:
    if not path.is_file():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        try:
            return read_po(file, locale=language, abort_invalid=True)
        except PoFileError as problem:
            raise InputError(f"{path.name}: not a valid catalogue: {problem}") from None


def _merge(name: str, messages: Iterable[Block], language: str) -> bool:
    path = catalogue_path(name, language)
    template = Catalog(fuzzy=False)
    for message in messages:
        template.add(
            message.text, locations=[(message.place, None)], context=message.context or None
        )
    merged = _read(path, language)
    for text in [one for one in merged.obsolete if isinstance(one, str) and one in template]:
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
