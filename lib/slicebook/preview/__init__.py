"""Live editing: save a notebook, and the page in the browser follows."""

from slicebook.preview.build import Wanted
from slicebook.preview.watch import preview
