"""Cells of the project's notebooks by themselves, on numbers of a test."""

from typing import Any

import nbformat
import pandas as pd

from slicebook import paths


def run_cells(notebook: str, *ids: str, **given: Any) -> dict[str, Any]:
    """Run a notebook's imports and some of its cells; return all names.

    `given` are the names that cells before these would have made. `figures` is a table of what was
    recorded, by figure; `shown` has what was shown.
    """
    cells = nbformat.read(paths.notebooks() / f"{notebook}.ipynb", 4).cells
    sources = {cell.id: cell.source for cell in cells}
    recorded, shown, names = [pd.DataFrame(columns=["figure"])], [], {"__name__": "__main__"}
    exec(sources["start"].partition("\nhere = ")[0], names)  # noqa: S102 (our own notebook)
    names |= {
        "record_all": recorded.append,
        "record": lambda figure, value, **more: recorded.append(
            pd.DataFrame([{"figure": figure, "value": value, **more}])
        ),
        "_": str,
        "titled": lambda drawn, _finding: drawn,
        "show": lambda frame, **words: shown.append(frame),
        **given,
    }
    for id in ids:
        exec(sources[id], names)  # noqa: S102
    return names | {"figures": pd.concat(recorded).set_index("figure"), "shown": shown}
