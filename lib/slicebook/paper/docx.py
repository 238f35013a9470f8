"""The report as DOCX: translated by pandoc, then given its style, contents and page numbers."""

import os
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import docx
import pypandoc
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from slicebook import paths
from slicebook.files import pinned_archive
from slicebook.paper import fields
from slicebook.paper.drawings import add_vectors, in_points

FONT = "Calibri"
INK = RGBColor(0x0B, 0x3F, 0x63)
SIZES = {"Normal": 10.5, "Title": 28, "Subtitle": 16, "Heading 1": 20, "Heading 2": 15,
         "Heading 3": 12, "Image Caption": 9, "Table Caption": 9}  # fmt: skip
MARGIN = Cm(2.6)
TEXT_WIDTH = Cm(15.8)
RULE = "C4C8CC"


def write_docx(html: str, path: Path, about: dict[str, str], date: datetime) -> Path:
    """Write a report as DOCX; its drawings are in `figures` beside it."""
    _translate(in_points(html, path.parent / "figures"), path, about, date)
    report = docx.Document(str(path))
    _dress(report)
    add_vectors(report, path.parent, TEXT_WIDTH)
    _page_references(report, about["page"])
    _contents(report, about["toc-title"])
    _foot(report, about.get("notice", ""))
    _narrow_bookmarks(report)
    report.core_properties.modified = date.replace(tzinfo=None)
    report.core_properties.language = about["lang"]
    report.save(str(path))
    path.write_bytes(pinned_archive(path.read_bytes(), date))
    return path


def _translate(html: str, path: Path, about: dict[str, str], date: datetime) -> None:
    said = {key: about[key] for key in ("title", "subtitle", "lang")}
    said["subtitle"] = ". ".join(
        filter(None, map(about.get, ("annex", "subtitle", "reference", "notice")))
    )
    said["date"] = about.get("edition", "")
    with patch.dict(os.environ, {"SOURCE_DATE_EPOCH": str(int(date.timestamp()))}):
        pypandoc.convert_text(
            html, "docx+native_numbering", format="html", outputfile=str(path.resolve()),
            cworkdir=str(path.parent), extra_args=["--standalone", "--number-sections",
            f"--lua-filter={paths.theme('paper') / 'figures.lua'}",
            *(f"--metadata={key}:{text}" for key, text in said.items())],
        )  # fmt: skip


def _dress(report: Document) -> None:
    for name, size in SIZES.items():
        _dress_style(report.styles[name], size)
    report.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, above in (("Title", Cm(8)), ("Subtitle", Pt(6)), ("Date", Cm(4))):
        layout = report.styles[name].paragraph_format
        layout.alignment, layout.space_before = WD_ALIGN_PARAGRAPH.LEFT, above
    for name in ("Image Caption", "Table Caption"):
        report.styles[name].paragraph_format.keep_with_next = True
    section = report.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = MARGIN
    for table in report.tables:
        # Charts abreast are in one.
        if not table._tbl.xpath(".//w:drawing"):
            _dress_table(table)
    for caption in report.element.body.xpath(".//w:p[w:pPr/w:pStyle/@w:val='ImageCaption']"):
        caption.getprevious().addprevious(caption)


def _dress_style(style: docx.styles.style.ParagraphStyle, size: float) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    typefaces = style.element.rPr.rFonts.attrib
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        typefaces.pop(qn(f"w:{theme}"), None)
    if style.name.startswith(("Heading", "Title")):
        style.font.color.rgb = INK


def _dress_table(table: Table) -> None:
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", RULE)):
            line.set(qn(f"w:{key}"), value)
        borders.append(line)
    table._tbl.tblPr.append(borders)
    for paragraph in table._tbl.iter(qn("w:p")):
        for run in Paragraph(paragraph, table).runs:
            run.font.size = Pt(8.5)


def _contents(report: Document, title: str) -> None:
    """Put the contents after the title page."""
    headings = [one for one in report.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    first = report.element.body.index(headings[0]._p) - 1
    before = Paragraph(OxmlElement("w:p"), headings[0]._parent)
    report.element.body.insert(first, before._p)
    heading = before.insert_paragraph_before(title, style="TOC Heading")
    heading.paragraph_format.page_break_before = True
    for one in headings:
        _entry(before, one)


def _entry(before: Paragraph, heading: Paragraph) -> None:
    level = int(heading.style.name[-1]) - 1
    entry = before.insert_paragraph_before()
    layout = entry.paragraph_format
    layout.left_indent, layout.space_before = Cm(0.6 * level), Pt(0 if level else 6)
    layout.space_after = Pt(0)
    layout.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    place = heading._p.getprevious().get(qn("w:name"))
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), place)
    words = fields.text(heading.text.replace("\t", "  "))
    link.append(words)
    for part in (link, fields.tab(), *fields.page_of(place)):
        entry._p.append(part)


def _page_references(report: Document, word: str) -> None:
    """Say after each link within the report on which page its place is."""
    for link in list(report.element.body.iter(qn("w:hyperlink"))):
        if place := link.get(qn("w:anchor")):
            said = [fields.text(f" ({word}\u00a0"), *fields.page_of(place), fields.text(")")]
            for part in reversed(said):
                link.addnext(part)


def _foot(report: Document, notice: str) -> None:
    """Put the page's number at the foot of each, and what is to be known of all."""
    section = report.sections[0]
    section.different_first_page_header_footer = True
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run(f"{notice} · " if notice else "").font.size = Pt(8.5)
    for part in fields.page_number():
        foot._p.append(part)


def _narrow_bookmarks(report: Document) -> None:
    """Have bookmarks of sections span their headings alone, as Word's own do.

    LibreOffice loses one that begins below a table and spans the rest of the report.
    """
    ends = {end.get(qn("w:id")): end for end in report.element.body.iter(qn("w:bookmarkEnd"))}
    for heading in [one._p for one in report.paragraphs if one.style.name.startswith("Heading")]:
        before = heading.getprevious()
        while before is not None and before.tag == qn("w:bookmarkStart"):
            start, before = before, before.getprevious()
            heading.insert(1, start)
            heading.append(ends[start.get(qn("w:id"))])
