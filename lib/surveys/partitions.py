"""Where accepted answers lie, and what intake says of them; nothing here takes long to import."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import ALL, Programme


def partitions(
    form: str, municipality: str, year: str | int, programme: Programme
) -> Iterator[tuple[str, str, Path]]:
    """Yield (municipality, year, file) of every partition a slice consists of.

    A year that the programme has not, such as that of its prices, has none.
    """
    years = [number for number in map(str, programme.years) if str(year) in (ALL, number)]
    for key in programme.municipalities if municipality == ALL else [municipality]:
        for number in years:
            folder = paths.build("data", form, f"municipality={key}")
            yield key, number, folder / f"year={number}.parquet"


def manifest() -> dict[str, Any]:
    """Return what intake last took in: `synthetic`, and counts per form.

    Raises `InputError` where intake was killed between the old answers and the new.
    """
    path = manifest_file()
    if not path.exists():
        if files.unfinished(paths.build("data")):
            raise InputError("intake was interrupted; take the exports in again: modning validate")
        return {"synthetic": False, "forms": {}}
    return _manifest(path)


def manifest_file() -> Path:
    """Return the file of what intake last took in."""
    return paths.build("data", "intake.json")


@read_once
def _manifest(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(said["synthetic"], bool) and isinstance(said["forms"], dict):
            return said
    except (OSError, ValueError, KeyError, TypeError):
        pass
    raise InputError(
        f"{paths.named(path)}: not as intake wrote it; take the exports in again: modning validate"
    )
