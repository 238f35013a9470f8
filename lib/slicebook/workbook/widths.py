"""How wide the columns of a sheet are, in characters."""

from slicebook.workbook.cells import Sheet

NARROWEST, WIDEST, PROSE = 8, 48, 90


def widths(sheet: Sheet) -> list[int]:
    """Return each column's width: of its longest word at least, of its longest text at most."""
    if not sheet.columns:
        return [PROSE]
    texts = [[name, *(row[at].text for row in sheet.rows)] for at, name in enumerate(sheet.columns)]
    return [min(max(NARROWEST, *(len(text) + 2 for text in column)), WIDEST) for column in texts]
