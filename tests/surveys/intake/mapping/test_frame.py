"""What a table has beside questions: the time and how it is written, and what is kept of it."""

import numpy as np
import pyarrow as pa
import pytest

from surveys.intake.grid import Grid
from surveys.intake.mapping.frame import Frame, frame_of, named_time
from surveys.intake.mapping.make import _kept
from surveys.intake.mapping.model import Entry, Mapping, Time
from surveys.intake.systems import Rule, System

AMBIGUOUS, CLEAR = ("05/06/2024 10:00", "06/06/2024 11:00"), ("05/13/2024 10:00", "06/06/2024")


@pytest.mark.parametrize(
    ("texts", "order", "expected"),
    [
        (AMBIGUOUS, "mdy", "mdy"),
        (CLEAR, "mdy", None),
        (CLEAR, "either", "either"),
        (AMBIGUOUS, "either", "either"),
        (AMBIGUOUS, None, None),
    ],
)
@pytest.mark.parametrize("utc", [(), ("ended",)])
def test_the_order_of_day_and_month_is_the_systems_where_the_times_do_not_tell(
    registration, texts, order, expected, utc
):
    columns = (("1", "2"), texts)
    cells = tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns)
    grid = Grid("x.csv", None, ("rid", "ended"), cells, np.arange(2), headings=("rid", "ended"))
    system = System("s", (), ("rid",), ("ended",), (), order=order, utc=utc)
    found = frame_of(grid, system, registration, set())
    assert (found.id, found.time) == ("rid", Time("ended", expected, "UTC" if utc else None))


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        (Time("when", "dmy", "UTC"), Time("when"), Time("when", "dmy", "UTC")),
        (Time("when"), Time("other", "mdy", "UTC"), Time("when", "mdy", "UTC")),
        (Time("gone"), Time("when"), Time("when")),
    ],
)
def test_what_an_older_mapping_says_of_the_time_is_kept(old, new, kept):
    mapping = Mapping("form", {"q": Entry("age")}, time=old, name="x", id="gone")
    rows = (Rule("state", ("1",)),)
    found, left, frame = _kept(
        mapping, ["q", "when", "r"], {"q": Entry("kids"), "r": Entry("age"), "when": Entry("day")},
        {"q": {}, "r": {}}, Frame("rid", new, rows),
    )  # fmt: skip
    assert (frame.time, frame.id, frame.rows) == (kept, "rid", rows)
    assert {key: entry.is_ for key, entry in found.items()} == {"q": "age", "when": "day"}
    assert list(left) == ["r"]


@pytest.mark.parametrize(
    ("used", "dates", "found"),
    [(set(), "2024-02-05", "dato"), ({"dato"}, "2024-02-05", "slut"), ({"dato", "slut"}, "x", None),
     (set(), "x", None)],
)  # fmt: skip
def test_a_time_is_a_column_called_so_that_holds_times_and_is_no_question(
    registration, used, dates, found
):
    names = ("rid", "dato", "slut")
    columns = (("1", "2"), (dates, dates), (dates, dates))
    cells = tuple(pa.chunked_array([pa.array(column, pa.string())]) for column in columns)
    grid = Grid("x.csv", None, names, cells, np.arange(2), headings=names)
    assert named_time(grid, None, registration, used) == found
