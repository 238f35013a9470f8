"""How to cite the project, for repositories and archives: CITATION.cff and .zenodo.json."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from slicebook import files, paths
from slicebook.programme import Programme

MESSAGE = "Please cite this book as below."
WITH_REPORT = "Please cite this book as below, and the report that it recomputes beside it."
# ISO 639-2, as Zenodo has it.
LANGUAGES = {"da": "dan", "en": "eng"}


def citation_files(programme: Programme) -> dict[str, str]:
    """Return the text of each file by its name in the project.

    Made of `citation` in `programme.yml`, which is in the terms of the Citation File Format 1.2.0.
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
    return head | {
        "title": _title(programme), "version": version("slicebook"), **programme.citation
    }  # fmt: skip


def _zenodo(programme: Programme) -> dict[str, Any]:
    said = programme.citation
    return {
        "title": _title(programme),
        "description": f"{programme.name[programme.language]}, {programme.first_day.year} to "
        f"{programme.last_day.year}. {_message()}",
        "upload_type": "publication",
        "publication_type": "report",
        "creators": [{"name": _person(author)} for author in said.get("authors", [])],
        "license": said.get("license", ""),
        "keywords": said.get("keywords", []),
        "language": LANGUAGES.get(programme.language, programme.language),
        "version": version("slicebook"),
    }


def _person(author: dict[str, str]) -> str:
    if "name" in author:
        return author["name"]
    return f"{author['family-names']}, {author['given-names']}"
