"""How many answers were taken in, for the page on the data."""

from slicebook.book import words
from slicebook.book.markup import table
from slicebook.book.source import Edition
from surveys.partitions import manifest

COUNTS = ("read", "accepted", "rejected")


def intake_table(edition: Edition) -> str:
    """Return how many answer sets of each form were read, accepted and rejected."""
    rows = [
        (str(edition.titles[form]), *(counts[key] for key in COUNTS))
        for form, counts in manifest()["forms"].items()
    ]
    heading = str(words.INTAKE_COLUMNS).split("|")
    return table(str(words.INTAKE), heading, rows)
