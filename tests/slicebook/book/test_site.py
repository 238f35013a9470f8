"""The built book: every link and resource is there, and every page says what it must."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from book.small_book import COSTS, OUTCOMES, PLACES, SYNTHESIS
from ddi_schema import problems
from slicebook.book.check import broken_links

BANNER = "This page rests on synthetic answers"


def page(site: Path, name: str) -> BeautifulSoup:
    return BeautifulSoup((site / f"{name}.html").read_text(encoding="utf-8"), "html.parser")


def words(soup: BeautifulSoup) -> str:
    article = soup.find("article")
    for link in article.select("a.figure"):
        link.unwrap()
    article.smooth()
    return re.sub(r"\s+", " ", article.get_text(" "))


class Addresses(HTMLParser):
    """Collects a page's links and what a browser loads for it."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        elif tag == "link" and given.get("href"):
            self.loaded.append(given["href"])
        elif given.get("src") or given.get("data"):
            self.loaded.append(given.get("src") or given["data"])


@pytest.fixture(scope="module")
def addresses(site) -> dict[Path, Addresses]:
    found = {}
    for path in site.rglob("*.html"):
        if "_static" in path.relative_to(site).parts:
            continue  # the theme's own building blocks, which are no pages
        found[path] = Addresses()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


def test_every_run_has_a_page(site):
    for place, year in PLACES:
        assert (site / f"{OUTCOMES}/{place}-{year}.html").is_file()
    assert (site / "index.html").is_file()


def test_every_link_leads_to_a_page_and_a_place_on_it(site):
    assert broken_links(site.parent) == []


def test_links_to_nothing_are_found_out(tmp_path):
    (tmp_path / "file.csv").touch()
    (tmp_path / "b.html").write_text('<p id="here">', encoding="utf-8")
    (tmp_path / "a.html").write_text(
        """<script>'<a href="no.html">'</script><a class="x" href="b.html#here">there</a>
        <a href="file.csv">a file</a><a href="https://example.org/#x">afar</a>
        <a href="b.html#her">gone</a><a href="c.html">gone</a><a href="#me">gone</a>""",
        encoding="utf-8",
    )
    assert broken_links(tmp_path) == [f"a.html -> {to}" for to in ("#me", "b.html#her", "c.html")]


def test_everything_loaded_is_in_the_book(addresses, site):
    missing = []
    for path, found in addresses.items():
        for address in found.loaded:
            parts = urlsplit(address)
            if parts.scheme == "data" or address == "#":
                continue
            local = not parts.scheme and not parts.netloc
            if not local or not (path.parent / unquote(parts.path)).resolve().is_file():
                missing.append(f"{path.relative_to(site)} loads {address}")
    assert not missing, "\n".join(missing)


def test_style_sheets_load_nothing_from_elsewhere(site):
    for path in site.rglob("*.css"):
        text = path.read_text(encoding="utf-8")
        for address in re.findall(r"(?:url\(|@import)\s*[\"']?([^\"')\s;]+)", text):
            if address.startswith(("data:", "#")):
                continue
            assert not re.match(r"(https?:)?//", address), f"{path}: {address}"
            assert (path.parent / urlsplit(address).path).resolve().is_file(), f"{path}: {address}"


def test_links_to_other_sites_are_only_licences(addresses):
    hosts = {urlsplit(link).netloc for found in addresses.values() for link in found.links}
    assert hosts <= {"", "creativecommons.org"}


@pytest.mark.parametrize(
    ("name", "present"),
    [
        ("index", True),
        ("reconciliation", True),
        (f"{OUTCOMES}/koge-2024", True),
        (f"{SYNTHESIS}/all-all", True),  # it reads figures that rest on them
        (f"{COSTS}/all-all", False),
        ("methods", False),
    ],
)
def test_the_banner_stands_where_answers_are_synthetic(site, name, present):
    assert (BANNER in words(page(site, name))) is present


