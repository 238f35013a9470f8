"""Tables that hold several forms side by side, each ended by a column of the system's (REDCap)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveys.codebook import Form
from surveys.intake.grid import Grid
from surveys.intake.mapping.model import keys
from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.suggest import suggest
from surveys.intake.mapping.suggestion import Suggestion
from surveys.intake.systems import System, first_of

# With so much of a form a table, or a block of it, holds that form.
WHOLE = 0.9


@dataclass(frozen=True)
class Block:
    """The columns of one form, what they are in it, and the times and ends of other blocks."""

    columns: Sequence[Source]
    suggestion: Suggestion
    rest: frozenset[str]


def blocks(
    grid: Grid, system: System | None, columns: Sequence[Source], forms: dict[str, Form]
) -> list[Block]:
    """Return the blocks that are forms; none where a table has one block, or a form two."""
    if system is None:
        return []
    ends = [at for at, name in enumerate(grid.names) if first_of([name], system.ends)]
    found = list(_blocks(grid, system, columns, forms, ends)) if len(ends) > 1 else []
    named = [block.suggestion.form.id for block in found]
    return found if len(set(named)) == len(named) else []


def _blocks(
    grid: Grid,
    system: System,
    columns: Sequence[Source],
    forms: dict[str, Form],
    ends: Sequence[int],
) -> Iterator[Block]:
    own = {
        at: key
        for at, key in enumerate(keys(grid))
        if first_of([grid.names[at]], (*system.time, *system.ends))
    }
    for start, end in zip((-1, *ends), ends, strict=False):
        inside = [column for column in columns if start < column.at < end]
        if not inside:
            continue
        tried = [suggest(inside, form) for form in forms.values()]
        best = max(tried, key=lambda each: (each.coverage, len(each.found)))
        if best.coverage >= WHOLE:
            rest = {key for at, key in own.items() if not start < at <= end}
            yield Block(inside, best, frozenset(rest))
