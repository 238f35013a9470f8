"""Read the days that answers are: when somebody moved in, not when the form came."""

import numpy as np
import pyarrow as pa

from surveys.intake.grid import text_of
from surveys.intake.times import read_times


def read_days(cells: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Return datetime64[s] at midnight for each cell (NaT where blank), and which are no days."""
    times, wrong, *_ = read_times(text_of(cells))
    return times.astype("datetime64[D]").astype("datetime64[s]"), wrong
