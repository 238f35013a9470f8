"""One page of the assembled book as HTML for print: no switches, no code, charts as files."""

import json
import posixpath
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.deflist import deflist_plugin

from slicebook.book.contents import Entry
from slicebook.files import write
from slicebook.kinds import as_html
from slicebook.paper import words
from slicebook.paper.abreast import Chart as Drawn
from slicebook.paper.abreast import in_pairs
from slicebook.paper.annex import kept
from slicebook.paper.drawings import named
from slicebook.paper.tables import set_tables
from slicebook.shown.static import VEGALITE
from slicebook.text import section_anchor

SCREEN_ONLY = (
    ".switcher", ".figure-rows", ".page-languages", ".downloads", "script", "button",
)  # fmt: skip
TO_SOURCE = 'class="to-source"'
CHART = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
DRAWN = re.compile(r'src="figures/(\w+)\.svg"')
DRAWING = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
# A drawing from this height on leaves its place to what follows, where its page has no room for it.
HEIGHT, TALL = re.compile(r'<svg\b[^>]*? height="([\d.]+)'), 600
# Deeper headings have no number and are not in the contents.
NUMBERED = 2
SECTION = section_anchor("")
_markdown = MarkdownIt("commonmark", {"html": True}).enable("table").use(deflist_plugin)


@dataclass(frozen=True)
class Printer:
    """What all pages of a report share: their source, where drawings go, who is in it.

    `sections` are the anchors, by page, of what stands in the annex; `annex` is whether this is it.
    """

    source: Path
    drawings: Path
    chapters: Collection[str]
    sections: Mapping[str, Collection[str]] = field(default_factory=dict)
    annex: bool = False


def page_html(chapter: Entry, level: int, to: Printer) -> str:
    """Return a chapter, its title a heading of `level`; links lead to chapters in the report."""
    soup = BeautifulSoup(_whole(chapter.name, to), "html.parser")
    if chapter.name in to.sections:
        titles = kept(soup, to.sections[chapter.name], to.annex)
        _elsewhere(soup, [] if to.annex else titles)
    for element in soup.select(", ".join(SCREEN_ONLY)):
        element.decompose()
    _headings(soup, chapter, level)
    _unbroken(soup)
    _links(soup, chapter.name, to.chapters)
    for numbers in soup.select("dl.key-figures"):
        numbers.replace_with(_key_figures(numbers, soup))
    for about in soup.select(".about-page"):
        about.replace_with(_data_line(about, soup))
    _made_up(soup)
    if level > 1:
        _short_banner(soup)
    set_tables(soup)
    return str(soup)


def drawn(html: str) -> set[str]:
    """Return the names of the drawings in a document."""
    return set(DRAWN.findall(html))


def place(name: str, section: str = "") -> str:
    """Return the name of a chapter's place in the report, or of a section's."""
    return "--".join(filter(None, (name, section))).replace("/", "-").replace("_", "-")


def _whole(name: str, to: Printer) -> str:
    path = to.source / f"{name}.md"
    if path.is_file():
        text = _markdown.render(path.read_text(encoding="utf-8"))
        return CHART.sub(lambda found: _drawn(found[0], to), text)
    notebook = json.loads((to.source / f"{name}.ipynb").read_text(encoding="utf-8"))
    pieces = filter(None, (piece for cell in notebook["cells"] for piece in _pieces(cell)))
    return "\n".join(
        block
        for are_charts, run in groupby(pieces, lambda piece: not isinstance(piece, str))
        for block in (_figures(list(run), to) if are_charts else run)
    )


def _pieces(cell: dict[str, Any]) -> Iterator[str | Drawn]:
    """Yield what a cell shows on paper: HTML, or charts."""
    if TO_SOURCE in cell["source"]:
        return
    if cell["cell_type"] == "markdown":
        yield _markdown.render(cell["source"])
    else:
        yield from map(_output, cell["outputs"])


def _figures(charts: Sequence[Drawn], to: Printer) -> Iterator[str]:
    """Yield charts that follow one another, two abreast where there is room for them."""
    for both in in_pairs(charts):
        figures = "".join(_figure(said, to) for said in both)
        yield f'<div class="abreast">{figures}</div>' if len(both) > 1 else figures


def _output(output: dict[str, Any]) -> str | Drawn:
    data = output.get("data", {})
    if VEGALITE in data:
        return data[VEGALITE], output["metadata"][VEGALITE]
    if "text/html" in data:
        return "".join(data["text/html"])
    return _markdown.render("".join(data.get("text/markdown", "")))


