"""Make a language's workbook from its assembled pages: cover, contents, notes, a sheet a table."""

from itertools import groupby
from pathlib import Path

from slicebook import files, paths
from slicebook.book.contents import Part
from slicebook.book.downloads import workbooks
from slicebook.book.words import FIGURE_KINDS
from slicebook.evaluation import evaluation
from slicebook.kinds import INVENTED
from slicebook.programme import Programme
from slicebook.runs.steps import Done, of_library, unless_unchanged
from slicebook.runs.taken import hashes
from slicebook.seals import hash_of_json
from slicebook.text import WITHHELD, Message, speaking, spoken
from slicebook.workbook import words
from slicebook.workbook.cells import MADE_UP, NOTHING, OTHER_PAGE, Cell, Sheet
from slicebook.workbook.ods import ods
from slicebook.workbook.pages import behind, tables
from slicebook.workbook.sheets import Joined, joined
from slicebook.workbook.xlsx import xlsx

WRITERS = {".xlsx": xlsx, ".ods": ods}


def write_workbooks(
    programme: Programme, language: str, contents: list[Part], source: Path
) -> list[Path]:
    """Write the tables of the pages assembled in `source`, where they changed; return the files."""
    places = tuple(workbooks(language).values())

    def work() -> Done:
        with speaking(language):
            title = words.TITLE.format(title=programme.name)
            sheets = workbook(joined(tables(behind(contents, source)), programme), title, programme)
            for path in places:
                files.write(path, WRITERS[path.suffix](sheets, title, spoken()))
        return Done("", places)

    code = of_library("slicebook.workbook.build.write_workbooks")
    known = hashes([paths.programme(), paths.build("data", "intake.json")])
    made_of = code | known | {"tables": hash_of_json(list(behind(contents, source)))}
    return list(unless_unchanged(f"tables-{language}", made_of, work).made)


def workbook(found: list[Joined], title: str, programme: Programme) -> list[Sheet]:
    """Return all sheets, those of tables named by topic and number, "7.2"."""
    names = []
    for topic, (_, group) in enumerate(groupby(found, key=lambda one: one.page.topic), start=1):
        names += [f"{topic}.{at}" for at, _ in enumerate(group, start=1)]
    shown = [_sheet(one, name) for one, name in zip(found, names, strict=True)]
    return [_cover(title, len(found)), _contents(found, names), _notes(programme), *shown]


def _cover(title: str, count: int) -> Sheet:
    lines = [
        Cell(title),
        Cell(words.WHAT.format(count=count)),
        Cell(str(_answers())),
        Cell(str(words.CONTENTS), link=f"#{words.CONTENTS}"),
        Cell(str(words.NOTES), link=f"#{words.NOTES}"),
    ]
    return Sheet(str(words.COVER), tuple(lines))


def _answers() -> Message:
    if not evaluation().origin()["synthetic"]:
        return words.OWN
    return words.SYNTHETIC if paths.has_report() else words.SYNTHETIC_ALONE


def _contents(found: list[Joined], names: list[str]) -> Sheet:
    kinds = any(one.synthetic for one in found)
    rows = [
        (
            Cell(name, link=f"#{name}"),
            Cell(one.title.partition(". ")[0]),
            Cell(one.pages, link=_address(one)),
            *([Cell(_kind(one))] if kinds else []),
        )
        for one, name in zip(found, names, strict=True)
    ]
    lines = (Cell(str(words.CONTENTS)), Cell(str(words.CONTENTS_WHAT)))
    columns = (*str(words.CONTENTS_COLUMNS).split("|"), *([str(words.KIND)] if kinds else []))
    return Sheet(str(words.CONTENTS), lines, columns, tuple(rows))


def _notes(programme: Programme) -> Sheet:
    meanings = {
        str(WITHHELD): words.NOTES_WITHHELD.format(threshold=programme.threshold),
        NOTHING: str(words.NOTES_NOTHING),
        OTHER_PAGE: str(words.NOTES_OTHER),
        **(
            {MADE_UP.strip(): str(words.NOTES_MADE_UP)}
            if evaluation().origin()["synthetic"]
            else {}
        ),
        "n": str(words.NOTES_N),
        str(words.SPAN): str(words.NOTES_SPAN),
    }
    rows = tuple((Cell(short), Cell(meaning)) for short, meaning in meanings.items())
    lines = (Cell(str(words.NOTES)), Cell(str(words.NOTES_WHAT)))
    return Sheet(str(words.NOTES), lines, tuple(str(words.NOTES_COLUMNS).split("|")), rows)


def _sheet(one: Joined, name: str) -> Sheet:
    lines = [
        Cell(one.title),
        Cell(words.ON_PAGE.format(f"{one.pages} ({_address(one)})"), link=_address(one)),
        *([Cell(str(_rests_on(one)))] if one.synthetic else []),
        *([Cell(str(words.SAME_EVERYWHERE))] if one.everywhere else []),
        *([Cell(one.note)] if one.note else []),
        Cell(str(words.SHORTHAND), link=f"#{words.NOTES}"),
        Cell(str(words.BACK), link=f"#{words.CONTENTS}"),
    ]
    return Sheet(name, tuple(lines), one.columns, one.rows)


def _rests_on(one: Joined) -> Message:
    """Return whether made-up answers decide a table of a page that rests on such."""
    if one.made_up:
        return words.SHEET_MADE_UP
    return words.SHEET_REAL if one.page.is_run else words.SHEET_SYNTHETIC


def _kind(one: Joined) -> str:
    return str(FIGURE_KINDS[INVENTED] if one.made_up else words.REAL)


def _address(one: Joined) -> str:
    """Return a page's address beside which the workbook lies."""
    return f"{one.page.name}.html"
