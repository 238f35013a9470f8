"""Notebooks of others, executed cold and warm: do their cells say the same?

    make foreign                                 what PyPI has: papermill's own tests, and notebooks
    make foreign FOLDERS="path/to/a/course …"    notebooks of folders, too

What was found is kept in build/foreign, and benchmarks/foreign.md is made of all of it.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
from nbformat import NotebookNode
from papermill.engines import papermill_engines
from papermill.iorw import load_notebook_node

from benchmarks.foreign_page import Compared, page

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "foreign"
PAGE = ROOT / "benchmarks" / "foreign.md"
SDISTS = {"nbclient": "tests/files", "nbconvert": "tests", "lmfit": "examples"}
"""Source packages on PyPI, and where in them notebooks lie."""

PRELOAD = "numpy,pandas,matplotlib.pyplot,scipy.stats,sklearn,seaborn"
LIMIT = 60
"""Seconds for a cell; one of nbclient's never ends by itself."""

TOGETHER = "Parallel Execute"
"""Notebooks that wait for each other, which are executed one by one here."""

COUNTS = re.compile(r"(\d+) (passed|failed|skipped|errors?)")
VARYING = re.compile(
    r"0x[0-9a-f]{6,}|ipykernel_\d+|tmp[a-z0-9_]{8}|\d[\d:.,-]* ?(?:[nµum]?s|min|hours?)\b(?: ± .*)?"
    r"|\d{4}-\d\d-\d\d[T ][\d:.]+|[0-9a-f]{32}|model_id': '\w+'"
)
"""What differs from one run to the next: addresses, temporary files, times taken, identifiers."""


def main() -> None:
    """Compare, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, help="with notebooks, each a source")
    folders = parser.parse_args().folders
    os.environ["WARMKERNEL_PRELOAD"] = PRELOAD
    KEPT.mkdir(parents=True, exist_ok=True)
    for folder in folders:
        keep(compare(folder, named(folder)))
    if not folders:
        with TemporaryDirectory() as place:
            (KEPT / "suite.json").write_text(json.dumps(suite(Path(place)), indent=1))
            for package, within in SDISTS.items():
                unpacked = sdist(package, version_of(package), Path(place))
                keep(compare(unpacked / within, unpacked.name))
    PAGE.write_text(page(KEPT), encoding="utf-8")


def keep(found: Compared) -> None:
    """Keep what was found."""
    name = re.sub(r"\W+", "-", found.source)
    (KEPT / f"notebooks-{name}.json").write_text(json.dumps(asdict(found), indent=1))
    print(f"{found.source}: {found.notebooks} notebooks, {len(found.differ)} cells differ")


def named(folder: Path) -> str:
    """Return what a folder is called: the repository and commit, where it is one."""
    done = subprocess.run(
        ["git", "-C", folder, "describe", "--always"], capture_output=True, text=True
    )
    return f"{folder.resolve().name} {done.stdout.strip()}".strip()


def version_of(package: str) -> str:
    """Return an installed package's version, nothing if it is not installed."""
    try:
        return version(package)
    except ModuleNotFoundError:
        return ""


def sdist(package: str, number: str, place: Path) -> Path:
    """Fetch a source package from PyPI and unpack it; return its folder."""
    wanted = f"{package}=={number}" if number else package
    options = ["--quiet", "--no-deps", "--no-binary"]
    command = [sys.executable, "-m", "pip", "download", *options, package, "--dest", place, wanted]
    subprocess.run(command, check=True)
    [archive] = place.glob(f"{package}-*.tar.gz")
    with tarfile.open(archive) as packed:
        packed.extractall(place, filter="data")
    return place / archive.name.removesuffix(".tar.gz")


def suite(place: Path) -> dict[str, Any]:
    """Run papermill's own tests, cold and warm; return counts, failed tests and seconds."""
    folder = sdist("papermill", version("papermill"), place)
    found: dict[str, Any] = {"papermill": version("papermill")}
    for name, plugin in {"cold": [], "warm": ["-p", "benchmarks.warm_default"]}.items():
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-qrf", "-p", "no:cacheprovider", *plugin,
             "papermill/tests"],
            cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True,
        )  # fmt: skip
        counts = {kind: int(number) for number, kind in COUNTS.findall(done.stdout[-300:])}
        failed = re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)
        found[name] = {"counts": counts, "failed": failed, "s": time.perf_counter() - started}
    return found


def compare(folder: Path, source: str) -> Compared:
    """Execute every notebook of a folder cold and warm; where cells differ cold once more."""
    found = Compared(source)
    for path in sorted(folder.rglob("*.ipynb")):
        if not executable(path):
            continue
        cold, warm = (executed(path, engine) for engine in ("nbclient", "warm"))
        found.cold += cold.metadata.papermill.duration
        found.warm += warm.metadata.papermill.duration
        differing = different(cold, warm)
        again = different(cold, executed(path, "nbclient")) if differing else set()
        where = f"{path.relative_to(folder)} [{{}}]".format
        found.differ += [where(number) for number in sorted(differing - again)]
        found.unsteady += [where(number) for number in sorted(differing & again)]
        found.notebooks += 1
        found.cells += sum(cell.cell_type == "code" for cell in warm.cells)
        found.failed += sum(cell.metadata.papermill["status"] == "failed" for cell in warm.cells)
    return found


def executable(path: Path) -> bool:
    """Tell whether a notebook has cells of Python that can be executed by themselves."""
    notebook = load_notebook_node(str(path))
    code = any(cell.cell_type == "code" and cell.source for cell in notebook.cells)
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    return code and language == "python" and not path.name.startswith(TOGETHER)


def executed(path: Path, engine: str) -> NotebookNode:
    """Execute a notebook in its folder, all cells whatever errors they end in."""
    with TemporaryDirectory() as place:
        output = Path(place) / path.name
        notebook = load_notebook_node(str(path))
        notebook.metadata.papermill["input_path"] = str(path)
        try:
            notebook = papermill_engines.execute_notebook_with_engine(
                engine, notebook, "python3", output_path=str(output), progress_bar=False,
                allow_errors=True, execution_timeout=LIMIT, interrupt_on_timeout=True,
                resources={"metadata": {"path": str(path.parent)}},
            )  # fmt: skip
        except Exception as error:  # a kernel that died; what was executed is saved
            notebook = nbformat.read(output, 4)
            notebook.metadata.error = type(error).__name__
    return notebook


def different(one: NotebookNode, other: NotebookNode) -> set[int]:
    """Return the positions of cells whose outputs, counts or statuses are not the same."""
    pairs = enumerate(zip(one.cells, other.cells, strict=True))
    return {number for number, (a, b) in pairs if shown(a) != shown(b)}


def shown(cell: NotebookNode) -> str:
    """Return what a cell says, without what differs from run to run."""
    outputs = json.dumps(list(joined(cell.get("outputs", []))), sort_keys=True, ensure_ascii=False)
    status = cell.metadata.papermill["status"]
    return f"{cell.get('execution_count')} {status} {VARYING.sub('…', outputs)}"


def joined(outputs: Sequence[NotebookNode]) -> Iterator[Mapping[str, Any]]:
    """Yield outputs, streams whole: into how many pieces they come is a matter of timing."""
    for name in ("stdout", "stderr"):
        text = "".join(o.text for o in outputs if o.output_type == "stream" and o.name == name)
        yield {"name": name, "text": text}
    yield from (output for output in outputs if output.output_type != "stream")


if __name__ == "__main__":
    main()
