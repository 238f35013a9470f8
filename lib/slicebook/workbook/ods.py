"""A workbook as OpenDocument has it (OASIS Open Document Format 1.3, part 3)."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import jinja2
from openpyxl.utils import get_column_letter

from slicebook.files import pinned_member
from slicebook.workbook.cells import Sheet, widths

TEMPLATE = Path(__file__).with_name("ods.xml.jinja")
MIME = "application/vnd.oasis.opendocument.spreadsheet"
# A character of twelve points.
CENTIMETRES = 0.24
# A language alone is none to a spreadsheet.
COUNTRIES = {"da": "DK", "en": "GB"}


def ods(sheets: Sequence[Sheet], title: str, language: str) -> bytes:
    """Return the file: the same bytes for the same sheets."""
    cells = {one for sheet in sheets for row in sheet.rows for one in row}
    forms = sorted({one.form for one in cells if one.number is not None}, key=repr)
    told = {
        "sheets": sheets,
        "title": title,
        "language": language,
        "country": COUNTRIES.get(language, "none"),
        "mime": MIME,
        "forms": {form: f"n{at}" for at, form in enumerate(forms)},
        "wide": sorted({width for sheet in sheets for width in widths(sheet)}),
        "widths": widths,
        "centimetres": CENTIMETRES,
        "letter": get_column_letter,
    }
    made = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = made.from_string(TEMPLATE.read_text("utf-8"))
    parts = {f"{part}.xml": part for part in ("content", "styles", "meta")}
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        # By its first member, stored as it is, the file is known.
        archive.writestr(pinned_member("mimetype"), MIME)
        for name, part in {**parts, "META-INF/manifest.xml": "manifest"}.items():
            # Some readers take a line break between cells for one.
            text = template.render(told, part=part).replace("\n", "")
            archive.writestr(pinned_member(name), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
