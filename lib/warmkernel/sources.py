"""Notice when a file changes that a process was loaded from."""

import os
import sys
import sysconfig
import traceback
from collections.abc import Iterable
from pathlib import Path


class Sources:
    """The files a process was loaded from, to notice when one of them changes.

    Those are the modules outside the standard library and site-packages, the files of `failures`
    to import one and of the modules `left` to the notebooks (what each keeps, and its file), and
    the folders of installed packages, which change when one is installed or removed.
    """

    def __init__(self, failures: Iterable[BaseException], left: Iterable[tuple[str, str]]) -> None:
        places = {name: sysconfig.get_path(name) for name in ("stdlib", "purelib", "platlib")}
        installed = tuple(path + os.sep for path in places.values())
        loaded = [getattr(module, "__file__", None) for module in list(sys.modules.values())]
        failed = [file for error in failures for file in _files_of(error)]
        files = {*loaded, *failed, *(file for _, file in left)}
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
