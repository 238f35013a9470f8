"""The pieces of a page: codebook, reconciliation, contents, words."""

import re
from dataclasses import asdict, replace

import pandas as pd
import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import escape

from modning.pages.codebook import form_page, write_codebook
from slicebook import paths, reconcile
from slicebook.book import words
from slicebook.book.contents import Entry, Part, chapter_of, external_toc, parts
from slicebook.book.order import Order
from slicebook.book.reconciliation_page import reconciliation_tables, tally
from slicebook.book.sections import anchored
from slicebook.book.switcher import switcher
from slicebook.programme import Municipality, load_programme
from slicebook.runs import Run
from slicebook.slices import Slice
from slicebook.text import Message
from speak import speak
from surveys.codebook import load_codebook

PROGRAMME = load_programme()
FORMS = load_codebook(PROGRAMME)

# Words that are the same in both.
SAME = {"Data", "Notebook", "Status", "Version", "commit"}


def every_label(thing):
    if isinstance(thing, Message):
        yield thing
    elif isinstance(thing, dict):
        for value in thing.values():
            yield from every_label(value)


def test_every_word_is_there_in_both_languages():
    labels = [label for value in vars(words).values() for label in every_label(value)]
    assert len(labels) > 40
    for label in labels:
        assert label["da"].strip()
        assert label["en"].strip()
        assert label["da"] != label["en"] or label["da"] in SAME
        assert label["da"].count("{}") == label["en"].count("{}")
        assert label["da"].count("|") == label["en"].count("|")


def test_every_status_has_words():
    named = {reconcile.MATCHES, reconcile.EXPLAINED, *reconcile.FAILING, reconcile.MISSING,
             reconcile.CANNOT, reconcile.WITHHELD, reconcile.INPUT}  # fmt: skip
    assert named == set(words.STATUS)


@pytest.mark.parametrize("language", ["en", "da"])
@pytest.mark.parametrize("form", FORMS)
def test_the_codebook_names_every_column_and_code(form, language):
    page = speak(language, form_page, FORMS[form])
    for column in FORMS[form].columns.values():
        assert f">{column.name}</code></th>" in page
    for item in FORMS[form].items:
        for option in item.options:
            assert escape(option.label[language]) in page


def test_a_section_has_an_anchor_that_is_the_same_in_both_languages():
    for heading in ("## The range\n\nText.", "## Spændet\n\nTekst."):
        anchor, _, rest = anchored("range", heading).partition("\n\n")
        assert anchor == '<div class="section-anchor" id="section-range"></div>'
        assert rest == heading
    assert anchored("title", "# Title: all") == "# Title: all"
    assert anchored("read", "Text.") == "Text."


def test_the_codebook_is_written_one_file_a_form(tmp_path):
    written = speak("da", write_codebook, tmp_path / "codebook", PROGRAMME)
    assert [path.name for path in written] == [f"{form}.md" for form in FORMS]
    assert written[0].read_text(encoding="utf-8").startswith("# Registreringsskema")


def rows():
    common = {"source": "Tabel 1", "unit": "DKK", "reason": None, "reason_da": None,
              "municipality": "koge", "year": "all"}  # fmt: skip
    return pd.DataFrame(
        [
            common | {"figure": "late", "chapter": 4.2, "as_printed": "5", "computed": 5,
                      "computed_low": None, "computed_high": None, "status": "matches"},
            common | {"figure": "early", "chapter": 2.1, "as_printed": "7-9", "computed": 8,
                      "computed_low": 6, "computed_high": 12, "status": "differs (explained)",
                      "reason": "Rounded.", "reason_da": "Afrundet."},
            common | {"figure": "read", "chapter": 4.2, "as_printed": "1", "computed": None,
                      "computed_low": None, "computed_high": None, "status": "input"},
        ]
    )  # fmt: skip


def test_the_reconciliation_begins_with_what_differs():
    page = reconciliation_tables(rows(), PROGRAMME)
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == [
        "## Differs", "## Agrees", "## Not compared", f"## {words.CONTRADICTIONS['en']}",
    ]  # fmt: skip
    assert page.index("Rounded.") < page.index("## Agrees")
    assert "<td>DKK 6 – DKK 12</td>" in page
    assert "Afrundet." in speak("da", reconciliation_tables, rows(), PROGRAMME)


