"""Words of Sphinx and its theme in a language they lack: book/locale/<language>, compiled."""

import json
import shutil
from pathlib import Path

import sphinx
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from slicebook.book.catalogues import SOURCE, THEME, catalogue_path

MESSAGES = "LC_MESSAGES"


def compile_theme_words(language: str, folder: Path) -> list[str]:
    """Write the words for Sphinx and for its scripts into a folder; return Sphinx's `locale_dirs`.

    None for English. Sphinx's own words come first in the script, since it takes only one.
    """
    shutil.rmtree(folder, ignore_errors=True)
    path = catalogue_path(THEME, language)
    if language == SOURCE or not path.is_file():
        return []
    target = folder / language / MESSAGES
    target.mkdir(parents=True)
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    with (target / "sphinx.mo").open("wb") as file:
        write_mo(file, catalogue)
    words = {message.id: message.string for message in catalogue if message.id}
    said = {"locale": language, "plural_expr": catalogue.plural_expr, "messages": words}
    script = f"Documentation.addTranslations({json.dumps(said, ensure_ascii=False)});"
    own = Path(sphinx.__file__).parent / "locale" / language / MESSAGES / "sphinx.js"
    (target / "sphinx.js").write_text(own.read_text(encoding="utf-8") + script, encoding="utf-8")
    return [str(folder)]
