"""Folders of exports, and the note that says which of them this project made up."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from slicebook import paths
from slicebook.errors import InputError

EXTENSIONS = (".csv", ".xlsx", ".sav")
NOTE = "synthetic.json"
HIDDEN = (".", "~$", "__MACOSX")


def exports_in(folder: Path) -> list[Path]:
    """Return a folder's exports; hidden files and the lock files of spreadsheets are none."""
    return sorted(path for path in visible(folder) if is_export(path))


def visible(folder: Path) -> list[Path]:
    """Return the files of a folder that a person sees."""
    present = folder.iterdir() if folder.is_dir() else ()
    return [path for path in present if path.is_file() and not path.name.startswith((".", "~$"))]


def present(sources: Sequence[Path]) -> Iterator[Path]:
    """Yield every file that these files and folders hold, archives packed."""
    for source in sources:
        yield from walked(source.resolve()) if source.is_dir() else [source.absolute()]


def walked(folder: Path, seen: set[Path] | None = None) -> Iterator[Path]:
    """Yield the files of a folder and those below it; a link that leads back is not followed."""
    seen = set() if seen is None else seen
    if folder in seen:
        return
    seen.add(folder)
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(HIDDEN):
            continue
        path = entry.resolve()
        if path.is_dir():
            yield from walked(path, seen)
        elif path.is_file():
            yield path


def mappings() -> list[Path]:
    """Return the files that say how the columns of an export are the questions of a form."""
    return sorted(paths.root().glob("mappings/*.yml"))


def is_export(path: Path) -> bool:
    """Tell whether a file is an export, by its name."""
    return path.suffix.lower() in EXTENSIONS


def note(seed: int, files: Iterable[Path]) -> str:
    """Return the text that says of exports that they are made up."""
    names = sorted({path.name for path in files})
    return json.dumps({"synthetic": True, "seed": seed, "files": names}) + "\n"


def made_up(files: Collection[Path]) -> bool:
    """Tell whether exports are synthetic, as the notes beside them say.

    Raises `InputError` where some are and others are not: they are never read together.
    """
    synthetic = {path for path in files if _is_noted(path)}
    if synthetic and (own := sorted(set(files) - synthetic)):
        raise InputError(
            f"{own[0].name} lies in {_place(own[0])} and is not among the synthetic answers that "
            f"{NOTE} names in {_place(min(synthetic))}; synthetic and own answers are never read "
            "together. Put your own exports into a folder of their own and name it: "
            "make book DATA=folder"
        )
    return bool(synthetic)


def _is_noted(path: Path) -> bool:
    file = path.parent / NOTE
    if not file.is_file():
        return False
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        return said.get("synthetic") is True and path.name in said.get("files", [path.name])
    except (ValueError, AttributeError):
        raise InputError(f'{NOTE}: expected {{"synthetic": true}}') from None


def _place(path: Path) -> str:
    return f"the folder {path.parent.name}"
