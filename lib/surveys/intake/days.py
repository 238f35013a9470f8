"""Read the days that answers are: when somebody moved in, not when the form came."""

import numpy as np
import pyarrow as pa

from surveys.intake.grid import text_of
from surveys.intake.times import read_times


def read_days(
    cells: pa.ChunkedArray, order: str | None = None, calendar: int = 1900
) -> tuple[np.ndarray, np.ndarray, str | None]:
    """Return datetime64[s] at midnight for each cell (NaT where blank), which are no days, a doubt.

    `order` and `calendar` are those of `read_times`.
    """
    times, wrong, doubt = read_times(text_of(cells), order, calendar)
    return times.astype("datetime64[D]").astype("datetime64[s]"), wrong, doubt