def test_sentences_carry_the_figures_of_their_slice(site):
    said = words(page(site, f"{OUTCOMES}/koge-2024"))
    assert "A rise of 0.5 (0.2 to 0.8) in 40 persons; in Køge 0.5." in said
    assert "Does recovery rise in Køge?" in said
    assert "The figure is withheld here" in words(page(site, f"{OUTCOMES}/odense-2024"))
    assert "A year costs DKK 1,301,500." in words(page(site, f"{COSTS}/all-all"))


def test_titles_name_the_slice(site):
    soup = page(site, f"{OUTCOMES}/koge-2024")
    assert soup.find("h1").get_text().rstrip("#") == "Gain: Køge, 2024"
    assert soup.title.get_text().startswith("Gain: Køge, 2024")
    assert soup.html["lang"] == "en"


def test_what_is_recorded_is_not_shown(site):
    said = words(page(site, f"{OUTCOMES}/koge-2024"))
    assert "recorded" not in said
    assert "7 answer sets" not in said


def test_code_is_there_on_request(site):
    soup = page(site, f"{OUTCOMES}/koge-2024")
    inputs = soup.select(".cell_input")
    assert len(inputs) == 4  # the parameters are at the page's end
    assert all(block.find_parent("details") for block in inputs)
    assert "Show code" in words(soup)
    assert not any(summary.get("aria-label") for summary in soup.select("summary"))


def test_a_page_ends_with_what_it_is_made_of(site):
    foot = page(site, f"{OUTCOMES}/koge-2024").select("article .about-page")[-1].get_text(" ")
    assert "Synthetic answers: Baseline form (Køge, 2024)" in foot
    assert f"notebooks/{OUTCOMES}.ipynb" in foot
    assert 'municipality = "koge"' in foot
    assert "No answers" in page(site, f"{COSTS}/all-all").select_one(".about-page").get_text()


def test_a_chart_is_a_figure_with_its_words_and_numbers(site):
    chart = page(site, f"{OUTCOMES}/koge-2024").find("figure", class_="chart")
    drawing = chart.find(class_="chart-drawing")
    assert drawing["role"] == "img"
    assert drawing["aria-label"] == 'A bar chart: "before" 2.5, after <3'
    assert drawing.find("svg") is not None
    assert chart.figcaption.get_text() == 'Means & "spread"'
    assert json.loads(chart.find("script").string)["layer"][0]["mark"]["type"] == "bar"
    table = chart.select_one("details table")
    assert table.caption.get_text() == 'Means & "spread"'
    assert [cell.get_text() for cell in table.select('th[scope="col"]')] == [
        "Answer",
        "Meanest <1-5>",
    ]
    assert [cell.get_text() for cell in table.select('th[scope="row"]')] == ["Before", "After"]
    assert [cell.get_text() for cell in table.select("td")] == ["2.5", "1,234.5"]
    link = chart.find("a", download=True)
    data = unquote(link["href"].removeprefix("data:text/csv;charset=utf-8,"))
    assert data == "Answer,Meanest <1-5>\nBefore,2.5\nAfter,1234.5\n"


def test_ids_are_unique_on_a_page_with_two_charts(site):
    soup = page(site, f"{COSTS}/all-all")
    ids = [element["id"] for element in soup.select("article [id]")]
    assert len(soup.select("figure.chart")) == 2
    assert len(ids) == len(set(ids))


def test_tables_scroll_by_themselves_and_have_scopes(site):
    tables = page(site, f"{OUTCOMES}/koge-2024").select("article .table-scroll > table")
    assert len(tables) == len(page(site, f"{OUTCOMES}/koge-2024").select("article table")) == 2
    assert tables[1].caption.get_text() == "Shares by place"
    assert all(table.select('th[scope="col"]') for table in tables)


