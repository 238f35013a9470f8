"""Folders of exports, and the note that says which of them this project made up."""

import json
from collections.abc import Collection, Iterable
from pathlib import Path

from slicebook.errors import InputError

EXTENSIONS = (".csv", ".xlsx", ".sav")
NOTE = "synthetic.json"


def exports_in(folder: Path) -> list[Path]:
    """Return a folder's exports; hidden files and the lock files of spreadsheets are none."""
    return sorted(path for path in visible(folder) if is_export(path))


def visible(folder: Path) -> list[Path]:
    """Return the files of a folder that a person sees."""
    present = folder.iterdir() if folder.is_dir() else ()
    return [path for path in present if path.is_file() and not path.name.startswith((".", "~$"))]


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
