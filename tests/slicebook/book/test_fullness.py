"""A slice has a page of its own where enough of its charts and tables is filled."""

import json

import pytest

from slicebook.book.fullness import cells_of, is_full, mostly_told
from slicebook.shown.static import VEGALITE
from slicebook.tables import Table

NOTICE = {"data": {"text/markdown": "*There is nothing to show.*", "text/plain": ""}}
FIGURE = {"data": {"application/vnd.modning.figure+json": {}, "text/plain": "1"}}


def chart(*values: object) -> dict:
    table = {"columns": ["Answer", "Share"], "rows": [["a", value] for value in values]}
    return {"data": {VEGALITE: {}}, "metadata": {VEGALITE: {"table": table}}}


def table(*cells: str) -> dict:
    body = "".join(f'<tr><th scope="row">x</th>\n  <td class="number">{one}</td></tr>'
                   for one in cells)  # fmt: skip
    html = f"<table><thead><tr><td></td></tr></thead><tbody>{body}</tbody></table>"
    return {"data": {"text/html": html}}


@pytest.mark.parametrize(
    ("outputs", "full"),
    [
        ([chart(1, 2)], True),
        ([chart(1, 2), NOTICE], True),
        ([chart(1, 2), NOTICE, NOTICE], False),
        ([chart(1, "withheld"), table("5%")], True),
        ([chart(None, "tilbageholdt"), table("–", "3")], False),
        ([table("<a href=''>5</a>", "6", "withheld")], True),
        ([FIGURE, NOTICE], False),
        ([], True),
    ],
)
def test_half_of_the_exhibits_must_be_filled(tmp_path, outputs, full):
    run = tmp_path / "koge-2024.ipynb"
    run.write_text(json.dumps({"cells": [{"outputs": outputs}, {"cell_type": "markdown"}]}))
    assert is_full([run], 0.5) is full


def test_the_share_is_the_programmes(tmp_path):
    run = tmp_path / "koge-2024.ipynb"
    run.write_text(json.dumps({"cells": [{"outputs": [chart(1), NOTICE, NOTICE]}]}))
    assert [is_full([run], share) for share in (0.0, 0.3, 0.4)] == [True, True, False]


@pytest.mark.parametrize(("own", "full"), [(1, False), (2, True), (3, True)])
def test_a_section_that_a_slice_lacks_counts_as_empty(tmp_path, own, full):
    run, whole = tmp_path / "koge-2024.ipynb", tmp_path / "all-all.ipynb"
    run.write_text(json.dumps({"cells": [{"outputs": [chart(1)] * own}]}))
    whole.write_text(json.dumps({"cells": [{"outputs": [chart(1), NOTICE]}]}))
    assert is_full([run], 0.5, [whole]) is full


def test_a_table_of_the_library_is_read_without_its_rows_names():
    import pandas as pd

    frame = pd.DataFrame({"Place": ["Køge", "Odense"], "Share": [12.0, None]})
    cells = cells_of(Table(frame, "Shares", {"Share": "percent"}, note="A note.")._repr_html_())
    assert cells == ["12%", "–"]
    assert not mostly_told(cells)
