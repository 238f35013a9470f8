"""Forms for other systems: an XLSForm, a REDCap data dictionary, a DDI codebook."""

from pathlib import Path

from slicebook import files
from slicebook.written import refuse_unknown
from surveys.codebook import Form
from surveys.instruments.to_ddi import to_ddi
from surveys.instruments.to_redcap import to_redcap
from surveys.instruments.to_xlsform import to_xlsform

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
