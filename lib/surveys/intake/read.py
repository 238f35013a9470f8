"""Read an export, whatever its format, as text."""

from collections.abc import Mapping
from pathlib import Path

from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.csv_files import read_csv
from surveys.intake.grid import Grid, without_blanks
from surveys.intake.identifiers import refuse_identifiers, refuse_identifying_names
from surveys.intake.recognise import closest, refuse_unfit
from surveys.intake.sav_files import read_sav
from surveys.intake.xlsx_files import read_xlsx, refuse_lost_values


def read_export(path: Path, forms: Mapping[str, Form]) -> tuple[Grid, Form, list[str]]:
    """Read a file and tell which form it holds.

    Returns the sheet, the form and the names of the other visible sheets, which are not read.
    Raises `InputError` for what cannot be read, fits no form, or tells who a person is.
    """
    columns = {name for form in forms.values() for name in form.columns}
    known = {ANSWER_ID, SUBMITTED, *columns}
    grids = _grids(path, known, columns)
    grid, form = closest(grids, forms)
    refuse_identifying_names(grid, known)
    refuse_unfit(grid, form, forms)
    if path.suffix.lower() == ".xlsx":
        refuse_lost_values(path, str(grid.sheet))
    grid = without_blanks(grid)
    secret = {name for name, column in form.columns.items() if column.kind == "secret"}
    refuse_identifiers(grid, secret)
    return grid, form, [str(other.sheet) for other in grids if other.sheet != grid.sheet]


def _grids(path: Path, known: set[str], answers: set[str]) -> list[Grid]:
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_xlsx(path, known)
    if suffix == ".sav":
        return [read_sav(path)]
    return [read_csv(path, known, answers)]
