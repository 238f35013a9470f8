"""The languages side by side: build/html/en, build/html/da, and what both share."""

import re
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import jinja2
from babel import Locale

from slicebook import files
from slicebook.book.downloads import PRINTED, downloads
from slicebook.text import speaking

ENTRANCE = Path(__file__).with_name("entrance.html.jinja")
STATIC, PACKAGE = "_static", "data"
# What Sphinx writes for each language: everything else in _static is the same in all.
OWN = ("documentation_options.js", "language_data.js", "translations.js")
LOADED = re.compile(rf'(\b(?:href|src)=")((?:\.\./)*{STATIC}/)(?!{"|".join(map(re.escape, OWN))})')
# What no page of the book loads, of the theme's and Sphinx's own files.
UNWANTED = shutil.ignore_patterns(
    ".buildinfo", "objects.inv", "*.map", "fontawesome.js*", "*.mo", "*.po"
)


def install(
    sites: Mapping[str, Path],
    target: Path,
    title: str,
    beside: Mapping[str, Mapping[str, Path]],
    package: Path,
    entrance: str | None = None,
) -> None:
    """Put copies of the sites (by language, the main one first) in the place of the old book.

    The page at the root opens the book in the language that the reader's browser asks for, or else
    in `entrance`, the main one without.

    `beside` are the files of each language that stand beside its pages, by their names there;
    `package` is a folder of the figures for machines.
    A reader sees the old book or the new. Style sheets, scripts and fonts, which are the same in
    every language, lie once in `target/_static`.
    """
    with files.replacing(target) as fresh:
        for language, site in sites.items():
            with speaking(language):
                _copy_edition(site, fresh / language, downloads(language))
            for name, path in beside.get(language, {}).items():
                shutil.copyfile(path, fresh / language / name)
        shared = next(iter(sites.values())) / STATIC
        shutil.copytree(shared, fresh / STATIC, ignore=_not_shared)
        shutil.copytree(package, fresh / PACKAGE)
        languages = list(sites)
        main = entrance if entrance in languages else languages[0]
        page = rendered(ENTRANCE, main=main, languages=languages, title=title)
        (fresh / "index.html").write_text(f"{page}\n", encoding="utf-8")


def _copy_edition(site: Path, target: Path, printed: str) -> None:
    """Copy pages, with links to what is printed, and what belongs to the language alone."""

    def skipped(folder: str, names: list[str]) -> set[str]:
        shared = set(names) - set(OWN) if Path(folder) == site / STATIC else set()
        return shared | UNWANTED(folder, names)

    shutil.copytree(site, target, ignore=skipped, copy_function=partial(_copy, printed))


def _not_shared(folder: str, names: list[str]) -> set[str]:
    return UNWANTED(folder, names) | (set(names) & set(OWN))


def _copy(printed: str, source: str, target: str) -> None:
    if not source.endswith(".html"):
        shutil.copyfile(source, target)
        return
    page = Path(source).read_text(encoding="utf-8")
    page = LOADED.sub(r"\1../\2", page).replace(PRINTED, printed)
    Path(target).write_text(page, encoding="utf-8")


def rendered(template: Path, **said: Any) -> str:
    """Return a page of a template beside this module; languages are called by their own names."""
    made = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return made.from_string(template.read_text("utf-8")).render(own_name=own_name, **said)


def own_name(language: str) -> str:
    """Return a language's name in itself, with a capital."""
    name = Locale.parse(language).get_display_name(language)
    return name[:1].upper() + name[1:]
