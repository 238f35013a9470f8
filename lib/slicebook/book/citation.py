"""Which edition a book is: its version, its commit, and the month of its last answer."""

import subprocess
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from babel.dates import format_date

from slicebook import paths
from slicebook.book import words
from slicebook.evaluation import evaluation
from slicebook.text import spoken


@dataclass(frozen=True)
class Citation:
    """What a page's foot says: one line to cite, its parts filled in but for the page's title."""

    title: str
    text: str


def citation(book_title: str) -> Citation:
    """Return how to cite a page of the book; it depends on no clock."""
    parts = [f"{words.EDITION} {version('slicebook')}", _commit()]
    parts.append(_data_until())
    return Citation(str(words.CITE), f"{book_title}. {', '.join(parts)}.")


def commit() -> str | None:
    """Return the project's commit, "-dirty" where files differ from it; None outside git."""
    listed = _git("ls-files", "--error-unmatch", "programme.yml")
    return _git("describe", "--always", "--abbrev=10", "--dirty") if listed else None


def _commit() -> str:
    found = commit()
    if found is None:
        return str(words.OUTSIDE_GIT)
    name, _, changed = found.partition("-dirty")
    text = f"{words.COMMIT} {name}"
    return text + (f" {words.WITH_CHANGES}" if changed or found != name else "")


def _data_until() -> str:
    last = evaluation().origin().get("last")
    if last is None:
        return str(words.WITHOUT_ANSWERS)
    # The month: the day would be that of one person's answer.
    month = format_date(date.fromisoformat(last), "MMMM y", locale=spoken())
    return words.ANSWERS_UNTIL.format(month)


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=paths.root(), capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
