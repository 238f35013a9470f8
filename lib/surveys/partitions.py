"""Where accepted answers lie, and what intake says of them; nothing here takes long to import."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import ALL, Programme


def partitions(
    form: str, municipality: str, year: str | int, programme: Programme
) -> Iterator[tuple[str, str, Path]]:
    """Yield (municipality, year, file) of every partition a slice consists of."""
    for key in programme.municipalities if municipality == ALL else [municipality]:
        for number in map(str, programme.years) if str(year) == ALL else [str(year)]:
            folder = paths.build("data", form, f"municipality={key}")
            yield key, number, folder / f"year={number}.parquet"


def manifest() -> dict[str, Any]:
    """Return what intake last took in: `synthetic`, and counts per form.

    Raises `InputError` where intake was killed between the old answers and the new.
    """
    path = paths.build("data", "intake.json")
    if not path.is_file():
        if any(paths.build().glob(".data-*")):
            raise InputError("intake was interrupted; take the exports in again: modning validate")
        return {"synthetic": False, "forms": {}}
    return json.loads(path.read_text(encoding="utf-8"))
