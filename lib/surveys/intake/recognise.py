"""Tell which form a table holds by the form's own names of columns, and say what lacks."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from surveys.codebook import ANSWER_ID, SUBMITTED, SYNTHETIC, Form
from surveys.intake.grid import Grid, plain

# Below this share of a form's columns a file is none of its exports at all.
_ALIKE = 0.5
_SHOWN = 8


def complete(grid: Grid, forms: Mapping[str, Form]) -> list[Form]:
    """Return the forms whose columns a table has, less those of which another has these and more.

    A form that asks again what another asks is not meant where the other lacks a column.
    """
    here = {id: set(form.columns) & set(grid.names) for id, form in forms.items()}
    return [
        form
        for id, form in forms.items()
        if not missing(grid, form) and not any(here[id] < other for other in here.values())
    ]


def obstacle(grid: Grid, forms: Mapping[str, Form]) -> str:
    """Say why a table is no export of any form, naming the columns concerned."""
    whole = complete(grid, forms)
    if len(whole) > 1:
        names = " and ".join(form.id for form in whole)
        return (
            f"{grid.title}: it has all columns of {names}, and nothing says which rows are which; "
            "keep the column that does (REDCap: redcap_event_name) and run modning map, or export "
            "each form by itself"
        )
    if _is_headless(grid):
        return (
            f"{grid.title}: the first row holds answers and no names of columns; expected the "
            "names there"
        )
    form = max(forms.values(), key=lambda form: (len(_present(grid, form)), _share(grid, form)))
    lacking, share = missing(grid, form), _share(grid, form)
    if share == 0 or share < _ALIKE:
        near = f" The closest, {form.id}, has {share:.0%} of its columns here." if share else ""
        return (
            f"{grid.title}: no form has these columns (known: {', '.join(forms)}).{near} It has "
            f"{_listed([_shown(name) for name in grid.names])}. `modning map` finds which column "
            "is which question, by texts and labels; `modning template` writes an empty sheet with "
            "the right headings"
        )
    strangers = [_suggest(name, lacking) for name in unknown(grid, form)]
    strangers.sort(key=lambda text: "did you mean" not in text)
    also = f"; unknown: {_listed(strangers)}" if strangers else ""
    columns = "column" if len(lacking) == 1 else "columns"
    return (
        f"{grid.title}: the form {form.id} needs the {columns} {_listed(lacking, len(lacking))}"
        f"{also}. `modning map` finds which column is which"
    )


def twice(grid: Grid, form: Form) -> list[str]:
    """Say which of the form's columns a table has twice."""
    return [
        f'{grid.title}: the column "{name}" occurs twice; expected it once'
        for name in _expected(form)
        if grid.names.count(name) > 1
    ]


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
    expected = {*_expected(form), SYNTHETIC}
    return [name for name in grid.names if name not in expected]


def is_alike(grid: Grid, forms: Mapping[str, Form]) -> bool:
    """Tell whether a table has so much of a form that it may hold answers to it."""
    return any(_share(grid, form) >= _ALIKE for form in forms.values())


def _expected(form: Form) -> list[str]:
    return [ANSWER_ID, SUBMITTED, *form.columns]


def _dispensable(form: Form, name: str) -> bool:
    column = form.columns.get(name)
    if column is None:
        return False
    return column.added is not None or (column.kind == "text" and column.item.type != "text")


def _share(grid: Grid, form: Form) -> float:
    return len(_present(grid, form)) / len(_expected(form))


def _present(grid: Grid, form: Form) -> list[str]:
    return [name for name in _expected(form) if name in grid.names]


def _is_headless(grid: Grid) -> bool:
    names = [name for name in grid.names if name]
    numbers = [name for name in names if name.replace(",", "").replace(".", "").isdigit()]
    return len(names) > 2 and len(numbers) > len(names) / 2


def _suggest(name: str, lacking: Sequence[str]) -> str:
    meant = get_close_matches(name, lacking, n=1, cutoff=0.75)
    return f"{_shown(name)} (did you mean {meant[0]}?)" if meant else _shown(name)


def _shown(name: str) -> str:
    text = plain(name)
    return (f"{text[:60]}…" if len(text) > 60 else text) or "(a column without a name)"


def _listed(names: Sequence[str], shown: int = _SHOWN) -> str:
    more = len(names) - shown
    return ", ".join(names[:shown]) + (f" and {more} more" if more > 0 else "")
