"""Small notebooks and answers for tests of the runs."""

from pathlib import Path

import nbformat
import pandas as pd

from modning.protection import protect
from slicebook import runs
from slicebook.programme import load_programme
from slicebook.runs.matrix import Run
from slicebook.slices import all_slices
from surveys.answers import partitions, schema, write_partition
from surveys.codebook import load_codebook

PARAMETERS = 'municipality = "all"\nyear = "all"'
START = "from modning.notebook import record, start\n\nhere = start(municipality, year)"
COUNT = (
    "from surveys.answers import answers\n\n"
    'forms = answers("completion", here)\n'
    'print(hash("the order of a set depends on it"))\n'
    'record("n.completion", len(forms), n=len(forms), unit="forms")'
)
COSTS = (
    "from modning.costs import load_lines\n\n"
    'record("lines", len(load_lines()), unit="lines")\n'
    'print("one")\nprint("two")'
)
SUM = (
    "import pandas as pd\n\nfrom slicebook import paths\n\n"
    'found = pd.read_parquet(paths.build("results.parquet"))\n'
    'record("figures.read", len(found), unit="figures")'
)


def write_notebook(folder: Path, name: str, *code: str, **said: str) -> Path:
    """Write a notebook of a title, the parameters, `start` and these cells."""
    cells = [
        nbformat.v4.new_markdown_cell("# Title: {{ slice }}", id="title"),
        nbformat.v4.new_code_cell(PARAMETERS, id="given", metadata={"tags": ["parameters"]}),
        *(
            nbformat.v4.new_code_cell(text, id=f"code-{position}")
            for position, text in enumerate([START, *code])
        ),
    ]
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        **({"modning": said} if said else {}),
    }
    path = folder / "notebooks" / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=metadata), path)
    return path


def write_answers(municipality: str, year: int, rows: int) -> Path:
    """Write so many completion forms without answers and what they show; return the partition."""
    programme = load_programme()
    form = load_codebook(programme)["completion"]
    frame = schema(form).empty_table().to_pandas().reindex(range(rows))
    frame["answer_id"] = [f"{municipality}-{year}-{row}" for row in range(rows)]
    frame["submitted"] = pd.Timestamp(year, 6, 1)
    [(_, _, path)] = partitions("completion", municipality, year, programme)
    write_partition(form, frame, path)
    protect(jobs=1)
    return path


def planned() -> list[Run]:
    """Return every run of the project."""
    return runs.plan(runs.notebook_paths(), all_slices(load_programme()))


def outputs(folder: Path) -> dict[str, bytes]:
    """Return every executed notebook's bytes by its path below build/runs."""
    place = folder / "build" / "runs"
    return {
        path.relative_to(place).as_posix(): path.read_bytes()
        for path in sorted(place.rglob("*.ipynb"))
    }


def names(done: list[Run]) -> list[str]:
    """Return runs' names, sorted."""
    return sorted(run.name for run in done)