def test_the_switcher_offers_the_pages_there_are(site):
    nav = page(site, f"{OUTCOMES}/koge-2024").select_one("nav.switcher")
    assert nav["aria-label"] == "Municipality and year"
    rows = [[link["href"] for link in row.select("a")] for row in nav.select("div")]
    assert rows == [
        ["all-2024.html", "koge-2024.html", "odense-2024.html"],
        ["koge-all.html", "koge-2024.html"],
    ]
    current = [link.get_text() for link in nav.select('[aria-current="page"]')]
    assert current == ["Køge", "2024"]
    assert page(site, f"{COSTS}/all-all").select_one("nav.switcher") is None


def test_the_contents_open_the_chapter_that_is_read(site):
    contents = page(site, f"{OUTCOMES}/koge-2024").select_one(".book-contents")
    parts = [part.get_text() for part in contents.find_all("p")]
    assert parts == ["Outcomes", "Costs", "Synthesis", "Codebook", "About"]
    texts = [link.get_text() for link in contents.find_all("a")]
    assert texts[:5] == ["Gain", "All municipalities, 2024", "Køge, all years", "Køge, 2024",
                         "Odense, 2024"]  # fmt: skip
    assert contents.select_one('[aria-current="page"]').get_text() == "Køge, 2024"
    assert "Køge, 2024" not in page(site, "index").select_one(".book-contents").get_text()


def test_the_contents_open_the_years_of_the_place_that_is_read(site):
    for name, there in {"koge-all": True, "all-2024": False, "odense-2024": False}.items():
        contents = page(site, f"{OUTCOMES}/{name}").select_one(".book-contents").get_text()
        assert "Køge, all years" in contents
        assert ("Køge, 2024" in contents) == there


def neighbours(site: Path, name: str) -> list[str]:
    links = page(site, name).select(".prev-next-area a")
    there = [(site / f"{name}.html").parent / link["href"] for link in links]
    return [path.resolve().relative_to(site).as_posix().removesuffix(".html") for path in there]


def test_previous_and_next_walk_the_topics_not_the_slices(site):
    first, second = f"{OUTCOMES}/all-all", f"{COSTS}/all-all"
    assert neighbours(site, "index") == [first]
    assert neighbours(site, first) == neighbours(site, f"{OUTCOMES}/koge-2024")
    assert neighbours(site, first) == ["index", second]
    assert neighbours(site, second) == [first, f"{SYNTHESIS}/all-all"]


def test_the_search_finds_topics_not_slices(site):
    index = json.loads(re.search(r"setIndex\((.*)\)$", (site / "searchindex.js").read_text())[1])
    titles = dict(zip(index["docnames"], index["titles"], strict=True))
    assert titles[f"{OUTCOMES}/all-all"].startswith("Gain")
    assert titles[f"{OUTCOMES}/koge-2024"] == ""
    slices = {at for at, name in enumerate(index["docnames"]) if name.endswith("-2024")}
    words = index["terms"].values()
    assert not any(slices & set(one if isinstance(one, list) else [one]) for one in words)


def test_a_title_names_the_slice_only_where_there_are_others(site):
    assert page(site, f"{COSTS}/all-all").h1.get_text().rstrip("#") == "Prices"
    assert page(site, f"{OUTCOMES}/all-all").h1.get_text().startswith("Gain: All municipalities")


def test_the_front_page_has_the_key_figures(site):
    said = words(page(site, "index"))
    for text in ("416", "112", "DKK 35,000", "DKK 1,220,500", "15.5 to 17.5"):
        assert text in said
    assert "The brief" not in said  # which this small book has not


def test_the_reconciliation_sets_printed_and_computed_side_by_side(site):
    soup = page(site, "reconciliation")
    headings = [heading.get_text().rstrip("#") for heading in soup.select("article h2")]
    assert headings[:3] == ["Differs", "Agrees", "Not compared"]
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in soup.select("tbody tr")]
    assert ["Registration forms filled in", "Tabel 5.1", "416", "416"] in rows


def test_the_codebook_has_every_item_and_code(site):
    said = words(page(site, "codebook/completion"))
    assert "recovery_supported" in said
    assert "5 Very much" in said
    assert "Question 4" in said


