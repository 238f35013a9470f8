"""JSON Schemas of the files that people write, by which an editor completes and checks them.

Such a file names its schema in its first line: `# yaml-language-server: $schema=…`.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from modning.audit.known import Known
from modning.criteria.file import Criteria
from modning.model import Model
from modning.pages.front import Front
from modning.register import Asked, Head
from modning.scales.measure import Measure
from slicebook import files, paths
from slicebook.book.glossary import Term
from slicebook.book.order import Contents
from slicebook.entries import Schema
from slicebook.programme_file import ProgrammeFile
from slicebook.written import schema
from surveys.codebook.load import FormFile
from surveys.intake.mapping.model import MappingFile
from surveys.synthetic.margins import Assumptions
from surveys.synthetic.times import Schedule

FOLDER = "schemas"


def _tables() -> Schema:
    return {**schema(Asked), "properties": schema(Head)["properties"]}


# By name: the files, from the project's folder, and their schema.
KINDS: Mapping[str, tuple[str, Callable[[], Schema]]] = {
    "programme": ("programme.yml", lambda: schema(ProgrammeFile)),
    "form": ("instruments/*.yml", lambda: schema(FormFile)),
    "tables": ("data/tables.yml", _tables),
    "criteria": ("data/criteria.yml", lambda: schema(Criteria)),
    "known": ("data/known.yml", lambda: schema(Known)),
    "model": ("data/report/model.yml", lambda: schema(Model)),
    "scale": ("scales/*.yml", lambda: schema(Measure)),
    "mapping": ("mappings/*.yml", lambda: schema(MappingFile)),
    # All but the files that are no form's: forms.yml and real.yml.
    "synthetic": ("data/synthetic/*[!sl].yml", lambda: schema(Assumptions)),
    "schedule": ("data/synthetic/forms.yml", lambda: schema(Schedule)),
    "contents": ("book/contents.yml", lambda: schema(Contents)),
    "front": ("book/front.yml", lambda: schema(Front)),
    "glossary": ("book/glossary.yml", lambda: schema(dict[str, Term])),
}


def schema_text(name: str) -> str:
    """Return a schema as its file has it."""
    made = KINDS[name][1]()
    return json.dumps(made, ensure_ascii=False) + "\n"


def write_schemas() -> list[Path]:
    """Write all schemas to the project's folder of them."""
    written = [paths.root() / FOLDER / f"{name}.json" for name in KINDS]
    for path in written:
        files.write(path, schema_text(path.stem))
    return written
