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
import types
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from warmkernel import lookups, unfit

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

RESTING = "numexpr"
"""Starts threads when it is imported, and again where it finds itself forked; pandas imports it."""

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"


@dataclass(frozen=True)
class Preloaded:
    """What importing libraries left behind in the fork server.

    `failed` holds the modules that could not be imported; `unfit` those that must not be preloaded,
    each with what it keeps and its file; `left` the same for those known beforehand, which were not
    imported. `environment` and `warning_filters` are what was added to them, `looked_up` the
    environment variables that the modules asked for, and what they found; `matplotlibrc` is the
    file matplotlib took its settings from, if it was loaded, and `threads` how many numexpr had.
    """

    failed: dict[str, BaseException]
    unfit: dict[str, tuple[str, str]]
    left: dict[str, tuple[str, str]]
    environment: dict[str, str]
    warning_filters: list[tuple[Any, ...]]
    looked_up: dict[str, str | None]
    matplotlibrc: str | None
    threads: int | None

    @property
    def complaints(self) -> list[str]:
        """Return a sentence for each module that is not preloaded."""
        return [
            *(f"not preloaded: {m} ({type(e).__name__}: {e})" for m, e in self.failed.items()),
            *(
                f"left to the notebooks: {module}, which keeps {held} once it is imported; "
                "forked kernels could not use it"
                for module, (held, _) in self.left.items()
            ),
        ]

    def differing(self, environment: Mapping[str, str]) -> list[str]:
        """Return the variables of an environment that would have made the modules others."""
        return [name for name, value in self.looked_up.items() if environment.get(name) != value]


def preload(modules: Sequence[str], left: Mapping[str, tuple[str, str]]) -> Preloaded:
    """Import the kernel's own modules and these, but those to be left, as a kernel would."""
    environment = dict(os.environ)
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)  # as ipykernel does, once it runs
    for module in KERNEL_MODULES:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    filters = list(warnings.filters)
    rested: list[int | None] = []
    with _frontend(), lookups.noting() as looked_up:
        found = {module: _import(module, rested) for module in modules if module not in left}
    return Preloaded(
        {module: error for module, error in found.items() if isinstance(error, BaseException)},
        {module: held for module, held in found.items() if isinstance(held, tuple)},
        dict(left),
        {name: value for name, value in os.environ.items() if name not in environment},
        [added for added in warnings.filters if added not in filters],
        {name: environment.get(name) for name in sorted(looked_up)},
        _matplotlibrc(),
        max(filter(None, rested), default=None),
    )


def _import(module: str, rested: list[int | None]) -> BaseException | tuple[str, str] | None:
    """Import a module; return the error, or what it keeps that makes it unfit and its file.

    Adds to `rested` how many threads numexpr had, which are ended.
    """
    holdings = unfit.Holdings()
    try:
        imported = importlib.import_module(module)
    except Exception as error:
        return error
    finally:
        rested.append(_set_threads(1))
    held = holdings.added()
    return (held, getattr(imported, "__file__", None) or "") if held else None


def _set_threads(number: int) -> int | None:
    """Set how many threads numexpr has; return how many they were, None where it is not there."""
    library = sys.modules.get(RESTING)
    return library.set_num_threads(number) if hasattr(library, "set_num_threads") else None


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
    if preloaded.threads:
        _set_threads(preloaded.threads)
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
