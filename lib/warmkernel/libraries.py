"""Import libraries ahead of a kernel so that it cannot tell.

A few libraries look around while they are imported: pandas for the kind of frontend, matplotlib
for its backend and the files in the working directory, NumPy for entropy. What they find in the
fork server is not what they would have found in the kernel, so it is put right on both sides.
"""

import builtins
import contextlib
import importlib
import os
import sys
import sysconfig
import traceback
import types
from collections.abc import Iterator, Sequence
from pathlib import Path

KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "ipykernel_launcher",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "encodings.idna",
    "faulthandler",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""What a kernel imports by the time it runs its first cell; left to it where it is missing."""

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


def preload(modules: Sequence[str]) -> dict[str, BaseException]:
    """Import modules as a kernel would; return what failed, by module."""
    failed: dict[str, BaseException] = {}
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)  # as ipykernel does, once it runs
    with _frontend():
        for module in modules:
            try:
                importlib.import_module(module)
            except Exception as error:
                failed[module] = error
    return failed


@contextlib.contextmanager
def _frontend() -> Iterator[None]:
    """Let `get_ipython().kernel` exist, by which pandas knows that it is in a notebook."""
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def settle(matplotlibrc: str | None) -> None:
    """Put right, in a new kernel, what preloaded libraries took from the fork server.

    `matplotlibrc` is the file of settings that matplotlib read in the server, if it was loaded.
    """
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if "matplotlib" in sys.modules and matplotlibrc != current_matplotlibrc():
        _reread_matplotlibrc()
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].install_repl_displayhook()


def current_matplotlibrc() -> str | None:
    """Return the file matplotlib would read its settings from, here and now, if it is loaded."""
    matplotlib = sys.modules.get("matplotlib")
    return matplotlib.matplotlib_fname() if matplotlib else None


def _reread_matplotlibrc() -> None:
    matplotlib = sys.modules["matplotlib"]
    settings = matplotlib.rc_params()
    for parameters in (matplotlib.rcParamsDefault, matplotlib.rcParams):
        parameters.update(settings)


class Sources:
    """The files a process was loaded from, to notice when one of them changes.

    Those are the modules outside the standard library and site-packages, and the folders of
    installed packages, which change when one is installed or removed.
    """

    def __init__(self, failed: dict[str, BaseException]) -> None:
        places = {name: sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
        installed = tuple(path + os.sep for path in places.values())
        loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        files = {*loaded, *(file for error in failed.values() for file in _files_of(error))}
        own = {file for file in files if file and not file.startswith(installed)}
        self._versions = {path: _version(path) for path in (*sorted(own), *places.values())}

    def changed(self) -> str | None:
        """Return a file that is no longer the one loaded, or None."""
        for path, version in self._versions.items():
            if _version(path) != version:
                return path
        return None


def _version(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _files_of(error: BaseException) -> list[str]:
    files = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    return [
        *files,
        *([error.filename] if isinstance(error, SyntaxError) and error.filename else []),
    ]
