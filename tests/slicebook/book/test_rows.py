"""Where a figure's row is: on its slice's page, else its notebook's first; and how it is led to."""

from pathlib import Path

import pandas as pd

from slicebook.book.addresses import addresses
from slicebook.book.contents import Chapter, chapter_of
from slicebook.book.rows import rows_of
from slicebook.results import Figure
from slicebook.runs import Run
from slicebook.slices import Slice

COLUMNS = ["figure", "municipality", "year", "value", "shown", "notebook"]


def chapter(name: str, *slices: tuple[str, str]) -> Chapter:
    notebook = Path("notebooks", f"{name}.ipynb")
    return chapter_of(name, (Run(notebook, Slice(*one), Path("out")) for one in slices))


def figure(name: str, place: str = "all", year: str = "all") -> Figure:
    return Figure(name, place, year, 1.0, None, None, None, "", True)


BOOK = [
    chapter("02_a/01_b", ("all", "all"), ("koge", "2024")),
    chapter("03_c/01_d", ("all", "all")),
]
RESULTS = pd.DataFrame(
    [
        ("gain", "koge", "2024", 1.0, True, "02_a/01_b"),
        ("wages", "koge", "all", 1.0, True, "03_c/01_d"),
        ("few", "koge", "2024", None, False, "02_a/01_b"),
        ("gone", "all", "all", 1.0, True, "09_x/01_y"),
    ],
    columns=COLUMNS,
)
NOTHING = pd.DataFrame(columns=["figure", "municipality", "year", "as_printed", "source"])


def test_a_link_leads_to_the_page_that_has_the_row():
    rows = rows_of(RESULTS, NOTHING, addresses(BOOK))
    here = rows.leading_from("02_a/01_b/koge-2024")
    assert here(figure("gain", "koge", "2024")) == "#figure-gain-koge-2024"
    assert here(figure("wages", "koge")) == "../../03_c/01_d/all-all.html#figure-wages-koge"
    front = rows.leading_from("index")
    assert front(figure("wages", "koge")) == "03_c/01_d/all-all.html#figure-wages-koge"


def test_what_is_not_shown_and_what_has_no_page_leads_nowhere():
    here = rows_of(RESULTS, NOTHING, addresses(BOOK)).leading_from("02_a/01_b/koge-2024")
    assert here(figure("few", "koge", "2024")) is None
    assert here(figure("gone")) is None