def test_the_data_page_counts_what_was_taken_in(site):
    rows = page(site, "data").select_one("article table tbody").get_text(" ").split()
    assert rows == ["Baseline", "form", "120", "112", "8"]
    assert "Counts from 1 to 4" in words(page(site, "data"))


def test_pages_carry_no_time_of_the_build(site):
    text = (site / OUTCOMES / "koge-2024.html").read_text(encoding="utf-8")
    assert "2025-01-01" not in text
    assert not re.search(r"\d\d:\d\d:\d\d", text)


def test_search_knows_captions_and_cells_but_no_axis_labels(site):
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert "spread" in terms  # of the caption
    assert "recovery_support" in terms  # a column of the codebook, stemmed
    assert not [term for term in terms if len(term) > 40]  # words run together
    assert "meanest" not in terms  # of the axis


@pytest.mark.parametrize("language", ["en", "da"])
def test_every_result_leads_to_the_cell_that_computes_it(site, language):
    """A table and each chart's cell of the outcomes, on a municipality's page as on the whole's."""
    book = site.parent / language
    for name in (f"{OUTCOMES}/all-all", f"{OUTCOMES}/koge-2024", f"{COSTS}/all-all"):
        soup = page(book, name)
        results = {found.find_parent("div", class_="cell") for found in
                   soup.select("figure.chart, .cell_output table")}  # fmt: skip
        links = soup.select("p.to-source a")
        assert len(links) == len(results) > 0
    address, _, place = links[0]["href"].partition("#")
    source = page(book, f"{COSTS}/{address}".removesuffix(".html"))
    cell = source.find(id=place)
    assert "price_chart()" in cell.get_text()
    assert "gain_chart()" not in source.get_text()
    assert source.select_one(f'a[href="../../{COSTS}/all-all.html"]')


def test_a_number_leads_to_its_row_and_the_row_to_its_cell(site):
    soup = page(site, f"{OUTCOMES}/koge-2024")
    links = {link.get_text(): link["href"] for link in soup.select("p a.figure")}
    assert links["0.5"] == "#figure-gain-koge-2024"
    row = soup.find(id="figure-gain-koge-2024")
    assert row.find_parent("details", class_="figure-rows")
    assert row.get_text().startswith("gain: 0.5 (0.2 to 0.8; n = 40); computed in")
    address, _, place = row.a["href"].partition("#")
    source = page(site, f"{OUTCOMES}/{address}".removesuffix(".html"))
    assert "record_all(gain)" in source.find(id=place).get_text()
    assert not page(site, f"{OUTCOMES}/odense-2024").select('a.figure[href$="-odense-2024"]')


def test_a_printed_number_leads_to_its_place_in_the_report(site):
    reconciliation = page(site, "reconciliation")
    assert reconciliation.select_one('tr[id="printed-n.registration"]')
    printed = [link for path in site.glob("0*/*/*.html")
               for link in BeautifulSoup(path.read_text("utf-8"), "html.parser")
               .select('.figure-rows a[href*="reconciliation.html#printed-"]')]  # fmt: skip
    assert printed


def test_the_front_page_describes_its_data_to_search_engines(site):
    script = page(site, "index").select_one('script[type="application/ld+json"]')
    said = json.loads(script.string)
    assert (said["@type"], said["inLanguage"]) == ("Dataset", "en")
    assert said["license"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert said["spatialCoverage"] == ["Køge", "Odense"]
    assert len(said["description"]) > 50
    for one in said["distribution"]:
        assert (site / one["contentUrl"]).is_file()
    assert page(site, "methods").select_one('script[type="application/ld+json"]') is None


def test_each_form_stands_beside_the_figures_as_a_ddi_codebook(site):
    links = page(site, "data").select('a[href$=".ddi.xml"]')
    assert [link.get_text() for link in links] == [
        f"{form}.ddi.xml" for form in ("registration", "baseline", "completion")
    ]
    for link in links:
        assert problems(ElementTree.parse(site / link["href"]).getroot()) == []
