"""Which edition is printed: the commit and its date, not the day on which it is built."""

import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime

from slicebook import paths

# The earliest date that a DOCX, which is a ZIP archive, can carry.
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Printed:
    """The commit of the project's folder and when it was made; "" where it is no repository."""

    commit: str
    date: datetime


def printed() -> Printed:
    """Return the commit that is printed."""
    command = ["git", "-C", str(paths.root()), "log", "-1", "--format=%h %ct"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    except (OSError, subprocess.CalledProcessError):
        return Printed("", UNDATED)
    return Printed(said[0], datetime.fromtimestamp(int(said[1]), tz=UTC))
