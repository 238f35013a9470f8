"""What a table calls the page or section that it leads to."""

from slicebook.book.source import Edition


def title(source: str, catalogue: str, edition: Edition, where: str = "") -> str:
    """Return the heading that a text begins with, in the edition's language, without its slice.

    `where` is what is said to lack a translation, the catalogue without it.
    """
    heading = edition.in_language(source.partition("\n")[0], catalogue, where or catalogue)
    return heading.lstrip("# ").partition(": {{")[0]
