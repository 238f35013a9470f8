"""What a notebook begins with: its slice, and figures that a guard lets through."""

from importlib import import_module

from modning import picker
from slicebook import notes, results
from slicebook.results import record, record_all
from slicebook.slices import Slice
from surveys.guard import Guard

__all__ = ["record", "record_all", "start"]


def start(municipality: str, year: str | int) -> Slice:
    """Begin a notebook: check its parameters; what it records is shown if it may be."""
    here = results.start(municipality, year, Guard())
    if notes.is_open():
        picker.offer(here)
        # By its name: runs for the book depend on nothing that reads an open notebook.
        import_module("modning.read_aloud").begin()
    return here
