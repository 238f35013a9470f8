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
import threading
import traceback
import types
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KERNEL_MODULES = (
    "ipykernel.kernelapp",
    "ipykernel.debugger",
    "ipykernel_launcher",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "IPython.utils.wildcard",
    "encodings.idna",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""What a kernel imports by the time it runs its first cell; left to it where it is missing."""

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class Preloaded:
    """What importing libraries left behind in the fork server.

    `failed` holds the modules that could not be imported and `threaded` those that started a
    thread, `environment` and `warning_filters` what was added to them, `matplotlibrc` the file
    matplotlib took its settings from, if it was loaded.
    """

    failed: dict[str, BaseException]
    threaded: list[str]
    environment: dict[str, str]
    warning_filters: list[tuple[Any, ...]]
    matplotlibrc: str | None

    @property
    def complaints(self) -> list[str]:
        """Return a sentence for each module that should not be preloaded."""
        return [
            *(f"not preloaded: {m} ({type(e).__name__}: {e})" for m, e in self.failed.items()),
            *(f"preloading {m} started a thread, which no kernel has" for m in self.threaded),
        ]


def preload(modules: Sequence[str]) -> Preloaded:
    """Import the kernel's own modules and these, as a kernel would."""
    failed: dict[str, BaseException] = {}
    threaded: list[str] = []
    environment = dict(os.environ)
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)  # as ipykernel does, once it runs
    for module in KERNEL_MODULES:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    filters = list(warnings.filters)
    with _frontend():
        for module in modules:
            threads = threading.active_count()
            try:
                importlib.import_module(module)
            except Exception as error:
                failed[module] = error
            if threading.active_count() > threads:
                threaded.append(module)
    return Preloaded(
        failed,
        threaded,
        {name: value for name, value in os.environ.items() if name not in environment},
        [added for added in warnings.filters if added not in filters],
        _matplotlibrc(),
    )


@contextlib.contextmanager
def _frontend() -> Iterator[None]:
    """Let `get_ipython().kernel` and streams in UTF-8 exist, by which pandas knows a notebook."""
    builtins.get_ipython = lambda: types.SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    out, error = (os.fdopen(n, "w", 1, encoding="UTF-8", closefd=False) for n in (1, 2))
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(error):
            yield
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def settle(preloaded: Preloaded) -> None:
    """Put right, in a new kernel, what preloaded libraries took from the fork server."""
    _filter_warnings_first(preloaded.warning_filters)
    if "numpy.random" in sys.modules:
        sys.modules["numpy.random"].seed()
    if "matplotlib" in sys.modules and preloaded.matplotlibrc != _matplotlibrc():
        _reread_matplotlibrc()
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].install_repl_displayhook()


def _filter_warnings_first(filters: Sequence[tuple[Any, ...]]) -> None:
    """Put libraries' filters before the kernel's own, where importing them later puts them."""
    for action, message, category, module, line in reversed(filters):
        message, module = (getattr(regex, "pattern", regex) or "" for regex in (message, module))
        warnings.filterwarnings(action, message, category, module, line)


def _matplotlibrc() -> str | None:
    """Return the file matplotlib would read its settings from, here and now, if it is loaded."""
    matplotlib = sys.modules.get("matplotlib")
    return matplotlib.matplotlib_fname() if matplotlib else None


def _reread_matplotlibrc() -> None:
    """Take the settings of the kernel's folder, all but the backend, which the kernel sets."""
    matplotlib = sys.modules["matplotlib"]
    settings = {name: value for name, value in matplotlib.rc_params().items() if name != "backend"}
    for parameters in (matplotlib.rcParams, matplotlib.rcParamsOrig):
        parameters.update(settings)


class Sources:
    """The files a process was loaded from, to notice when one of them changes.

    Those are the modules outside the standard library and site-packages, and the folders of
    installed packages, which change when one is installed or removed.
    """

    def __init__(self, preloaded: Preloaded) -> None:
        places = {name: sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
        installed = tuple(path + os.sep for path in places.values())
        loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        files = {
            *loaded,
            *(file for error in preloaded.failed.values() for file in _files_of(error)),
        }
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
