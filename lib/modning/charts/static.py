"""A chart as a picture that stands still, for readers without JavaScript and for JupyterLab.

The drawing library takes half a second to start in each process. A notebook in JupyterLab pays
that once; the runner, whose every run is a new process, has its workers draw instead.
"""

import os
from typing import Any

VEGALITE = "application/vnd.vegalite.v6+json"
SVG = "image/svg+xml"
LATER = "MODNING_DRAW_LATER"


def pictures(spec: dict[str, Any]) -> dict[str, str]:
    """Return the output entry with the drawn chart; none where another process will draw it."""
    return {} if os.environ.get(LATER) else {SVG: _draw(spec)}


def draw_all(notebook: dict[str, Any]) -> None:
    """Add the picture to every chart of an executed notebook that has none, in place."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if VEGALITE in data and SVG not in data:
                data[SVG] = _draw(data[VEGALITE])


def _draw(spec: dict[str, Any]) -> str:
    import vl_convert

    return vl_convert.vegalite_to_svg(spec)
