"""Which edition a book is: its commit, the month of its last answer, and what it was made with."""

import re
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version

from babel.dates import format_date

from slicebook import paths
from slicebook.book import words
from slicebook.evaluation import evaluation
from slicebook.programme import Programme
from slicebook.text import spoken

# The earliest date that a DOCX, which is a ZIP archive, can carry.
UNDATED = datetime(1980, 1, 1, tzinfo=UTC)


def citation(book_title: str, programme: Programme) -> dict[str, str | int]:
    """Return what a page's foot says, before and after its title: one line to cite, and BibTeX.

    It depends on no clock. `edition` is the word before the edition's name, which a page has when
    it is published.
    """
    parts = [_commit(), _data_until(), words.MADE_WITH.format(version("slicebook"))]
    if own := programme.citation.get("version"):
        parts.insert(0, f"{words.VERSION} {own}")
    text = ", ".join(parts)
    if programme.reference:
        text = f"{text}. {words.RECOMPUTED.format(report=programme.reference)}"
    authors = programme.citation.get("authors", [])
    year = date.fromisoformat(_last() or programme.last_day.isoformat()).year
    return {
        "title": str(words.CITE),
        "book": book_title,
        "edition": str(words.EDITION),
        "text": text[:1].upper() + text[1:],
        "key": f"{_key(authors)}{year}",
        "authors": " and ".join(map(_author, authors)),
        "year": year,
    }


def _author(person: Mapping[str, str]) -> str:
    """Return a person as BibTeX has it; the braces keep a group's name whole."""
    if "family-names" in person:
        return f"{person['family-names']}, {person.get('given-names', '')}"
    return f"{{{person['name']}}}"


def _key(authors: Sequence[Mapping[str, str]]) -> str:
    name = next((one.get("family-names") or one["name"] for one in authors), "evaluation")
    return re.sub(r"[^a-z]", "", name.lower()) or "evaluation"


def uncommitted() -> list[str] | None:
    """Return what of the project is changed or new and not committed; None outside git."""
    said = _git("status", "--porcelain", "--untracked-files=all", "--", ".")
    if commit() is None or said is None:
        return None
    return [line.split(maxsplit=1)[-1] for line in said.splitlines()]


def commit() -> str | None:
    """Return the project's commit, "-dirty" where files differ from it; None outside git."""
    listed = _git("ls-files", "--error-unmatch", "programme.yml")
    return _git("describe", "--always", "--abbrev=10", "--dirty") if listed else None


def committed() -> tuple[str, datetime]:
    """Return the project's last commit and when it was made; "" and `UNDATED` outside git."""
    if not (said := _git("log", "-1", "--format=%h %ct")):
        return "", UNDATED
    name, seconds = said.split()
    return name, datetime.fromtimestamp(int(seconds), tz=UTC)


def _commit() -> str:
    found = commit()
    if found is None:
        return str(words.OUTSIDE_GIT)
    name, _, changed = found.partition("-dirty")
    text = f"{words.COMMIT} {name}"
    return text + (f" {words.WITH_CHANGES}" if changed or found != name else "")


def _last() -> str | None:
    return evaluation().origin().get("last")


def _data_until() -> str:
    if (last := _last()) is None:
        return str(words.WITHOUT_ANSWERS)
    # The month: the day would be that of one person's answer.
    return words.ANSWERS_UNTIL.format(month_of(last[: len("2026-01")]))


def month_of(month: str) -> str:
    """Return a month, "2026-01", as prose has it."""
    return format_date(date.fromisoformat(f"{month}-01"), "MMMM y", locale=spoken())


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=paths.root(), capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout.strip()
