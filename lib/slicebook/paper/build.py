"""Print the report where anything that it is made of changed."""

from pathlib import Path

from slicebook import paths
from slicebook.book.downloads import printed_files
from slicebook.book.stamp import made_of
from slicebook.programme import Programme
from slicebook.runs.steps import Done, unchanged, unless_unchanged


def stale(programme: Programme) -> list[str]:
    """Return the languages whose printed book is not what would be printed now; unprinted are none.

    It stands beside the pages, and would tell of other figures than they.
    """
    printed = [one for one in programme.languages() if printed_files(one)]
    return [one for one in printed if unchanged(_step(one), made_of()) is None]


def build_paper(programme: Programme, language: str) -> list[Path]:
    """Assemble the book of a language and print it into build/paper/<language>; return the files.

    PDF and DOCX hold the same text, figures and tables. All are the same, byte for byte, for the
    same pages and commit; where nothing changed they are left as they are. Raises `InputError`
    where the book cannot be assembled.
    """

    def work() -> Done:
        # Imported here: to find that nothing changed takes less than to import what prints.
        from slicebook.paper.report import write_report

        return Done("", tuple(write_report(programme, language, paths.build("paper", language))))

    return list(unless_unchanged(_step(language), made_of(), work).made)


def _step(language: str) -> str:
    return f"paper-{language}"
