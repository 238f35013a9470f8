"""Find the files to take in: named, in folders and those below them, in archives."""

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slicebook.errors import InputError
from surveys.export_folders import HIDDEN, NOTE, walked
from surveys.intake.containers import EXTENSIONS, kind_of
from surveys.intake.xlsx_checks import UNPACKED

ARCHIVE = ".zip"
_URL = re.compile(r"(https?|ftp):/", re.IGNORECASE)
_UP = ("..", "/", "\\")


@dataclass(frozen=True)
class Sources:
    """The files to read, in order, by the names they are called; others that are left aside."""

    files: dict[Path, str]
    left_aside: tuple[str, ...]


@contextmanager
def find(sources: Sequence[Path]) -> Iterator[Sources]:
    """Find the exports among files, folders and archives, each once, in the order of their names.

    A file that is named must be an export; in a folder, others are left aside and reported.
    Hidden files, the lock files of spreadsheets and what is no file (a pipe) are not looked at.
    Archives are unpacked for as long as the files are read.
    """
    with tempfile.TemporaryDirectory() as unpacked:
        yield _found(sources, Path(unpacked))


def _found(sources: Sequence[Path], unpacked: Path) -> Sources:
    files: dict[Path, str] = {}
    aside: set[str] = set()
    for source in sources:
        _refuse_absent(source)
        inside = list(walked(source.resolve())) if source.is_dir() else [source.resolve()]
        for path in inside:
            if _is_archive(path):
                files |= _unpacked(path, unpacked, aside)
            elif path.suffix.lower() in EXTENSIONS:
                files[path] = path.name
            elif source.is_dir():
                aside |= {path.name} - {NOTE}
            else:
                _refuse_unknown(source)
                files[path] = path.name
    if not files:
        where = ", ".join(source.name for source in sources)
        known = ", ".join((*EXTENSIONS, ARCHIVE))
        raise InputError(f"{where}: no exports here; expected files in {known}")
    ordered = sorted(files, key=lambda path: (path.name, files[path], str(path)))
    return Sources({path: _name(path, files) for path in ordered}, tuple(sorted(aside)))


def _refuse_absent(source: Path) -> None:
    if _URL.match(str(source)):
        raise InputError(f"{source}: an address of the web; download the file and name that")
    if not source.exists():
        link = " (a link to nothing)" if source.is_symlink() else ""
        raise InputError(f"{source}: no such file or folder{link}")
    if not (source.is_dir() or source.is_file()):
        raise InputError(f"{source}: neither a file nor a folder")


def _refuse_unknown(source: Path) -> None:
    if kind_of(source) in ("text", "web"):
        known = ", ".join((*EXTENSIONS, ARCHIVE))
        raise InputError(f'{source.name}: unknown extension "{source.suffix}"; one of {known}')


def _is_archive(path: Path) -> bool:
    if path.suffix.lower() != ARCHIVE:
        return False
    if not zipfile.is_zipfile(path):
        raise InputError(f"{path.name}: no zip archive, or one that is cut off")
    return True


def _unpacked(path: Path, folder: Path, aside: set[str], name: str = "") -> dict[Path, str]:
    """Unpack the exports of an archive to a folder of their own; `name` of one in another."""
    called = name or path.name
    place = Path(tempfile.mkdtemp(dir=folder))
    files: dict[Path, str] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [part for part in archive.infolist() if not part.is_dir()]
            if sum(part.file_size for part in members) > UNPACKED:
                raise InputError(f"{path.name}: too large to be exports: over {UNPACKED >> 20} MiB")
            for part in members:
                named = Path(part.filename)
                if any(piece.startswith(HIDDEN) for piece in named.parts):
                    continue
                inner = named.suffix.lower() == ARCHIVE and not name
                if not inner and named.suffix.lower() not in EXTENSIONS:
                    aside.add(f"{called}/{part.filename}")
                    continue
                target = place.joinpath(*(piece for piece in named.parts if piece not in _UP))
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(part) as packed, target.open("wb") as file:
                    shutil.copyfileobj(packed, file)
                if inner and _is_archive(target):
                    files |= _unpacked(target, folder, aside, f"{called}/{part.filename}")
                else:
                    files[target] = f"{called}/{part.filename}"
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError):
        raise InputError(
            f"{path.name}: not to be unpacked; it may be cut off or protected by a password"
        ) from None
    return files


def _name(path: Path, files: dict[Path, str]) -> str:
    """Return what a file is called, with its folder's name where another is called the same."""
    alike = [name for name in files.values() if name == files[path]]
    return files[path] if len(alike) == 1 else f"{path.parent.name}{os.sep}{path.name}"
