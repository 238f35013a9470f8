"""The book on paper: everything of its main pages is in the PDF and in the DOCX."""

import json
import re
import shutil
from pathlib import Path

import docx
import pytest
from bs4 import BeautifulSoup
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from book.filled import nearly_empty
from book.small_book import ANNEX, COSTS, OUTCOMES, SYNTHESIS, within
from slicebook.book import build_book
from slicebook.book.downloads import PRINTED
from slicebook.book.markup import table
from slicebook.paper import build_paper
from slicebook.paper.tables import set_tables
from slicebook.programme import load_programme
from slicebook.shown.static import VEGALITE

REPORT = ("index", f"{OUTCOMES}/all-all", f"{COSTS}/all-all", f"{SYNTHESIS}/all-all",
          "methods", "data")  # fmt: skip
TITLES = ["This book", "Outcomes", "Gain", "Costs", "Prices", "Synthesis", "Verdict", "About",
          "Methods", "About these data"]  # fmt: skip
NAMES = ("report.pdf", "report.docx", "annex.pdf", "annex.docx")
IN_ANNEX = ["About", "The statistics of the outcomes", "Reconciliation with the report"]


@pytest.fixture(scope="module")
def project(small_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy: what is printed beside the pages would be in the book that others compare."""
    folder = tmp_path_factory.mktemp("paper") / "project"
    return Path(shutil.copytree(small_project, folder, symlinks=True))


@pytest.fixture(scope="module")
def printed(project: Path) -> Path:
    """Return the folder of the printed book."""
    with within(project):
        return build_paper(load_programme(), "en")[0].parent


@pytest.fixture(scope="module")
def pdf(printed: Path) -> PdfReader:
    return PdfReader(printed / "report.pdf")


@pytest.fixture(scope="module")
def pages(pdf: PdfReader) -> list[str]:
    return [squeezed(page.extract_text()) for page in pdf.pages]


@pytest.fixture(scope="module")
def annex(printed: Path) -> PdfReader:
    return PdfReader(printed / "annex.pdf")


@pytest.fixture(scope="module")
def word(printed: Path) -> docx.document.Document:
    return docx.Document(str(printed / "report.docx"))


@pytest.fixture(scope="module")
def captions(project: Path) -> dict[str, list[str]]:
    return captions_of(project, REPORT)


def captions_of(project: Path, names: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the captions of figures and tables as the assembled pages have them."""
    figures, tables = [], []
    for name in names:
        path = project / "build/book/en/source" / name
        markdown, notebook = path.with_suffix(".md"), path.with_suffix(".ipynb")
        if markdown.is_file():
            tables += in_tables(markdown.read_text(encoding="utf-8"))
            tables += ["Key figures"] if name == "index" else []
            continue
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                if VEGALITE in output["data"]:
                    figures.append(output["metadata"][VEGALITE]["caption"])
                tables += in_tables("".join(output["data"].get("text/html", "")))
    return {"Figure": figures, "Table": tables}


def in_tables(html: str) -> list[str]:
    captions = BeautifulSoup(html, "html.parser").find_all("caption")
    marks = [caption.get("data-made-up") for caption in captions]
    return [
        f"{one.text} ({mark})" if mark else one.text
        for one, mark in zip(captions, marks, strict=True)
    ]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_a_report_has_figures_and_tables_to_count(captions):
    assert len(captions["Figure"]) == 4
    assert len(captions["Table"]) >= 2


def test_the_pdf_numbers_every_figure_and_table(pages, captions):
    text = " ".join(pages)
    for kind, expected in captions.items():
        for number, caption in enumerate(expected, start=1):
            assert f"{kind} {number}. {squeezed(caption)}" in text
        assert f"{kind} {len(expected) + 1}." not in text


def test_the_annex_numbers_its_own_with_its_letter(annex, project):
    text = squeezed(" ".join(page.extract_text() for page in annex.pages))
    expected = captions_of(project, ANNEX)["Table"]
    assert len(expected) > 10
    for number, caption in enumerate(expected, start=1):
        assert f"Table A{number}. {squeezed(caption)}" in text


def test_no_page_of_the_pdf_is_nearly_empty_or_has_a_template_in_it(printed, pages):
    assert len(pages) > 5
    assert nearly_empty(printed / "report.pdf") == nearly_empty(printed / "annex.pdf") == []
    assert not re.search(r"{{|}}|{%|<[a-z]+ ", " ".join(pages))


def test_cover_and_every_foot_say_whose_it_is_and_that_answers_are_synthetic(pages, annex):
    for those in (pages, [squeezed(page.extract_text()) for page in annex.pages]):
        for said in ("A recomputation, not VIVE’s report", "Built on synthetic answers"):
            assert [number for number, text in enumerate(those, start=1) if said not in text] == []
        assert "What is recomputed: Bente Bjørnholt and Mathias Ruge" in those[0]


def test_the_word_file_says_so_too(word):
    said = "Built on synthetic answers"
    assert any(said in one.text for one in word.paragraphs[:4])
    assert said in word.sections[0].footer.paragraphs[0].text


def test_a_number_stays_on_a_line_with_its_unit(word):
    [costs] = [one.text for one in word.paragraphs if one.text.startswith("A year costs")]
    assert re.search(r"DKK\N{NO-BREAK SPACE}[\d,]+", costs)


def test_the_pdf_says_what_it_is(pdf):
    whose = "A recomputation, not VIVE's report"
    name = "Strengthening municipal help for people exposed to violence"
    assert pdf.metadata.title == f"{name}: {whose}"
    assert pdf.trailer["/Root"]["/Lang"] == "en"
    assert (
        pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] is True
        or pdf.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    )
    assert b"pdfuaid" in pdf.trailer["/Root"]["/Metadata"].get_data()


