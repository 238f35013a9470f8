"""A chart as a picture that stands still, for readers without JavaScript and for JupyterLab.

The drawing library takes half a second to start in each process, and a tenth to draw. A notebook in
JupyterLab pays that once; of what the runner executes the book draws what its pages show.
"""

import hashlib
import os
import re
from typing import Any

VEGALITE = "application/vnd.vegalite.v6+json"
# The marks of a drawing that a page can switch off: how uncertain what is drawn is.
INTERVALS = "intervals"
SVG = "image/svg+xml"
# The other languages of an output: what it would be in each, as data and metadata by MIME type.
LANGUAGES = "application/vnd.slicebook.languages+json"
LATER = "MODNING_DRAW_LATER"
# Vega numbers these through all the charts that a process draws.
_NUMBERED = re.compile(r'(?<=["#])(clip|gradient_)\d+(?=[")])')

LINKS_TO = "https://vega.github.io/vega-datasets/"


def pictures(spec: dict[str, Any]) -> dict[str, str]:
    """Return the output entry with the drawn chart; none where another process will draw it."""
    return {} if os.environ.get(LATER) else {SVG: drawn(spec)}


def drawn(spec: dict[str, Any]) -> str:
    """Return a specification's picture."""
    import vl_convert

    # Relative links are the book's; the drawing library takes them for its own site's.
    return own_ids(vl_convert.vegalite_to_svg(spec).replace(LINKS_TO, ""))


def own_ids(svg: str) -> str:
    """Name a picture's parts after the picture, so that it is the same whatever was drawn before.

    Two different pictures on a page have no name in common.
    """
    content = _NUMBERED.sub(r"\1", svg)
    picture = hashlib.blake2b(content.encode(), digest_size=4).hexdigest()
    numbers: dict[str, int] = {}

    def rename(found: re.Match[str]) -> str:
        return f"{found[1]}{picture}-{numbers.setdefault(found[0], len(numbers) + 1)}"

    return _NUMBERED.sub(rename, svg)
