"""A workbook as OpenDocument has it (OASIS Open Document Format 1.3, part 3)."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from io import BytesIO

from openpyxl.utils import get_column_letter

from slicebook.files import pinned_member
from slicebook.workbook.cells import Cell, Form, Sheet
from slicebook.workbook.widths import widths

MIME = "application/vnd.oasis.opendocument.spreadsheet"
# A character of twelve points.
CENTIMETRES = 0.24
# A language alone is none to a spreadsheet.
COUNTRIES = {"da": "DK", "en": "GB"}
SPACES = {
    **{
        name: f"urn:oasis:names:tc:opendocument:xmlns:{where}:1.0"
        for name, where in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "number": "datastyle",
            "fo": "xsl-fo-compatible",
            "manifest": "manifest",
        }.items()
    },
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
# Styles that every sheet uses: what a cell is beside its text.
CELLS = {
    "line": "",
    "text": '<style:table-cell-properties fo:wrap-option="wrap"/>',
    "heading": '<style:table-cell-properties fo:wrap-option="wrap"/>'
    '<style:text-properties fo:font-weight="bold"/>',
    "title": '<style:text-properties fo:font-weight="bold" fo:font-size="15pt"/>',
}


def ods(sheets: Sequence[Sheet], title: str, language: str) -> bytes:
    """Return the file: the same bytes for the same sheets."""
    said = f"<dc:title>{escape(title)}</dc:title><dc:language>{language}</dc:language>"
    parts = {
        "content.xml": _part("document-content", _content(sheets)),
        "styles.xml": _part("document-styles", _styles(language)),
        "meta.xml": _part("document-meta", f"<office:meta>{said}</office:meta>"),
    }
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in {"/": MIME, **dict.fromkeys(parts, "text/xml")}.items()
    )
    parts["META-INF/manifest.xml"] = _part("manifest", listed, "manifest")
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # By its first member, stored as it is, the file is known.
        archive.writestr(pinned_member("mimetype"), MIME)
        for name, text in parts.items():
            archive.writestr(pinned_member(name), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _part(name: str, inside: str, space: str = "office") -> str:
    names = "".join(f' xmlns:{short}="{whole}"' for short, whole in SPACES.items())
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{space}:{name}{names} {space}:version="1.3">'
    return f"{head}{inside}</{space}:{name}>"


def _styles(language: str) -> str:
    known = f'fo:language="{language}" fo:country="{COUNTRIES.get(language, "none")}"'
    named = "".join(
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default">{more}</style:style>'
        for name, more in CELLS.items()
    )
    return (
        '<office:styles><style:default-style style:family="table-cell"><style:text-properties '
        f'fo:font-family="Arial" fo:font-size="12pt" {known}/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell">'
        '<style:table-cell-properties style:vertical-align="top"/></style:style>'
        f"{named}</office:styles>"
    )


def _content(sheets: Sequence[Sheet]) -> str:
    cells = {one for sheet in sheets for row in sheet.rows for one in row}
    forms = sorted({one.form for one in cells if one.number is not None}, key=repr)
    names = {form: f"n{at}" for at, form in enumerate(forms)}
    columns = sorted({width for sheet in sheets for width in widths(sheet)})
    styles = "".join([*map(_column, columns), *(_number(form, names[form]) for form in forms)])
    tables = "".join("".join(_table(sheet, names)) for sheet in sheets)
    ranges = "".join(map(_range, filter(lambda sheet: sheet.columns, sheets)))
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{tables}<table:database-ranges>{ranges}</table:database-ranges>"
        "</office:spreadsheet></office:body>"
    )


def _column(width: int) -> str:
    return (
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width * CENTIMETRES:.2f}cm"/>'
        "</style:style>"
    )


def _number(form: Form, name: str) -> str:
    """Return how numbers of a form are written, and the style of cells with such."""
    kind = "percentage" if form.percent else "number"
    before, after = (
        f"<number:text>{escape(words)}</number:text>" if words else ""
        for words in (form.before, form.after)
    )
    return (
        f'<number:{kind}-style style:name="{name}f">{before}<number:number '
        f'number:min-integer-digits="1" number:decimal-places="{form.decimals}" '
        f'number:min-decimal-places="{form.decimals}" '
        f'number:grouping="{str(form.thousands).lower()}"/>{after}</number:{kind}-style>'
        f'<style:style style:name="{name}" style:family="table-cell" '
        f'style:parent-style-name="Default" style:data-style-name="{name}f"/>'
    )


def _table(sheet: Sheet, names: dict[Form, str]) -> Iterator[str]:
    yield f'<table:table table:name="{escape(sheet.name)}">'
    for width in widths(sheet):
        yield f'<table:table-column table:style-name="w{width}"/>'
    for at, line in enumerate(sheet.lines):
        style = "title" if at == 0 else "line" if sheet.columns else "text"
        yield _row([_cell(line, style)])
    if sheet.columns:
        heads = _row(_cell(Cell(name), "heading") for name in sheet.columns)
        yield f"<table:table-header-rows>{heads}</table:table-header-rows>"
    for row in sheet.rows:
        yield _row(_cell(one, names.get(one.form, "text") if one.number is not None else "text")
                   for one in row)  # fmt: skip
    yield "</table:table>"


def _row(cells: Iterable[str]) -> str:
    return f"<table:table-row>{''.join(cells)}</table:table-row>"


def _cell(one: Cell, style: str) -> str:
    value = 'office:value-type="string"'
    if one.number is not None:
        kind = "percentage" if one.form.percent else "float"
        value = f'office:value-type="{kind}" office:value="{one.number!r}"'
    text = escape(one.text)
    if one.link:
        inside = one.link.startswith("#")
        # What lies beside the workbook is, seen from in it, a folder up.
        address = f"#{_quoted(one.link[1:])}.A1" if inside else f"../{one.link}"
        text = f'<text:a xlink:type="simple" xlink:href="{escape(address)}">{text}</text:a>'
    return (
        f'<table:table-cell table:style-name="{style}" {value}><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


def _range(sheet: Sheet) -> str:
    """Return what marks a sheet's table, its headings with it."""
    name, top = _quoted(sheet.name), len(sheet.lines) + 1
    last = f"{get_column_letter(len(sheet.columns))}{top + len(sheet.rows)}"
    return (
        f'<table:database-range table:name="table_{sheet.name.replace(".", "_")}" '
        f'table:target-range-address="{name}.A{top}:{name}.{last}" table:contains-header="true"/>'
    )


def _quoted(name: str) -> str:
    return f"'{name}'"