def test_the_outline_of_the_pdf_has_every_chapter(pdf):
    found = []
    for one in pdf.outline:  # the parts, each followed by the list of its chapters
        found += [entry.title for entry in one if not isinstance(entry, list)] if isinstance(
            one, list) else [one.title]  # fmt: skip
    titles = [re.sub(r"^[\d.]+ ", "", title) for title in found]
    assert [title for title in titles if title in TITLES + IN_ANNEX] == TITLES


def test_the_report_names_what_its_annex_has_and_leads_there_in_words(pages, annex):
    text = " ".join(pages)
    named = "; ".join(IN_ANNEX[1:])
    assert f"The annex, a document of its own, has: {named}." in text
    assert "reconciliation (annex)" in text
    outline = [one.title.partition(" ")[2] for one in annex.outline[1] if not isinstance(one, list)]
    assert outline == IN_ANNEX[1:]


def test_charts_in_the_pdf_are_vectors_with_an_alternative_text(pdf, printed):
    assert [image.name for page in pdf.pages for image in page.images] == []
    assert (
        alternatives(pdf.trailer["/Root"]["/StructTreeRoot"]).count(
            'A bar chart: "before" 2.5, after <3'
        )
        == 3
    )


def alternatives(element: dict) -> list[str]:
    below = element.get("/K", [])
    below = below if isinstance(below, list) else [below]
    found = [str(element["/Alt"])] if "/Alt" in element else []
    for one in below:
        one = one.get_object()
        if isinstance(one, dict):
            found += alternatives(one)
    return found


def test_a_reference_says_on_which_page_its_place_is(pages):
    said = re.search(r"five criteria \(p\. (\d+)\)", " ".join(pages))
    assert said
    assert "Verdict" in pages[int(said[1]) - 1]


