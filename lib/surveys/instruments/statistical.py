"""Forms from labelled files of SPSS and Stata: only what the file says, none of its answers."""

from pathlib import Path

import pyreadstat

from surveys.instruments.flat import Variable, questions_of
from surveys.instruments.question import Part, Questions
from surveys.labelled import KINDS, read_labelled


def read_statistical(path: Path) -> list[Questions]:
    """Read the variables of a labelled file; `InputError` where it cannot be read."""
    _, meta = read_labelled(path, KINDS[path.suffix.lower()], answers=False)
    variables = [_variable(name, meta) for name in meta.column_names]
    dates = [one for one in variables if one.kind == "date"]
    # A form needs a time of submission; where a file has one date, it has no other.
    asked = [one for one in variables if [one] != dates]
    remarks = [f"{one.name}: taken for the time of submission" for one in dates if [one] == dates]
    return [Questions(path.stem, {"": meta.file_label or path.stem},
                      questions_of(asked), path.name, remarks)]  # fmt: skip


def _variable(name: str, meta: pyreadstat.metadata_container) -> Variable:
    labels = meta.variable_value_labels.get(name, {})
    answers = [Part(_code(value), {"": label}) for value, label in labels.items()]
    text = meta.column_names_to_labels.get(name) or name
    return Variable(name, {"": text}, "code" if answers else _kind(name, meta), answers)


def _kind(name: str, meta: pyreadstat.metadata_container) -> str:
    written = (meta.original_variable_types.get(name) or "").upper()
    if meta.readstat_variable_types.get(name) == "string":
        return "text"
    dated = ("DATE", "%TD", "%TC", "EDATE", "ADATE", "SDATE")
    return "date" if written.startswith(dated) else "number"


def _code(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)
