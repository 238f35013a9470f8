"""Where a book is published: `publish` in `programme.yml`."""

from dataclasses import dataclass

from slicebook.entries import Name
from slicebook.written import written

STAGING, PRODUCTION = TARGETS = ("staging", "production")


@dataclass(frozen=True)
class Target:
    """A folder (from the project's own, or a whole path) or a branch of the project's git."""

    name: str
    kind: str
    place: str


@written
class Place:
    """Either a folder or a branch."""

    folder: Name | None = None
    branch: Name | None = None

    def __post_init__(self) -> None:
        """Refuse both and neither."""
        if (self.folder is None) == (self.branch is None):
            raise ValueError("expected a folder or a branch, such as folder: ../site")


@written
class Publish:
    """What may stand under `publish`."""

    staging: Place | None = None
    production: Place | None = None

    def targets(self) -> dict[str, Target]:
        """Return the targets that there are, by name."""
        given = {name: getattr(self, name) for name in TARGETS}
        return {
            name: Target(name, "folder" if place.folder else "branch", place.folder or place.branch)
            for name, place in given.items()
            if place
        }
