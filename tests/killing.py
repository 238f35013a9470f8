"""Kill a stage of the line as `kill -9` does, before the renaming that puts its work in place."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from pathlib import Path

_workshop = multiprocessing.get_context("forkserver")
_workshop.set_forkserver_preload(["surveys.intake", "slicebook.runs", "slicebook.book.editions"])


def intake() -> None:
    from slicebook import paths
    from surveys.intake import take_in

    take_in([paths.exports()])


def collect() -> None:
    from slicebook import runs
    from slicebook.programme import load_programme

    runs.collect(load_programme())


def install() -> None:
    from slicebook import paths
    from slicebook.book.editions import install

    install({"en": paths.build("site")}, paths.build("html"), "Title", {}, paths.build("package"))


STAGES: dict[str, Callable[[], None]] = {"intake": intake, "collect": collect, "install": install}


def killed(stage: str, folder: Path, before: int) -> bool:
    """Run a stage in a process that dies before its renaming number `before`; tell if it did."""
    process = _workshop.Process(target=_mortal, args=(stage, folder, before))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


def _mortal(stage: str, folder: Path, before: int) -> None:
    os.environ["MODNING_PROJECT"] = str(folder)
    left = before

    def dying(rename: Callable) -> Callable:
        def counted(*arguments: object, **options: object) -> None:
            nonlocal left
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            rename(*arguments, **options)

        return counted

    os.rename, os.replace = dying(os.rename), dying(os.replace)
    STAGES[stage]()
