"""What a table calls the page or section that it leads to."""

from slicebook.book.source import Edition


def title(source: str, catalogue: str, edition: Edition) -> str:
    """Return the heading that a text begins with, in the edition's language, without its slice."""
    heading = edition.in_language(source.partition("\n")[0], catalogue).partition("\n")[0]
    return heading.lstrip("# ").partition(": {{")[0]
