"""Print the report where anything that it is made of changed."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from slicebook import paths
from slicebook.book.downloads import printed_files
from slicebook.book.stamp import made_of
from slicebook.programme import Programme
from slicebook.runs.steps import Done, as_left, unchanged, unless_unchanged

if TYPE_CHECKING:
    from slicebook.book.contents import Part


def stale(programme: Programme) -> list[str]:
    """Return the languages whose printed book is not what would be printed now; unprinted are none.

    It stands beside the pages, and would tell of other figures than they.
    """
    return [one for one in programme.languages() if printed_files(one) and is_stale(one)]


def is_stale(language: str) -> bool:
    """Tell whether a language was never printed, or not what would be printed now."""
    return unchanged(_step(language), made_of()) is None


def build_paper(
    programme: Programme, language: str, assembled: Callable[[], list["Part"]] | None = None
) -> list[Path]:
    """Print the book of a language into build/paper/<language>; return the files.

    Its pages are assembled where nobody gives what `assembled` them and knows their contents.
    PDF and DOCX hold the same text, figures and tables. All are the same, byte for byte, for the
    same pages and commit; where nothing changed they are left as they are. Raises `InputError`
    where the book cannot be assembled.
    """

    def work() -> Done:
        # Imported here: to find that nothing changed takes less than to import what prints.
        from slicebook.book.assemble import assemble
        from slicebook.paper.report import write_report

        source = paths.build("book", language, "source")
        contents = assembled() if assembled else assemble(programme, language, source)
        made = [*write_report(programme, language, folder, contents), *folder.glob("figures/*")]
        return Done("", tuple(made))

    folder = paths.build("paper", language)
    # What was printed before is believed, so nothing of it may be damaged or half written.
    if not as_left(_step(language)):
        shutil.rmtree(folder, ignore_errors=True)
    unless_unchanged(_step(language), made_of(), work)
    return printed_files(language)


def _step(language: str) -> str:
    return f"paper-{language}"
