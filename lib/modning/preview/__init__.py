"""Live editing: save a notebook, and the page in the browser follows."""

from modning.preview.build import Wanted
from modning.preview.watch import preview

__all__ = ["Wanted", "preview"]
