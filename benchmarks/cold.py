"""Every notebook and slice by papermill alone, once a language, and whether warm kernels agree.

That is the loop a user would write for a book in several languages. It is the measure of speed, and
its notebooks are what isolation is measured by: what a cell gives must be, in each language, what
a kernel gives that nobody used before and that knows of no other language.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import yaml

from benchmarks.measure import Row, Taken, each, every_run, measured, project, warm
from benchmarks.peers import papermill_alone, place
from slicebook import notes, paths
from slicebook.programme import load_programme, read_yaml
from slicebook.runs import stored
from slicebook.runs.collect import gather
from slicebook.runs.fingerprint import first_stage
from slicebook.runs.matrix import Run
from slicebook.shown.static import SVG
from slicebook.shown.view import in_language

PLAIN = "text/plain"
DRAWN = (
    "With warm runs, the charts that pages show are drawn in all languages, as the book does; the "
    "loop's kernels draw all of theirs."
)


def main(every: int = 1) -> tuple[list[Row], str]:
    """Execute every (or every so many) run each way, compare; return rows and a table."""
    with project(), TemporaryDirectory() as name:
        chosen = every_run()[::every]
        one, two = warm(chosen, jobs=1), warm(chosen, jobs=2)
        gather(first_stage())
        loops, compared, different = {}, 0, []
        for language in load_programme().languages():
            folder = str(Path(name, language))
            Path(folder).mkdir()
            with speaking_alone(language):
                loops[language] = measured(lambda: in_a_loop(chosen, folder))  # noqa: B023
            found = compare(chosen, folder, language)
            compared, different = compared + found[0], different + found[1]
    cold = Taken(*(sum(getattr(one, part) for one in loops.values())
                   for part in ("wall", "processor")))  # fmt: skip
    ways = {f"papermill in a loop, {language}": taken for language, taken in loops.items()}
    ways |= {"one worker, all languages": one, "two workers, all languages": two}
    runs = f"{len(chosen)} runs"
    loop = f"papermill in a loop, once for each of {len(loops)} languages"
    rows = [
        Row(f"{loop}, one worker: {runs}", "at least 16x faster", one.times(cold)),
        Row(f"{loop}, two workers: {runs}", "at least 28x faster", two.times(cold)),
        Row(f"two workers against one: {runs}", "at least 1.8x faster",
            f"{one.wall / two.wall:.2f}x"),
        Row(f"isolation: outputs of {runs} against cold kernels of one language",
            "every cell the same", f"{compared} cells compared, {len(different)} differ"),
    ]  # fmt: skip
    return rows, "\n\n".join([each(ways, len(chosen)), DRAWN, *different])


@contextmanager
def speaking_alone(language: str) -> Iterator[None]:
    """Let the project in use have no other language."""
    path = paths.programme()
    linked = path.readlink()
    said = {**read_yaml(path), "languages": [language], "language": language}
    said["book"] = {name: one for name, one in said["book"].items() if name != "entrance"}
    path.unlink()
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        yield
    finally:
        path.unlink()
        path.symlink_to(linked)


def in_a_loop(chosen: Sequence[Run], folder: str) -> None:
    """Execute one after the other by papermill, and keep the notebooks."""
    for run in chosen:
        papermill_alone(folder, run)


def compare(chosen: Sequence[Run], folder: str, language: str) -> tuple[int, list[str]]:
    """Return how many code cells were compared, and which differ."""
    compared, different = 0, []
    for run in chosen:
        warm_, cold = nbformat.read(run.output, 4), _stable(place(folder, run), run)
        pairs = [
            (_of(one, language), _of(other, language))
            for one, other in zip(warm_["cells"], cold["cells"], strict=True)
            if one["cell_type"] == "code"
        ]
        compared += len(pairs)
        different += [
            f"{run.name}, {language}, cell {position}: {one[0][:60]!r}"
            for position, (one, other) in enumerate(pairs, start=1)
            if one != other
        ]
    return compared, different


def _of(cell: Mapping[str, Any], language: str) -> tuple[str, int, list[Any]]:
    """Return what a cell says and gives in a language, without the notes that only runs leave."""
    outputs = [_said(one, language) for one in cell["outputs"]]
    return cell["source"], cell["execution_count"], [one for one in outputs if one is not None]


def _said(output: Mapping[str, Any], language: str) -> Any:
    """Return an output as the book has it; text and picture of what it has are JupyterLab's."""
    if "data" not in output:
        return output
    if notes.MIME in output["data"]:
        return None
    data, metadata = in_language(output, language)
    own = {mime: one for mime, one in data.items() if mime not in (PLAIN, SVG)}
    return own or data, metadata


def _stable(path: Path, run: Run) -> dict[str, Any]:
    """Return an executed notebook without what differs from time to time."""
    notebook = nbformat.read(path, 4)
    known = [cell.get("id") for cell in nbformat.read(run.notebook, 4).cells]
    stored.stabilise(notebook, known)
    return notebook
