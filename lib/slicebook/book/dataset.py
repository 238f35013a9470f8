"""The book's figures as search engines know data: schema.org's Dataset, in JSON-LD."""

import json
from collections.abc import Mapping

from slicebook.book import words
from slicebook.book.citation import commit
from slicebook.book.package import RECORDS, TABLE
from slicebook.programme import Programme

LICENCES = "https://spdx.org/licenses/"
FORMATS = {TABLE: "text/csv", RECORDS: "application/json"}


def dataset(programme: Programme, language: str, title: str) -> str:
    """Return the description of the figures, as JSON for a script of the front page."""
    said = programme.citation
    described = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": title,
        "description": words.DATASET.format(
            title=title, first=programme.first_day.year, last=programme.last_day.year
        ),
        "inLanguage": language,
        "version": commit(),
        "creator": [_creator(one) for one in said.get("authors", [])],
        "license": LICENCES + said["license"] if "license" in said else None,
        "keywords": said.get("keywords"),
        "temporalCoverage": f"{programme.first_day}/{programme.last_day}",
        "spatialCoverage": [place.name for place in programme.municipalities.values()],
        "isBasedOn": str(programme.reference or ""),
        "distribution": [
            {"@type": "DataDownload", "contentUrl": f"../data/{name}", "encodingFormat": kind}
            for name, kind in FORMATS.items()
        ],
    }
    kept = {key: value for key, value in described.items() if value}
    # A script ends at the first "</", whatever is in it.
    return json.dumps(kept, ensure_ascii=False).replace("</", "<\\/")


def _creator(person: Mapping[str, str]) -> dict[str, str]:
    if "family-names" in person:
        name = f"{person.get('given-names', '')} {person['family-names']}".strip()
        return {"@type": "Person", "name": name}
    return {"@type": "Organization", "name": person["name"]}