def test_the_docx_numbers_every_figure_and_table(word, captions):
    styles = {"Figure": "Image Caption", "Table": "Table Caption"}
    for kind, expected in captions.items():
        # Charts that stand abreast are in the cells of a table.
        everywhere = [Paragraph(one, word) for one in word.element.body.iter(qn("w:p"))]
        found = [one for one in everywhere if one.style.name == styles[kind]]
        assert [squeezed(one.text).partition(": ")[2] for one in found] == expected
        fields = [one._p.find(qn("w:fldSimple")).get(qn("w:instr")) for one in found]
        assert all(field.startswith(f"SEQ {kind}") for field in fields)


def test_the_docx_has_contents_language_and_page_numbers(word):
    headings = [one.text for one in word.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    assert [re.sub(r"^[\d.]+\t", "", one) for one in headings if one.split("\t")[-1] in TITLES]
    entries = [one.text for one in word.paragraphs if "PAGEREF" in one._p.xml and "\t" in one.text]
    assert len(entries) == len(headings)
    assert word.core_properties.language == "en"
    assert "PAGE" in word.sections[0].footer.paragraphs[0]._p.xml


def test_the_contents_of_the_docx_refer_to_bookmarks_of_headings_alone(word):
    """LibreOffice loses some that span a section, and their entries have no page."""
    headings = [one._p for one in word.paragraphs if one.style.name in ("Heading 1", "Heading 2")]
    starts = [heading.findall(qn("w:bookmarkStart")) for heading in headings]
    ends = [heading.findall(qn("w:bookmarkEnd")) for heading in headings]
    assert [len(one) for one in starts] == [len(one) for one in ends]
    referred = {link.get(qn("w:anchor")) for link in word.element.body.iter(qn("w:hyperlink"))}
    for heading, found in zip(headings, starts, strict=True):
        assert {one.get(qn("w:name")) for one in found} & referred, heading.xml


def test_charts_in_the_docx_are_vectors_with_an_alternative_text(word, captions):
    drawings = list(word.element.body.iter(qn("wp:inline")))
    said = [one.docPr.get("descr") for one in drawings]
    assert said[:3] == ['A bar chart: "before" 2.5, after <3'] * 3
    assert len(said) == len(captions["Figure"])
    vectors = [
        part for part in word.part.package.iter_parts() if part.content_type == "image/svg+xml"
    ]
    assert len(vectors) == len({part.blob for part in vectors}) >= 1
    assert all("svgBlip" in one.xml for one in drawings)


def test_the_same_pages_give_the_same_files(printed, project):
    before = [(printed / name).read_bytes() for name in NAMES]
    (project / "build" / "steps" / "paper-en.json").unlink()
    with within(project):
        again = build_paper(load_programme(), "en")
    assert sorted(path.name for path in again) == sorted(NAMES)
    assert [(printed / name).read_bytes() for name in NAMES] == before


def test_the_front_page_leads_to_what_is_printed(printed, project):
    with within(project):
        front = build_book(load_programme(), ["en"]).parent / "en" / "index.html"
    text = front.read_text(encoding="utf-8")
    links = re.findall(r'<a href="([\w.]+)" download', text)
    assert [name for name in links if not name.startswith("tables")] == [
        "report.pdf", "annex.pdf", "report.docx", "annex.docx",
    ]  # fmt: skip
    assert PRINTED not in text


def test_names_of_figures_in_tables_take_no_more_room_than_other_words():
    rows = [("education.beyond_primary", "1,250"), ("n.registration", "0.123")]
    soup = BeautifulSoup(table("Figures", ["Figure", "Value"], rows, names=True), "html.parser")
    assert soup.find("code")
    set_tables(soup)
    assert not soup.find("code")
    text = soup.get_text()
    assert "education.\u200bbeyond_\u200bprimary" in text
    assert not re.search("\u200b\\d", text)


def test_no_heading_is_left_alone_above_a_notice(printed):
    typ = (printed / "report.typ").read_text(encoding="utf-8")
    assert len(re.findall(r"sticky: true\)\[\s*This page rests on synthetic", typ)) > 2
