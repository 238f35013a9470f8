"""What a saved file changes: the runs of one slice, then the pages of their notebooks.

Lives in a process of its own that has everything imported and its workers started, and is replaced
by a new one when the library changes.
"""

import gc
import os
import time
import traceback
from dataclasses import dataclass
from pathlib import Path

from slicebook import paths, runs
from slicebook.errors import InputError, of_the_disk
from slicebook.evaluation import evaluation
from slicebook.programme import ALL, Programme, load_programme
from slicebook.runs.execute import preload
from slicebook.runs.executors import outlive_interrupts
from slicebook.runs.matrix import Run
from slicebook.runs.progress import Watcher
from slicebook.runs.steps import gathered
from slicebook.runs.workers import Workers
from slicebook.slices import Slice


@dataclass(frozen=True)
class Wanted:
    """What is previewed: a slice in a language, from these exports (synthetic ones without)."""

    slice: Slice
    language: str
    exports: tuple[Path, ...] = ()

    @property
    def site(self) -> Path:
        """Return the folder of the pages."""
        return self.place / "site"

    @property
    def place(self) -> Path:
        """Return the folder of all that is made for the preview."""
        return paths.build("preview", self.language)


@dataclass(frozen=True)
class Built:
    """What was done: the runs executed, the seconds for runs and pages, and what went wrong."""

    executed: tuple[str, ...] = ()
    run_seconds: float = 0.0
    page_seconds: float = 0.0
    problem: str = ""


_workers = Workers(os.cpu_count() or 1, None)


def prepare() -> None:
    """Make a process ready: all imported, deaf to Ctrl-C, ending with its parent."""
    outlive_interrupts()
    import slicebook.book.assemble
    import slicebook.book.site  # noqa: F401


def get_ready() -> None:
    """Have the workers wait for the first save, which may come before there was a run.

    What is there now stays, and need not be looked through for what does not.
    """
    gc.collect()
    gc.freeze()
    _workers.get_ready(paths.root(), preload())


def release() -> None:
    """End the workers."""
    _workers.__exit__(None, None, None)


def build(wanted: Wanted) -> Built:
    """Do what the files as they are now ask for; a mistake in them is the `problem`."""
    started = time.monotonic()
    try:
        programme = load_programme()
        planned, report = _run(wanted, programme)
        executed = tuple(outcome.run.name for outcome in report.executed)
        run_seconds = time.monotonic() - started
        if report.failures:
            return Built(executed, run_seconds, 0.0, "\n\n".join(map(str, report.failures)))
        _render(wanted, programme, planned)
    except InputError as mistake:
        return Built(problem=str(mistake))
    except OSError as problem:
        return Built(problem=of_the_disk(problem) or traceback.format_exc(limit=-3))
    except Exception:  # of a library that is being edited
        return Built(problem=traceback.format_exc(limit=-3))
    return Built(executed, run_seconds, time.monotonic() - started - run_seconds)


def _run(wanted: Wanted, programme: Programme) -> tuple[list[Run], runs.Report]:
    evaluation().prepare(wanted.exports)
    planned = nearest(wanted.slice)
    report = runs.execute(planned, progress=Watcher(), workers=_workers)
    gathered(programme)
    return planned, report


def nearest(here: Slice) -> list[Run]:
    """Return each notebook's run of the slice, or of the closest wider one it has."""
    wider = [here, Slice(here.municipality, ALL), Slice(ALL, here.year), Slice(ALL, ALL)]
    return [runs.plan([notebook], wider)[0] for notebook in runs.notebook_paths()]


def _render(wanted: Wanted, programme: Programme, planned: list[Run]) -> None:
    from slicebook.book.assemble import assemble
    from slicebook.book.contents import chapter_of
    from slicebook.book.site import render

    language = wanted.language
    found = [chapter_of(run.notebook_name, [run]) for run in planned]
    contents = assemble(programme, language, wanted.place / "source", found)
    # Of a save few pages are written: to share them out would take longer.
    jobs = 1 if wanted.site.is_dir() else os.cpu_count() or 1
    render(programme, language, [language], contents, wanted.place, jobs)
