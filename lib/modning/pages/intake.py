"""How many answers were taken in, for the page on the data."""

from slicebook.book import words
from slicebook.book.markup import table
from slicebook.book.source import Edition
from surveys.partitions import manifest

COUNTS = ("read", "accepted", "rejected")


def intake_table(edition: Edition) -> str:
    """Return how many answer sets of each form were read, accepted and rejected."""
    language = edition.language
    rows = [
        (edition.titles[form][language], *(counts[key] for key in COUNTS))
        for form, counts in manifest()["forms"].items()
    ]
    heading = words.INTAKE_COLUMNS[language].split("|")
    return table(words.INTAKE[language], heading, rows, language)
