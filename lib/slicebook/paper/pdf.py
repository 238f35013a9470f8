"""The report as a tagged PDF, set by Typst."""

import re
import shutil
from datetime import datetime
from importlib.resources import files
from pathlib import Path

import pypandoc
import typst

from slicebook import paths

# Names by which drawings call their typeface; Typst knows none of the machine's.
DRAWN_IN = "Helvetica, Arial, 'Liberation Sans', sans-serif"
TYPEFACE = "Source Sans Pro"
SIZE, SCALE = re.compile(r' width="([\d.]+)" height="([\d.]+)"'), 0.76
CUTS = ("Regular", "It", "Semibold", "Bold")


def write_pdf(
    html: str, path: Path, about: dict[str, str], date: datetime, template: str = "report"
) -> Path:
    """Set a report as PDF/UA-1, which has tags, a language and an alternative to each figure.

    Pandoc translates it to Typst beside the PDF; drawings are found from there. The typefaces are
    those that come with the packages, so that the pages break alike on every machine.
    """
    text = path.with_suffix(".typ")
    _set_drawings(path.parent / "figures", path.parent / "drawings")
    pypandoc.convert_text(
        html.replace('src="figures/', 'src="drawings/'), "typst", format="html",
        outputfile=str(text),
        extra_args=["--standalone", f"--template={paths.theme('paper') / f'{template}.typ'}",
                    f"--lua-filter={paths.theme('paper') / 'figures.lua'}",
                    *(f"--variable={name}:{value}" for name, value in about.items())],
    )  # fmt: skip
    typst.compile(
        text, output=path, root=path.parent, font_paths=[_typefaces(path.parent / "fonts")],
        ignore_system_fonts=True, pdf_standards="ua-1", timestamp=int(date.timestamp()),
    )  # fmt: skip
    return path


def _set_drawings(drawings: Path, folder: Path) -> None:
    """Copy the drawings, lettered in the report's own typeface and as large as a table's letters.

    They were drawn for a screen.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for drawing in drawings.glob("*.svg"):
        svg = drawing.read_text(encoding="utf-8").replace(DRAWN_IN, TYPEFACE)
        svg = SIZE.sub(_on_paper, svg, count=1)
        (folder / drawing.name).write_text(svg, encoding="utf-8")


def _on_paper(size: re.Match[str]) -> str:
    width, height = (SCALE * float(side) for side in size.groups())
    return f' width="{width:g}" height="{height:g}"'


def _typefaces(folder: Path) -> Path:
    """Lay out the cuts that are used: the package has each in two formats."""
    folder.mkdir(exist_ok=True)
    for cut in CUTS:
        name = f"{TYPEFACE.replace(' ', '')}-{cut}.otf"
        font = files("font_source_sans_pro").joinpath("files", name)
        (folder / name).write_bytes(font.read_bytes())
    return folder
