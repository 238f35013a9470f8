"""No table of the book is left out of its workbook; the audit holds the other way round."""

from collections import defaultdict
from pathlib import Path

import pytest

from modning.audit.sheets import Reader
from slicebook.text import speaking


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
@pytest.mark.parametrize("language", ["en", "da"])
def test_every_row_of_every_table_is_in_the_workbook(built, language, kind):
    folder, there = built / language, defaultdict(set)
    with speaking(language):
        reader = Reader(folder)
        for sheet in reader.sheets(folder / f"tables.{kind}"):
            there[sheet.topic] |= {row for _, row, _ in sheet.rows}
        shown = {topic: reader.shown(topic)[0] for topic in set(map(topic_of, pages(folder)))}
    assert sum(map(len, shown.values())) > 1000
    assert [topic for topic, rows in shown.items() if rows - there[topic]] == []


def pages(folder: Path) -> list[Path]:
    return [path.relative_to(folder) for path in folder.rglob("*.html")]


def topic_of(page: Path) -> str:
    alone = len(page.parts) == 1
    return (page.with_suffix("") if alone else page.parent).as_posix()
