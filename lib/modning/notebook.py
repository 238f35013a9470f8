"""What a notebook begins with: its slice, and figures that a guard lets through."""

from modning import picker
from slicebook import results
from slicebook.results import record, record_all
from slicebook.slices import Slice
from surveys.guard import Guard

__all__ = ["record", "record_all", "start"]


def start(municipality: str, year: str | int) -> Slice:
    """Begin a notebook: check its parameters; what it records is shown if it may be."""
    here = results.start(municipality, year, Guard())
    if picker.is_open():
        # Runs for the book need nothing of what reads it.
        from modning import read_aloud

        picker.offer(here)
        read_aloud.begin()
    return here
