"""What every measure needs: seconds and processor time, a project of its own, tables."""

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from modning import line
from slicebook import notes, paths, runs
from slicebook.book.contents import chapters
from slicebook.book.drawings import draw, shown
from slicebook.book.order import order
from slicebook.programme import load_programme
from slicebook.runs.execute import preload
from slicebook.runs.matrix import Run
from slicebook.runs.progress import Watcher
from slicebook.runs.worker import SETTINGS
from slicebook.shown.static import LATER
from slicebook.slices import all_slices
from warmkernel import reach, serve

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 300
SHARED = ("programme.yml", "uv.lock", "instruments", "data", "notebooks", "book", "lib", "LICENSE")
PACKAGES = (
    *("papermill", "nbclient", "jupyter_client", "ipykernel", "pandas", "altair", "distributed"),
    *("nbmake", "snakemake", "pytask", "ploomber", "millrun"),
)


@dataclass(frozen=True)
class Row:
    """A line of the table: what is compared, what was aimed at, what was measured."""

    against: str
    goal: str
    measured: str


@dataclass(frozen=True)
class Taken:
    """Seconds by the clock, and of the processor by all processes."""

    wall: float
    processor: float

    def times(self, other: "Taken") -> str:
        """Return how many times as long another took, by the clock and by the processor."""
        return f"{other.wall / self.wall:.1f}x (processor {other.processor / self.processor:.1f}x)"


def measured(work: Callable[[], float | None]) -> Taken:
    """Time a call; it returns processor seconds spent by processes that are no children."""
    started, before = time.perf_counter(), sum(os.times()[:4])
    elsewhere = work() or 0.0
    return Taken(time.perf_counter() - started, sum(os.times()[:4]) - before + elsewhere)


@contextmanager
def project() -> Iterator[Path]:
    """Make a copy of the project with synthetic answers the one in use."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name).resolve()
        for part in SHARED:
            (folder / part).symlink_to(ROOT / part)
        # As the runner's workers have it: a fork server for each setting, and one for both here.
        os.environ.update({"PYTHONHASHSEED": "0", **SETTINGS, "MODNING_PROJECT": str(folder)})
        line.write_synthetic(paths.exports(), 1, ["csv"])
        line.take_in([paths.exports()])
        line.protect()
        yield folder


def every_run() -> list[Run]:
    """Return all runs of the project in use."""
    programme = load_programme()
    return runs.plan(runs.notebook_paths(), all_slices(programme))


def sample(number: int) -> list[Run]:
    """Return so many runs, spread over notebooks and slices; none that reads the others' results.

    What other tools would have to be told of that order is theirs to lose.
    """
    found = [run for run in every_run() if not run.reads_results]
    return found[:: max(1, len(found) // number)][:number]


def warm(chosen: Sequence[Run], jobs: int, drawing: bool = True, **options: str) -> Taken:
    """Execute runs as `modning run --force` does, the start of the fork server included.

    With `drawing`, their charts that pages would show are drawn as well, as the book does.
    """

    def work() -> float:
        # As a worker asks for it, so that it does not start a server of its own.
        with kept_environment({LATER: "1", notes.LEAVE: "1"}), serve(preload()):
            report = runs.execute(chosen, force=True, progress=Watcher(), jobs=jobs, **options)
            assert report.failures == [], report.failures
            taken = sum(server_process().cpu_times()[:4])
        if drawing:
            programme = load_programme()
            pages = [leaf for one in chapters(programme, order()) for leaf in one.leaves]
            languages = programme.languages()
            draw([one for language in languages for one in shown(pages, language)], jobs)
        return taken

    shutil.rmtree(paths.build("steps", "drawings"), ignore_errors=True)
    return measured(work)


@contextmanager
def kept_environment(values: Mapping[str, str]) -> Iterator[None]:
    """Let this process have these variables meanwhile."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def server_process() -> psutil.Process:
    """Return the fork server of this process, once it is the only one.

    Raises `TimeoutError` where another process, one that ended badly perhaps, holds one like it.
    """
    for _ in range(PATIENCE):
        servers = [
            process
            for process in psutil.process_iter(["cmdline", "ppid", "environ"])
            if reach.SERVER in (process.info["cmdline"] or [])
            and process.info["cmdline"][-1] == os.environ["WARMKERNEL_PRELOAD"]
            and (process.info["environ"] or {}).get("MODNING_PROJECT") == str(paths.root())
        ]
        parents = {server.pid for server in servers}
        found = [server for server in servers if server.info["ppid"] not in parents]
        if len(found) == 1:
            return found[0]
        time.sleep(0.1)
    raise TimeoutError("another process holds a fork server of these settings; end it first")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, cells))} |" for cells in lines)


def each(ways: Mapping[str, Taken], runs: int) -> str:
    """Return a table of ways to do so many runs, with what each run took."""
    rows = [
        (way, f"{taken.wall:.1f}", f"{taken.wall / runs:.3f}",
         f"{taken.processor:.1f}", f"{taken.processor / runs:.3f}")
        for way, taken in ways.items()
    ]  # fmt: skip
    return table((f"{runs} runs", "s", "s each", "processor s", "processor s each"), rows)


def rows_table(rows: Sequence[Row]) -> str:
    """Return the table of goals and what was measured."""
    return table(("against", "goal", "measured"), [tuple(asdict(row).values()) for row in rows])


def surroundings() -> str:
    """Return what was measured on, and how busy it was."""
    busy = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    memory = psutil.virtual_memory().total / 2**30
    return (
        f"Python {platform.python_version()}, {', '.join(filter(None, map(_version, PACKAGES)))}; "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB; "
        f"load {busy}."
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
