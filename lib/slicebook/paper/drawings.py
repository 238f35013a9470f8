"""Drawings in a DOCX: a vector for Word, and beside it points for programs that cannot draw it."""

import re
from importlib.metadata import version
from pathlib import Path

import vl_convert
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn

from slicebook.files import write
from slicebook.seals import hash_of_json

POINTS_PER_INCH = 150
_EXTENSION = (
    '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:ext uri="{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}"><asvg:svgBlip '
    'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'r:embed="{relation}"/></a:ext></a:extLst>'
)


def named(svg: str) -> str:
    """Return the name of a drawing's files: of what it shows, and of what draws it in points."""
    return hash_of_json([svg, POINTS_PER_INCH, version("vl-convert-python")])


def in_points(html: str, drawings: Path) -> str:
    """Draw every vector in points too, and return the document with these in their place."""
    drawn = (one for one in sorted(drawings.glob("*.svg")) if f"{one.stem}.svg" in html)
    for drawing in drawn:
        points = drawing.with_suffix(".png")
        if not points.is_file():
            picture = drawing.read_text(encoding="utf-8")
            write(points, vl_convert.svg_to_png(picture, ppi=POINTS_PER_INCH))
    return re.sub(rf'src="({drawings.name}/\w+)\.svg"', r'src="\1.png"', html)


def add_vectors(report: Document, folder: Path, width: int) -> None:
    """Put the vector behind each picture, no wider than the text, and its place in the file.

    In a table, where two stand abreast, no wider than half of it.
    """
    relations: dict[Path, str] = {}
    for inline in report.element.body.iter(qn("wp:inline")):
        named = inline.find(f".//{qn('pic:cNvPr')}")
        drawing = (folder / named.get("descr")).with_suffix(".svg")
        if drawing not in relations:
            relations[drawing] = _relate(report, drawing)
        extension = parse_xml(_EXTENSION.format(relation=relations[drawing]))
        inline.find(f".//{qn('a:blip')}").append(extension)
        named.set("descr", inline.docPr.get("descr"))
        _fit(inline, 0.48 * width if inline.xpath("ancestor::w:tc") else width)


def _relate(report: Document, drawing: Path) -> str:
    uri = PackURI(f"/word/media/{drawing.name}")
    part = Part(uri, "image/svg+xml", drawing.read_bytes(), report.part.package)
    return report.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)


def _fit(inline: OxmlElement, width: int) -> None:
    extents = [inline.extent, inline.find(f".//{qn('a:xfrm')}/{qn('a:ext')}")]
    scale = min(1, width / int(extents[0].get("cx")))
    for extent in extents:
        for side in ("cx", "cy"):
            extent.set(side, str(round(int(extent.get(side)) * scale)))
