"""CITATION.cff and .zenodo.json: made of programme.yml and kept up to date."""

import json
from dataclasses import replace

import yaml

from conftest import ROOT
from slicebook.book.citation_files import citation_files
from slicebook.programme import load_programme


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
