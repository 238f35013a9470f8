"""CITATION.cff and .zenodo.json: made of programme.yml, up to date, and what archives take."""

import json
from dataclasses import replace

import pytest
import yaml
from jsonschema import ValidationError, validate

from conftest import ROOT
from slicebook.book.citation_files import citation_files
from slicebook.programme import load_programme

TEXT = {"type": "string", "minLength": 1}
# What is used here of Zenodo's deposit metadata: names and values as in its legacyrecord.json
# (github.com/zenodo/zenodo, zenodo/modules/deposit/jsonschemas/deposits/records); what has to be
# there and the codes of languages as developers.zenodo.org says below "Deposit metadata".
ZENODO = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "description", "upload_type", "creators"],
    "properties": {
        "title": TEXT,
        "description": TEXT,
        "upload_type": {"enum": [
            "publication", "poster", "presentation", "dataset", "image", "video", "software",
            "lesson", "physicalobject", "other",
        ]},
        "publication_type": {"enum": [
            "book", "section", "conferencepaper", "article", "preprint", "report", "deliverable",
            "milestone", "proposal", "thesis", "technicalnote", "workingpaper", "other",
        ]},
        "creators": {"type": "array", "minItems": 1, "items": {
            "type": "object", "additionalProperties": False, "required": ["name"],
            "properties": {"name": TEXT, "affiliation": TEXT, "gnd": TEXT,
                           "orcid": {"type": "string", "pattern": r"^(\d{4}-){3}\d{3}[\dX]$"}},
        }},
        "license": TEXT,
        "keywords": {"type": "array", "items": TEXT},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "version": TEXT,
    },
    "if": {"properties": {"upload_type": {"const": "publication"}}},
    "then": {"required": ["publication_type"]},
}  # fmt: skip
PROJECTS = (ROOT, ROOT / "examples" / "fast-bolig")


@pytest.mark.parametrize("project", PROJECTS, ids=lambda project: project.name)
def test_what_is_committed_is_what_zenodo_takes(project):
    validate(json.loads((project / ".zenodo.json").read_text(encoding="utf-8")), ZENODO)


@pytest.mark.parametrize(
    "slip",
    [{"creators": []}, {"creators": [{"names": "Ea"}]}, {"language": "da"}, {"upload_type": "book"},
     {"publication_type": None}, {"licence": "MIT"}],
)  # fmt: skip
def test_a_slip_in_it_is_found(slip):
    record = json.loads((ROOT / ".zenodo.json").read_text(encoding="utf-8"))
    with pytest.raises(ValidationError):
        validate({**record, **slip}, ZENODO)


def test_a_person_has_what_the_citation_says_and_a_language_three_letters():
    person = {"family-names": "Holm", "given-names": "Ea", "affiliation": "The institute",
              "orcid": "https://orcid.org/0000-0002-1825-0097"}  # fmt: skip
    said = {"authors": [person], "license": "MIT", "version": "2"}
    programme = replace(load_programme(), citation=said, language="da")
    record = json.loads(citation_files(programme)[".zenodo.json"])
    validate(record, ZENODO)
    assert record["creators"] == [
        {"name": "Holm, Ea", "affiliation": "The institute", "orcid": "0000-0002-1825-0097"}
    ]
    assert (record["language"], record["version"]) == ("dan", "2")


def test_the_projects_files_are_those_that_programme_yml_gives():
    for name, text in citation_files(load_programme()).items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"run `modning cite` for {name}"


def test_people_and_groups_are_creators():
    people = [{"family-names": "Holm", "given-names": "Ea"}, {"name": "The team"}]
    programme = replace(load_programme(), citation={"authors": people, "license": "MIT"})
    made = citation_files(programme)
    assert [one["name"] for one in json.loads(made[".zenodo.json"])["creators"]] == [
        "Holm, Ea", "The team",
    ]  # fmt: skip
    cff = yaml.safe_load(made["CITATION.cff"])
    assert (cff["cff-version"], cff["license"], cff["authors"]) == ("1.2.0", "MIT", people)
