"""Editors check files by the schemas that they are read by, and every file names its own."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from modning.schemas import FOLDER, KINDS, schema_text
from slicebook import paths
from slicebook.programme import read_yaml

ROOT = paths.root()
PROJECTS = (ROOT, *sorted(ROOT.glob("examples/*")))
FILES = [
    (name, path)
    for name, (pattern, _) in KINDS.items()
    for project in PROJECTS
    for path in sorted(project.glob(pattern))
]


def complaints(name: str, raw: object) -> list[str]:
    """Return what an editor would underline; a file is data as JSON has it."""
    validator = Draft202012Validator(json.loads(schema_text(name)))
    data = json.loads(json.dumps(raw, default=str))
    return [error.message for error in validator.iter_errors(data)]


@pytest.mark.parametrize("name", KINDS)
def test_the_schemas_are_those_that_files_are_read_by(name):
    for project in PROJECTS:
        text = (project / FOLDER / f"{name}.json").read_text(encoding="utf-8")
        assert text == schema_text(name), f"{project.name}: run `modning schemas`"


@pytest.mark.parametrize(("name", "path"), FILES, ids=[str(path) for _, path in FILES])
def test_a_file_names_its_schema_and_agrees_with_it(name: str, path: Path):
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    there = first.removeprefix("# yaml-language-server: $schema=")
    assert (path.parent / there).resolve().name == f"{name}.json"
    assert (path.parent / there).is_file()
    assert complaints(name, read_yaml(path)) == []


def test_a_schema_underlines_what_reading_refuses():
    form = read_yaml(ROOT / "instruments" / "baseline.yml")
    first, *others = form["items"]
    for wrong in ({"typ": "single"}, {"type": "slider"}, {"number": "one"}, {"options": ["a"]}):
        assert complaints("form", form | {"items": [first | wrong, *others]})
    without = {key: value for key, value in first.items() if key != "question"}
    assert complaints("form", form | {"items": [without, *others]})
    programme = read_yaml(paths.programme())
    assert complaints("programme", programme | {"disclosure": {"threshold": 5}})
    assert not complaints("programme", programme | {"disclosure": {"preset": "acro"}})
