"""Links to a notebook's run lead to where the book shows it."""

from pathlib import Path

import pytest

from slicebook.book.addresses import addresses, anchor
from slicebook.book.contents import Chapter, Leaf, chapter_of
from slicebook.runs import Run
from slicebook.slices import Slice
from slicebook.text import message, section_address

PRICES, WAGES, GAIN = "03_costs/01_prices", "03_costs/02_wages", "02_outcomes/01_gain"
COSTS = "topics/costs"


def run(name: str, place: str = "all", year: str = "all") -> Run:
    return Run(Path("notebooks", f"{name}.ipynb"), Slice(place, year), Path("out"))


BOOK = addresses(
    [
        Chapter(
            COSTS,
            (
                Leaf(COSTS, (run(PRICES), run(WAGES))),
                Leaf(COSTS, (run(WAGES, "koge"),)),
            ),
            message("Costs"),
        ),
        chapter_of(GAIN, [run(GAIN), run(GAIN, "koge", "2024")]),
    ]
)


@pytest.mark.parametrize(
    ("address", "page", "led"),
    [
        (section_address(GAIN, "change"), "index", f"{GAIN}/all-all.html#section-change"),
        (f"../../{section_address(GAIN)}", f"{COSTS}/all-all", f"../../{GAIN}/all-all.html"),
        (section_address(PRICES), "index", f"{COSTS}/all-all.html#section-prices"),
        (
            f"../../{section_address(PRICES, 'range')}",
            f"{GAIN}/all-all",
            f"../../{COSTS}/all-all.html#section-prices-range",
        ),
        (f"../../{section_address(WAGES, 'x')}", f"{COSTS}/all-all", "#section-wages-x"),
        # Slices: the page that shows it, or the whole.
        (f"{WAGES}/koge-all.html", "index", f"{COSTS}/koge-all.html#section-wages"),
        (f"../../{PRICES}/koge-all.html", "index", f"{COSTS}/all-all.html#section-prices"),
        # A row's place is the same wherever the row is.
        (f"../../{PRICES}/all-all.html#figure-a", f"{COSTS}/koge-all", "all-all.html#figure-a"),
        # No page of a run, or of a notebook that the book does not have.
        ("../../methods.html#rules", f"{COSTS}/all-all", "../../methods.html#rules"),
        (f"source/{PRICES}.html#code-a", "index", f"source/{PRICES}.html#code-a"),
        (section_address("09_x/01_y"), "index", "09_x/01_y/all-all.html"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("link", ['<a href="{}">', "[words]({})", r"<a href=\"{}\">"])
def test_a_link_to_a_run_leads_to_where_it_is_shown(address, page, led, link):
    assert BOOK.led(link.format(address), page) == link.format(led)


def test_what_is_said_and_not_a_link_stays():
    said = f"Open {PRICES}/all-all.html in the folder."
    assert BOOK.led(said, "index") == said


def test_a_section_has_a_place_of_its_notebook_s_name():
    assert (anchor(PRICES), anchor(PRICES, "range")) == ("section-prices", "section-prices-range")