def test_an_input_that_is_printed_otherwise_than_it_adds_up_to_is_explained():
    table = rows().assign(reason=[None, "Rounded.", "Rounded down."], reason_da=None)
    table.loc[2, ["computed", "unit"]] = [1.5, "scale"]
    page = reconciliation_tables(table, PROGRAMME)
    first = page[: page.index("## Agrees")]
    assert "Rounded down." in first
    assert "<td>1.5</td>" in first


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["60,000 / 260 = DKK 231; ", "260 × 475 = DKK 123,500", "100 × 2 / 40 = 5%"]),
        ("da", ["60.000 / 260 = 231 kr.", "260 × 475 = 123.500 kr.", "100 × 2 / 40 = 5 %"]),
    ],
)
def test_contradictions_are_listed_with_their_arithmetic(language, expected):
    page = speak(language, reconciliation_tables, rows(), PROGRAMME).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert all(sum_ in page for sum_ in expected), page
    assert "nan" not in page


def test_the_tally_counts_what_is_checked():
    assert tally(rows()) == {
        "checked": 2, "matching": 1, "explained": 1, "missing": 0, "withheld": 0,
    }  # fmt: skip


def chapter(tmp_path, *slices):
    notebook = tmp_path / "02_outcomes" / "01_gain.ipynb"
    runs = (Run(notebook, Slice(*one), tmp_path / "x") for one in slices)
    return chapter_of("02_outcomes/01_gain", runs)


def test_the_contents_put_years_below_their_municipality(tmp_path):
    one = chapter(tmp_path, ("all", "all"), ("all", "2024"), ("koge", "all"), ("koge", "2024"),
                  ("odense", "2024"))  # fmt: skip
    titles = {leaf.name: leaf.slice.name for leaf in one.leaves}
    titles |= {"methods": "Methods", "codebook/x": "X"}
    toc = external_toc(parts([one], titles, ["methods"], ["codebook/x"], Order()))
    assert toc["root"] == "index"
    assert [part["caption"] for part in toc["parts"]] == ["Outcomes", "Codebook", "About"]
    [entry] = toc["parts"][0]["chapters"]
    assert entry["title"] == "all-all"
    assert [below["title"] for below in entry["sections"]] == [
        "all-2024",
        "koge-all",
        "odense-2024",
    ]
    assert [below["title"] for below in entry["sections"][1]["sections"]] == ["koge-2024"]


def test_a_switcher_leaves_out_what_is_not_there(tmp_path):
    one = chapter(tmp_path, ("all", "all"), ("all", "2024"))
    html = speak("da", switcher, one, Slice("all", "2024"), PROGRAMME)
    assert "Kommune</span>" not in html  # only one municipality's page: nothing to choose
    assert '<a href="all-all.html">Alle år</a>' in html
    assert '<a href="all-2024.html" aria-current="page">2024</a>' in html
    assert switcher(chapter(tmp_path, ("all", "all")), Slice("all", "all"), PROGRAMME) == ""


def test_a_switcher_of_many_places_is_a_list_that_opens(tmp_path):
    places = {f"t{at}": Municipality(f"t{at}", f"Town {at}", {}) for at in range(13)}
    one = chapter(tmp_path, *((place, "all") for place in places))
    programme = replace(PROGRAMME, municipalities=places)
    html = switcher(one, Slice("t7", "all"), programme)
    assert html.count("<details><summary>Town 7</summary>") == 1
    assert html.count("<a ") == 13
    few = replace(programme, municipalities=dict(list(places.items())[:12]))
    assert "<details>" not in switcher(one, Slice("t7", "all"), few)


@pytest.mark.parametrize(
    ("many", "pagename", "listed"),
    [
        (3, "a/all-all", ["a/all-all", "a/x-all", "a/y-all", "a/z-all", "b/all-all"]),
        (2, "a/all-all", ["a/all-all", "b/all-all"]),
        (2, "a/y-2024", ["a/all-all", "a/y-all", "a/y-2024", "b/all-all"]),
    ],
)
def test_of_many_places_the_contents_name_the_one_that_is_read(many, pagename, listed):
    def entry(name: str, *below: Entry) -> Entry:
        return Entry(name, name, f"{name[0]}/", below)

    places = [entry("a/x-all"), entry("a/y-all", entry("a/y-2024")), entry("a/z-all")]
    part = Part("Part", (entry("a/all-all", *places), entry("b/all-all")))
    templates = Environment(loader=FileSystemLoader(paths.theme("_templates")))
    html = templates.get_template("contents.html").render(
        contents=[asdict(part)], many=many, pagename=pagename, pathto=lambda name: name
    )
    assert re.findall(r'href="([^"]+)"', html) == listed
