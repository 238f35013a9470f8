"""Tables as print needs them: widths of columns, where words may break, numbers at the right."""

import re

from bs4 import BeautifulSoup, Tag

# Letters of a table that fit on a line, and those from which a cell may have several lines.
LINE, LONG = 106, 45
# Between one column and the next.
GAP = 3
# A longer word, which is the name of a figure, may break after a full stop or an underscore,
# and a number nowhere.
LONGEST, JOINT = 16, re.compile(r"([._])(?=[^\W\d])")


def set_tables(soup: BeautifulSoup) -> None:
    """Say as print needs it what the style sheet says of tables: numbers stand right."""
    for cell in soup.select("table .number"):
        cell["style"] = "text-align: right"
    for name in soup.select("table code"):  # its wide letters find no room in a column
        name.unwrap()
    soup.smooth()
    for name in soup.select("table :is(th, td)"):
        if name.string and any(len(word) > LONGEST for word in name.string.split()):
            name.string = JOINT.sub("\\1\u200b", name.string)
    for table in soup.find_all("table"):
        columns = _columns(table, soup)
        if table.caption:
            table.caption.insert_after(columns)
        else:
            table.insert(0, columns)
    for box in soup.select(".table-scroll"):
        box.unwrap()


def _columns(table: Tag, soup: BeautifulSoup) -> Tag:
    """Share the width by what the columns hold: each cell on one line where all find room.

    Where they do not, a word stays whole and a long text gets more of the line.
    """
    rows = [[cell.text for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    whole = [row for row in rows if len(row) == max(map(len, rows))]
    columns = list(zip(*whole, strict=True))
    needs, line = [GAP + max(map(len, column)) for column in columns], LINE
    if sum(needs) > LINE:
        needs, line = [max(map(_need, column)) for column in columns], 0
    group = soup.new_tag("colgroup")
    for need in needs:
        width = 100 * need / max(sum(needs), line)
        group.append(soup.new_tag("col", style=f"width: {width:.1f}%"))
    return group


def _need(text: str) -> float:
    parts = text.replace("\u200b", " ").split()
    longest = max(map(len, parts), default=1)
    return GAP + max(longest, min(len(text), LONG) / 2 + longest / 2)
