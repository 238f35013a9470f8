"""Where a book is published: `publish` in `programme.yml`."""

from slicebook.entries import Name
from slicebook.written import written

STAGING, PRODUCTION = TARGETS = ("staging", "production")


@written
class Target:
    """A folder (from the project's own, or a whole path) or a branch of the project's git."""

    folder: Name | None = None
    branch: Name | None = None

    def __post_init__(self) -> None:
        """Refuse both and neither."""
        if (self.folder is None) == (self.branch is None):
            raise ValueError("expected a folder or a branch, such as folder: ../site")


@written
class Publish:
    """What may stand under `publish`."""

    staging: Target | None = None
    production: Target | None = None

    def targets(self) -> dict[str, Target]:
        """Return the targets that there are, by name."""
        return {name: target for name in TARGETS if (target := getattr(self, name))}
