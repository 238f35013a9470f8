"""Forms from what exists, and for other systems: drafts of `instruments/<form>.yml` and exports."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.written import refuse_unknown
from surveys.codebook import Form
from surveys.instruments import rows as cells
from surveys.instruments.draft import Draft, draft_of, places_of
from surveys.instruments.flat import read_statistical
from surveys.instruments.limesurvey import is_text_survey, read_lss, read_text_survey
from surveys.instruments.qualtrics import read_qualtrics
from surveys.instruments.question import Questions
from surveys.instruments.redcap import is_redcap, read_redcap
from surveys.instruments.surveyxact import is_structure, read_surveyxact
from surveys.instruments.to_ddi import to_ddi
from surveys.instruments.to_redcap import to_redcap
from surveys.instruments.to_xlsform import to_xlsform
from surveys.instruments.xlsform import is_xlsform, read_xlsform
from surveys.instruments.yaml_text import yaml_text
from surveys.labelled import KINDS

_READERS = {".qsf": read_qualtrics, ".lss": read_lss,
            **dict.fromkeys(KINDS, read_statistical)}  # fmt: skip
KNOWN = (
    "an XLSForm (.xlsx, .xls, .ods), a REDCap data dictionary (.csv), SurveyXact's structure "
    "(.csv beside its labels, or .xlsx), LimeSurvey's .lss or .txt, Qualtrics' .qsf, or "
    "a labelled file of SPSS or Stata (.sav, .zsav, .por, .dta)"
)


def draft_forms(path: Path, places: Mapping[str, str], form: str | None = None) -> list[Draft]:
    """Return the forms that another system's file holds.

    `places` are the municipalities' names by key; `form` names the form of a file that holds one.
    Raises `InputError` for a file that is no such file, or holds no question.
    """
    found = [one for one in read_questions(path) if one.questions]
    if not found:
        raise InputError(f"{path.name}: no question here; expected {KNOWN}")
    if form is not None:
        if len(found) > 1:
            forms = ", ".join(one.form for one in found)
            raise InputError(f"{path.name}: holds {len(found)} forms ({forms}), one name is given")
        found = [replace(found[0], form=form)]
    return [draft_of(one, places) for one in found]


def places_named(path: Path) -> dict[str, str]:
    """Return the places that a file's question about the municipality names, by a key of each."""
    return {key: name for one in read_questions(path) for key, name in places_of(one).items()}


def write_draft(draft: Draft) -> Path:
    """Write a draft to `instruments/`; `InputError` where the form is there already."""
    path = paths.instruments() / f"{draft.form.id}.yml"
    if path.exists():
        raise InputError(f"{path}: is there already; give the draft another name with --form")
    files.write(path, yaml_text(draft))
    return path


def read_questions(path: Path) -> list[Questions]:
    """Return the questions of each form of a file; `InputError` where it is none that is known."""
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    suffix = path.suffix.lower()
    if suffix in _READERS:
        return _READERS[suffix](path)
    if suffix in cells.SHEETS:
        sheets = cells.sheets(path)
        if is_xlsform(sheets):
            return read_xlsform(path)
        if is_structure(sheets.get("structure", [])):
            return read_surveyxact(path)
    elif suffix in (".csv", ".txt", ".tsv"):
        rows = cells.delimited(path)
        for belongs, read in (
            (is_redcap, read_redcap),
            (is_structure, read_surveyxact),
            (is_text_survey, read_text_survey),
        ):
            if belongs(rows):
                return read(path)
    raise InputError(f"{path.name}: no form is known here; expected {KNOWN}")


# How each is made, and the name of its file.
FORMATS = {
    "xlsform": (to_xlsform, "{form}.xlsx"),
    "redcap": (to_redcap, "{form}_data_dictionary.csv"),
    "ddi": (to_ddi, "{form}.ddi.xml"),
}


def export_form(form: Form, kind: str, folder: Path, language: str) -> Path:
    """Write a form for another system into a folder; return the file."""
    refuse_unknown("format", kind, FORMATS)
    make, name = FORMATS[kind]
    path = folder / name.format(form=form.id)
    files.write(path, make(form, language))
    return path
