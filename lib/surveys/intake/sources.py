"""Find the files to take in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slicebook.errors import InputError

EXTENSIONS = (".csv", ".xlsx", ".sav")
_NOTE = "synthetic.json"


@dataclass(frozen=True)
class Sources:
    """The files to read, those in the same folders that are left aside, and whether synthetic."""

    files: tuple[Path, ...]
    left_aside: tuple[str, ...]
    synthetic: bool

    def name(self, path: Path) -> str:
        """Return a file's name, with its folder's where another file has the same."""
        alike = [file for file in self.files if file.name == path.name]
        return path.name if len(alike) == 1 else f"{path.parent.name}/{path.name}"


def find(sources: Sequence[Path]) -> Sources:
    """Find the exports among files and folders, each once, in the order of their names.

    A file that is named must be an export; in a folder, others are left aside and reported.
    Hidden files and the lock files of spreadsheets are not looked at. Answers are synthetic where
    `synthetic.json` beside them says so.
    """
    files: set[Path] = set()
    aside: set[str] = set()
    for source in sources:
        if not source.exists():
            raise InputError(f"{source}: no such file or folder")
        if source.is_dir():
            present = [path for path in source.iterdir() if path.is_file()]
            seen = [path for path in present if not path.name.startswith((".", "~$"))]
            files |= {path.resolve() for path in seen if _is_export(path)}
            aside |= {path.name for path in seen if not _is_export(path) and path.name != _NOTE}
        elif _is_export(source):
            files.add(source.resolve())
        else:
            known = ", ".join(EXTENSIONS)
            raise InputError(f'{source.name}: unknown extension "{source.suffix}"; one of {known}')
    if not files:
        where = ", ".join(source.name for source in sources)
        raise InputError(f"{where}: no exports here; expected files in {', '.join(EXTENSIONS)}")
    ordered = sorted(files, key=lambda path: (path.name, str(path)))
    folders = {path.parent for path in ordered}
    return Sources(tuple(ordered), tuple(sorted(aside)), any(map(_is_synthetic, folders)))


def _is_export(path: Path) -> bool:
    return path.suffix.lower() in EXTENSIONS


def _is_synthetic(folder: Path) -> bool:
    note = folder / _NOTE
    if not note.is_file():
        return False
    try:
        return json.loads(note.read_text(encoding="utf-8")).get("synthetic") is True
    except (ValueError, AttributeError):
        raise InputError(f'{note.name}: expected {{"synthetic": true}}') from None
