"""The mark inside an export that its answers are synthetic."""

from surveys.intake.grid import Grid, distinct
from surveys.intake.values import TICKED, folded

# A column that `modning synth` writes; it goes where the answers go, also when rows are copied.
SYNTHETIC = "synthetic"


def is_synthetic(grid: Grid) -> bool:
    """Tell whether a table holds synthetic answers."""
    if SYNTHETIC not in grid.names:
        return False
    return any(folded(value) in TICKED for value in distinct(grid.column(SYNTHETIC))[1])
