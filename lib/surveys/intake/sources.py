"""Find the files to take in."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from slicebook.errors import InputError
from surveys.export_folders import EXTENSIONS, NOTE, is_export, made_up, visible


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
    `synthetic.json` beside them says so; with others they are refused.
    """
    files: set[Path] = set()
    aside: set[str] = set()
    for source in sources:
        if not source.exists():
            raise InputError(f"{source}: no such file or folder")
        if source.is_dir():
            seen = visible(source)
            files |= {path.resolve() for path in seen if is_export(path)}
            aside |= {path.name for path in seen if not is_export(path) and path.name != NOTE}
        elif is_export(source):
            files.add(source.resolve())
        else:
            known = ", ".join(EXTENSIONS)
            raise InputError(f'{source.name}: unknown extension "{source.suffix}"; one of {known}')
    if not files:
        where = ", ".join(source.name for source in sources)
        raise InputError(f"{where}: no exports here; expected files in {', '.join(EXTENSIONS)}")
    ordered = sorted(files, key=lambda path: (path.name, str(path)))
    return Sources(tuple(ordered), tuple(sorted(aside)), made_up(ordered))
