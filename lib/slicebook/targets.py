"""Where a book is published: `publish` in `programme.yml`."""

from dataclasses import dataclass
from typing import Any

STAGING, PRODUCTION = TARGETS = ("staging", "production")
KINDS = ("folder", "branch")


@dataclass(frozen=True)
class Target:
    """A folder (from the project's own, or a whole path) or a branch of the project's git."""

    name: str
    kind: str
    place: str


def read_targets(raw: Any) -> dict[str, Target]:
    """Read the targets by name; `ValueError` says what was expected."""
    if not isinstance(raw, dict) or not set(raw) <= set(TARGETS):
        raise ValueError(f"publish: expected entries among {', '.join(TARGETS)}")
    return {name: _target(name, entry) for name, entry in raw.items()}


def _target(name: str, raw: Any) -> Target:
    if not isinstance(raw, dict) or len(raw) != 1 or not set(raw) <= set(KINDS):
        raise ValueError(f"publish: {name}: expected a folder or a branch, such as folder: ../site")
    [(kind, place)] = raw.items()
    if not isinstance(place, str) or not place.strip():
        raise ValueError(f"publish: {name}: {kind}: expected a name")
    return Target(name, kind, place)
