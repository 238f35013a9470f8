"""Read the scales of `scales/known` and of the project's own `scales/`."""

from pathlib import Path

from modning.scales.measure import Measure
from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import read_yaml
from slicebook.written import read

KNOWN = Path(__file__).with_name("known")


def measures() -> dict[str, Path]:
    """Return the files of all scales by id; the project's own come before the library's."""
    files = [*sorted(KNOWN.glob("*.yml")), *sorted(paths.scales().glob("*.yml"))]
    return {path.stem: path for path in files}


def load_measure(id: str) -> Measure:
    """Return a scale; `InputError` where there is none, or naming its file and what is wrong."""
    found = measures()
    if id not in found:
        raise InputError(
            f'the scale "{id}" is unknown; expected one of {", ".join(found)}, or a file '
            f"scales/{id}.yml"
        )
    return _read(found[id])


@read_once
def _read(path: Path) -> Measure:
    return read(Measure, read_yaml(path), f"scales/{path.name}")
