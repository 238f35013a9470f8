"""Watch the files an evaluation is made of, and build what each save asks for."""

import asyncio
import contextlib
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from pathlib import Path

from watchfiles import DefaultFilter, awatch

from slicebook import paths
from slicebook.preview.build import Built, Wanted, build, get_ready, prepare, release
from slicebook.preview.serve import HOST, State, listen
from slicebook.runs.dependencies import library_folders

# Milliseconds without a further change after which a save is taken to be whole.
QUIET = 50
# Runs that are named one by one.
NAMED = 3


def preview(wanted: Wanted, port: int, say: Callable[[str], None]) -> None:
    """Build the pages of a slice, serve them, and follow every save until Ctrl-C.

    `say` is told where the pages are and what each save led to. Raises `InputError` where the
    port is taken.
    """
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_follow(wanted, port, say))


async def _follow(wanted: Wanted, port: int, say: Callable[[str], None]) -> None:
    state, builder = State(), Builder()
    server = listen(wanted.site, state, port)
    changes = awatch(*_watched(wanted), watch_filter=DefaultFilter(), step=QUIET)
    try:
        while True:
            # Begun before the build, which would otherwise hide what is saved meanwhile.
            saved = asyncio.ensure_future(anext(changes))
            built = await builder.build(wanted)
            await state.tell(built.problem)
            say(_said(built))
            if state.version == 1:
                say(f"open http://{HOST}:{port}/ and edit; Ctrl-C ends it")
                builder.get_ready()
            if any(_in_library(Path(path)) for _, path in await saved):
                builder.renew()
    finally:
        builder.renew()
        server.stop()


class Builder:
    """The process that builds."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def build(self, wanted: Wanted) -> Built:
        """Build in the process, starting one where there is none."""
        if self._pool is None:
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(1, mp_context=context, initializer=prepare)
        try:
            return await asyncio.wrap_future(self._pool.submit(build, wanted))
        except BrokenExecutor:
            self._pool = None
            return Built(problem="the library cannot be imported, or ran out of memory")

    def get_ready(self) -> None:
        """Start in the background what the first save would wait for."""
        if self._pool:
            self._pool.submit(get_ready)

    def renew(self) -> None:
        """End the process; the next one imports the library as it is then."""
        if self._pool:
            self._pool.submit(release)
            self._pool.shutdown(wait=True)
            self._pool = None


def _watched(wanted: Wanted) -> Iterable[Path]:
    inputs = [paths.notebooks(), paths.instruments(), paths.book(), paths.programme()]
    return [path.resolve() for path in (*inputs, paths.data(), *library_folders(), *wanted.exports)]


def _in_library(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in library_folders())


def _said(built: Built) -> str:
    if built.problem:
        return built.problem
    ran = ", ".join(built.executed) or "nothing to run"
    if len(built.executed) > NAMED:
        ran = f"{len(built.executed)} runs"
    return f"{ran}: {built.run_seconds:.1f} s; pages {built.page_seconds:.1f} s"