def _figure(said: dict[str, Any], to: Printer) -> str:
    svg = said["svg"]
    name = f"{named(svg)}.svg"
    tall = ' class="tall"' if float(HEIGHT.search(svg)[1]) > TALL else ""
    write(to.drawings / name, svg)
    source, alt = f"{to.drawings.name}/{name}", escape(said["alt"], quote=True)
    return (
        f'<figure{tall}><img src="{source}" alt="{alt}"/>'
        f"<figcaption>{_title(said)}</figcaption></figure>"
    )


def _title(said: dict[str, Any]) -> str:
    finding = as_html(escape(said.get("finding", "")))
    return f"{finding and f'<em>{finding}</em> '}{escape(said['caption'])}"


def _drawn(chart: str, to: Printer) -> str:
    """Return a chart that stands on a page as the book shows it, as print does."""
    soup = BeautifulSoup(chart, "html.parser")
    said = {
        "svg": DRAWING.search(chart)[0],  # as it is: a parser would lower its attributes' case
        "alt": soup.select_one(".chart-drawing")["aria-label"],
        "caption": soup.figcaption.get_text(),
    }
    return _figure(said, to)


def _elsewhere(soup: BeautifulSoup, titles: list[str]) -> None:
    """Say at the end of a chapter which of its sections the annex has."""
    if titles:
        said = soup.new_tag("p")
        sections = "; ".join(dict.fromkeys(titles))
        said.string = words.IN_ANNEX.format(sections=sections).replace("?.", "?")
        soup.append(said)


def _headings(soup: BeautifulSoup, chapter: Entry, level: int) -> None:
    """Put the chapter's headings below its title, which is the contents' short one."""
    for anchor in soup.select(".section-anchor"):
        anchor.find_next(["h2", "h3"])["id"] = place(chapter.name, anchor["id"])
        anchor.decompose()
    for depth, heading in enumerate(soup.find_all(["h1", "h2", "h3", "h4"])):
        rank = int(heading.name[1]) + level - 1
        heading.name = f"h{rank}"
        if rank > NUMBERED:
            heading["class"] = "unnumbered"
        if depth == 0:
            heading.string, heading["id"] = chapter.title, place(chapter.name)


def _unbroken(soup: BeautifulSoup) -> None:
    """Keep numbers in sentences on one line with their units, as the style sheet does on pages."""
    for number in soup.select("a.figure"):
        for part in number.find_all(string=True):
            part.replace_with(part.replace(" ", "\N{NO-BREAK SPACE}"))


def _links(soup: BeautifulSoup, name: str, chapters: Collection[str]) -> None:
    """Lead links to the place in the report; those to pages that are not in it become text."""
    for link in soup.find_all("a"):
        address, _, section = str(link.get("href", "")).partition("#")
        if address.startswith(("https:", "mailto:")):
            continue
        path = posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
        target = posixpath.splitext(path)[0] if address else name
        within = section if section.startswith(SECTION) else ""
        if target in chapters and (address or within):
            link.attrs = {"href": f"#{place(target, within)}"}
        else:
            link.unwrap()


def _key_figures(numbers: Tag, soup: BeautifulSoup) -> Tag:
    rows = zip(numbers.find_all("dt"), numbers.find_all("dd"), strict=True)
    for small in numbers.find_all("small"):
        small.replace_with(f"({small.text})")
    cells = "".join(
        f"<tr><th>{dt.decode_contents()}</th><td>{dd.decode_contents()}</td></tr>"
        for dt, dd in rows
    )
    caption = f"<caption>{words.KEY_FIGURES}</caption>"
    return BeautifulSoup(f"<table>{caption}<tbody>{cells}</tbody></table>", "html.parser").table


def _data_line(about: Tag, soup: BeautifulSoup) -> Tag:
    """Return where a page's data are from, which is the first of what it says about itself."""
    term, said = about.find("dt"), about.find("dd")
    line = soup.new_tag("p")
    line.append(BeautifulSoup(f"<em>{term.text}: {escape(said.text)}</em>", "html.parser"))
    return line


def _made_up(soup: BeautifulSoup) -> None:
    """Underline invented numbers, and say in a table's caption what the screen shows after it."""
    for number in soup.select(".invented"):
        number.name = "u"
    for caption in soup.select("caption[data-made-up]"):
        caption.append(f" ({caption['data-made-up']})")


def _short_banner(soup: BeautifulSoup) -> None:
    """Keep the first sentence of the notice that the report's first chapter has in full."""
    for banner in soup.select(".synthetic"):
        banner.string = banner.strong.text
        banner.name = "div"  # pandoc drops other elements with their class
