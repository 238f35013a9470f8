"""What a notebook begins with: its slice, and figures that a guard lets through."""

from importlib import import_module

from modning import picker
from slicebook import notes, results
from slicebook.results import record, record_all
from slicebook.shown.house import draw_plain_charts
from slicebook.slices import Slice
from surveys.guard import Guard

__all__ = ["record", "record_all", "start"]


def start(municipality: str, year: str | int) -> Slice:
    """Begin a notebook: check its parameters; what it records is shown if it may be."""
    here = results.start(municipality, year, Guard())
    draw_plain_charts()
    if notes.is_open():
        picker.offer(here)
        # By their names: runs for the book depend on nothing that is for an open notebook.
        for name in ("modning.read_aloud", "modning.short_errors"):
            import_module(name).begin()
    return here
