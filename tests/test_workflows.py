"""Files that others' programs read: workflows of CI and how to cite, held against their schemas.

The schemas are those of schemastore.org and citation-file-format.github.io, as check-jsonschema
brings them along. `make workflows` asks actionlint and cffconvert too, which it fetches.
"""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from slicebook.programme import read_yaml

ROOT = Path(__file__).resolve().parents[1]
PROJECTS = (ROOT, ROOT / "examples" / "minimal", ROOT / "examples" / "fast-bolig")
GITHUB, GITLAB, CITATION = ".github/workflows/book.yml", ".gitlab-ci.yml", "CITATION.cff"
SCHEMAS = {GITHUB: "github-workflows", GITLAB: "gitlab-ci", CITATION: "citation-file-format"}


def held(name: str, *files: Path) -> subprocess.CompletedProcess:
    """Hold files of one kind against its schema, without a network."""
    more = ["--data-transform", "gitlab-ci"] if name == GITLAB else []
    return subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--default-filetype", "yaml", *more,
         "--builtin-schema", f"vendor.{SCHEMAS[name]}", *map(str, files)],
        capture_output=True, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_files_are_what_their_schemas_ask(name):
    found = [folder / name for folder in PROJECTS if (folder / name).is_file()]
    assert len(found) >= 2
    done = held(name, *found)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "there", "instead"),
    [
        (GITHUB, "runs-on: ubuntu-latest", "run-on: ubuntu-latest"),
        (GITLAB, "expire_in: 1 week", "expires: 1 week"),
        (CITATION, "authors:", "writers:"),
    ],
)
def test_a_slip_in_one_is_found(name, there, instead, tmp_path):
    text = (ROOT / name).read_text(encoding="utf-8")
    wrong = tmp_path / Path(name).name
    wrong.write_text(text.replace(there, instead, 1), encoding="utf-8")
    assert wrong.read_text("utf-8") != text
    assert held(name, wrong).returncode == 1


@pytest.mark.parametrize("folder", PROJECTS, ids=lambda folder: folder.name)
def test_what_ci_shows_is_what_staging_took(folder):
    """So that no site has a book which the audit would not let out."""
    staging = read_yaml(folder / "programme.yml")["publish"]["staging"]["folder"]
    github, gitlab = (
        yaml.safe_load((folder / name).read_text("utf-8")) for name in (GITHUB, GITLAB)
    )
    steps = github["jobs"]["build"]["steps"]
    [shown] = [one["with"]["path"] for one in steps if "upload-pages" in one.get("uses", "")]
    published = ".venv/bin/modning publish main --to staging"
    assert shown == staging
    assert published in [one.get("run") for one in steps]
    assert published in gitlab["build"]["script"]
    assert gitlab["pages"]["script"] == [f"mv {staging} public"]
