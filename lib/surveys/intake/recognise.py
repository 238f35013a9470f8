"""Tell which form a file holds, by its columns; the file's name only breaks a tie."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from slicebook.errors import InputError
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.intake.grid import Grid

# Below this share of a form's columns a file is none of its exports at all.
_ALIKE = 0.5
_SHOWN = 8


def closest(grids: Sequence[Grid], forms: Mapping[str, Form]) -> tuple[Grid, Form]:
    """Return the first sheet that comes closest to a form, and the form."""
    pairs = [(grid, form) for grid in grids for form in forms.values()]
    return max(pairs, key=lambda pair: _rank(*pair))


def refuse_unfit(grid: Grid, form: Form, forms: Mapping[str, Form]) -> None:
    """Raise `InputError` where a sheet is no export of `form`, naming the columns concerned."""
    for name in grid.names:
        if name and grid.names.count(name) > 1:
            raise InputError(f'{grid.title}: the column "{name}" occurs twice; expected it once')
    lacking = missing(grid, form)
    if not lacking:
        return
    strangers = [_suggest(name, lacking) for name in unknown(grid, form)]
    also = f"; unknown: {_listed(strangers)}" if strangers else ""
    columns = "column" if len(lacking) == 1 else "columns"
    if _share(grid, form) < _ALIKE:
        raise InputError(
            f"{grid.title}: no form has these columns (known: {', '.join(forms)}). The closest, "
            f"{form.id}, needs the {columns} {_listed(lacking)}{also}"
        )
    raise InputError(
        f"{grid.title}: the form {form.id} needs the {columns} {_listed(lacking)}{also}"
    )


def missing(grid: Grid, form: Form) -> list[str]:
    """Return the columns without which a file cannot be taken in.

    Write-ins are often left out of an export. What was added to the form later is missing from
    older exports; whether the answers are that old is for `validate` to see.
    """
    return [name for name in absent(grid, form) if not _dispensable(form, name)]


def absent(grid: Grid, form: Form) -> list[str]:
    """Return every column of the form that the file does not have."""
    return [name for name in _expected(form) if name not in grid.names]


def unknown(grid: Grid, form: Form) -> list[str]:
    """Return the file's columns that the form does not have, in the file's order."""
    expected = set(_expected(form))
    return [name for name in grid.names if name not in expected]


def _expected(form: Form) -> list[str]:
    return [ANSWER_ID, SUBMITTED, *form.columns]


def _dispensable(form: Form, name: str) -> bool:
    column = form.columns.get(name)
    if column is None:
        return False
    return column.added is not None or (column.kind == "text" and column.item.type != "text")


def _rank(grid: Grid, form: Form) -> tuple[float, ...]:
    """Order pairs: complete forms first, by how little else the file holds, then by its name."""
    complete, share = not missing(grid, form), _share(grid, form)
    strange = len(unknown(grid, form))
    return (complete, 1 if complete else share, -strange, form.id in grid.file.lower(), share)


def _share(grid: Grid, form: Form) -> float:
    names = _expected(form)
    return sum(name in grid.names for name in names) / len(names)


def _suggest(name: str, lacking: Sequence[str]) -> str:
    meant = get_close_matches(name, lacking, n=1, cutoff=0.6)
    shown = name or "(a column without a name)"
    return f"{shown} (did you mean {meant[0]}?)" if meant else shown


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
