"""Tell which forms a table holds: by a mapping that fits, or by the form's own column names."""

from collections.abc import Mapping as Dict
from collections.abc import Sequence
from dataclasses import dataclass, field

from slicebook.errors import InputError
from slicebook.programme import Programme
from surveys.codebook import Form
from surveys.intake import recognise
from surveys.intake.grid import Grid, distinct
from surveys.intake.mapping.apply import apply, problems
from surveys.intake.mapping.model import Mapping, keys
from surveys.intake.systems import counted
from surveys.intake.systems import recognise as recognise_system
from surveys.intake.values import folded

# A mapping that lacks no more of its columns than this is meant, and the table has changed.
_MEANT = 0.7


@dataclass
class Assigned:
    """A table's forms, each with its grid and how it was read; else what stands in the way."""

    parts: list[tuple[Form, Grid, str]] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def assign(
    grid: Grid, mappings: Sequence[Mapping], forms: Dict[str, Form], programme: Programme
) -> Assigned:
    """Assign a table to the forms that it holds."""
    fitting = best_fitting(grid, [each for each in mappings if each.form in forms])
    if fitting:
        return _mapped(grid, fitting, forms, programme)
    whole = recognise.complete(grid, forms)
    if len(whole) == 1:
        form = whole[0]
        if said := recognise.twice(grid, form):
            return Assigned(obstacles=said)
        system = recognise_system(grid.names)
        return Assigned([(form, counted(grid, system.count if system else ()), "")])
    if meant := near(grid, mappings):
        return Assigned(obstacles=[_changed(grid, meant[0])])
    return Assigned(obstacles=[recognise.obstacle(grid, forms)])


def best_fitting(grid: Grid, mappings: Sequence[Mapping]) -> list[Mapping]:
    """Return the mapping that fits a table and uses most of it, with those of its other forms."""
    headings = set(keys(grid))
    fitting = [each for each in mappings if each.needed <= headings]
    if not fitting:
        return []
    best = max(fitting, key=lambda each: (len(each.columns), each.accepted))
    if not _events(best):
        return [best]
    others = {each.form: each for each in fitting if _events(each)}
    return list((others | {best.form: best}).values())


def _events(mapping: Mapping) -> set[str]:
    """Return the columns that say which rows are which form."""
    return {rule.column for rule in mapping.rows if not rule.why}


def _mapped(
    grid: Grid, mappings: Sequence[Mapping], forms: Dict[str, Form], programme: Programme
) -> Assigned:
    made = Assigned()
    for mapping in mappings:
        form = forms[mapping.form]
        if not mapping.accepted:
            made.obstacles.append(
                f"{grid.title}: {mapping.file} fits, but is not accepted; look it through, then "
                "run modning map with --accept, or write accepted: true"
            )
            continue
        if said := problems(mapping, form):
            made.obstacles += [f"{grid.title}: {text}" for text in said]
            continue
        try:
            part = apply(mapping, grid, form, programme)
        except InputError as problem:
            made.obstacles.append(str(problem))
            continue
        if lacking := recognise.missing(part, form):
            made.obstacles.append(
                f"{grid.title}: {mapping.file} says of no column that it is {', '.join(lacking)}"
            )
            continue
        zone = f", its times in {part.zone}" if part.zone else ""
        how = f"read by {mapping.file}{zone}{_news(grid, mapping)}"
        made.parts.append((form, part, how))
    made.notes += _left_over(grid, mappings)
    return made


def _news(grid: Grid, mapping: Mapping) -> str:
    """Say which columns a later download has besides those that the mapping knows."""
    known = mapping.needed | set(mapping.unused) | set(mapping.leave_out) | set(mapping.decide)
    new = [heading for heading in keys(grid) if heading and heading not in known]
    return f"; new columns: {', '.join(new)}" if new else ""


def _left_over(grid: Grid, mappings: Sequence[Mapping]) -> list[str]:
    """Say which rows of a table of several forms are none of theirs."""
    said = []
    for heading in {name for mapping in mappings for name in _events(mapping)}:
        known = {
            value
            for mapping in mappings
            for rule in mapping.rows
            # What ends a form has a reason of its own.
            if rule.column == heading and not rule.why
            for value in rule.only
        }
        _, values = distinct(grid.cells[keys(grid).index(heading)])
        if known and (others := sorted(text for text in values if folded(text) not in known)):
            listed = ", ".join(f'"{value}"' for value in others)
            said.append(f'{grid.title}: rows with {listed} in "{heading}" belong to no form')
    return said


def near(grid: Grid, mappings: Sequence[Mapping]) -> list[Mapping]:
    """Return the mappings most of whose columns a table has, the nearest first."""
    headings = set(keys(grid))
    shares = [len(each.needed & headings) / max(len(each.needed), 1) for each in mappings]
    order = sorted(range(len(shares)), key=lambda at: -shares[at])
    return [mappings[at] for at in order if shares[at] >= _MEANT]


def _changed(grid: Grid, mapping: Mapping) -> str:
    headings = set(keys(grid))
    lacking = ", ".join(sorted(mapping.needed - headings))
    known = mapping.needed | set(mapping.unused) | set(mapping.leave_out) | {""}
    new = ", ".join(heading for heading in keys(grid) if heading not in known)
    also = f"; new in the file: {new}" if new else ""
    return (
        f"{grid.title}: {mapping.file} fits but for {lacking}{also}. `modning map` brings the "
        "mapping up to date"
    )
