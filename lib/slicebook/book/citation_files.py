"""How to cite the project, for repositories and archives: CITATION.cff and .zenodo.json."""

import json
from pathlib import Path
from typing import Any

import yaml
from babel.core import get_global

from slicebook import files, paths
from slicebook.programme import Programme

MESSAGE = "Please cite this book as below."
WITH_REPORT = "Please cite this book as below, and the report that it recomputes beside it."
# What comes before the number in an ORCID of the Citation File Format.
ORCID = "https://orcid.org/"


def citation_files(programme: Programme) -> dict[str, str]:
    """Return the text of each file by its name in the project.

    Made of `citation` in `programme.yml`, which is in the terms of the Citation File Format 1.2.0.
    Without a version there, neither has one: an archive takes that of the release it is given.
    """
    text = yaml.safe_dump(_cff(programme), allow_unicode=True, sort_keys=False, width=1000)
    record = json.dumps(_zenodo(programme), ensure_ascii=False, indent=2)
    return {"CITATION.cff": text, ".zenodo.json": f"{record}\n"}


def write_citation_files(programme: Programme) -> list[Path]:
    """Write the files into the project; return them."""
    made = {paths.root() / name: text for name, text in citation_files(programme).items()}
    for path, text in made.items():
        files.write(path, text)
    return list(made)


def _title(programme: Programme) -> str:
    parts = [programme.name, *([programme.subtitle] if programme.subtitle else [])]
    return ": ".join(part[programme.language] for part in parts)


def _message() -> str:
    return WITH_REPORT if paths.has_report() else MESSAGE


def _cff(programme: Programme) -> dict[str, Any]:
    head = {"cff-version": "1.2.0", "message": _message(), "type": "dataset"}
    return head | {"title": _title(programme), **programme.citation}


def _zenodo(programme: Programme) -> dict[str, Any]:
    said = programme.citation
    made = {
        "title": _title(programme),
        "description": f"{programme.name[programme.language]}, {programme.first_day.year} to "
        f"{programme.last_day.year}. {_message()}",
        "upload_type": "publication",
        "publication_type": "report",
        "creators": [_creator(author) for author in said.get("authors", [])],
        "license": said.get("license"),
        "keywords": said.get("keywords"),
        "language": _of_three_letters(programme.language),
        "version": said.get("version"),
    }
    return {name: one for name, one in made.items() if one}


def _creator(author: dict[str, str]) -> dict[str, str]:
    names = [author[part] for part in ("family-names", "given-names") if part in author]
    made = {
        "name": author.get("name") or ", ".join(names),
        "affiliation": author.get("affiliation"),
        "orcid": author.get("orcid", "").removeprefix(ORCID),
    }
    return {name: one for name, one in made.items() if one}


def _of_three_letters(language: str) -> str:
    """Return a language's code of ISO 639-3, as archives have it."""
    codes = get_global("language_aliases").items()
    return next((long for long, short in codes if short == language), language)
