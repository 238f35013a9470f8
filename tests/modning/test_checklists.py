"""The reporting checklists: every item is answered by a section that exists, or says why not."""

import json

import pandas as pd
import pytest

from slicebook import paths

# TREND 2004, GRAMMS 2008 and CHEERS 2022: how many items each has.
ITEMS = {"trend": 22, "gramms": 6, "cheers": 28}


def checklist(name):
    return pd.read_csv(paths.root() / "data" / "checklists" / f"{name}.csv", dtype=str).fillna("")


@pytest.mark.parametrize(("name", "items"), ITEMS.items())
def test_every_item_is_there_once_and_in_turn(name, items):
    assert checklist(name)["item"].tolist() == [str(number) for number in range(1, items + 1)]


@pytest.mark.parametrize("name", ITEMS)
def test_every_item_has_an_answer_that_exists_or_a_reason(name):
    for row in checklist(name).itertuples():
        assert row.asks
        assert row.page or row.lacks, f"{name} {row.item}: neither a page nor a reason"
        if not row.page:
            continue
        page = paths.root() / row.page
        assert page.is_file(), f"{name} {row.item}: no {row.page}"
        if page.suffix == ".ipynb":
            cells = {cell["id"] for cell in json.loads(page.read_text("utf-8"))["cells"]}
            assert row.section in cells, f"{name} {row.item}: {row.page} has no {row.section}"
