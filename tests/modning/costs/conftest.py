import csv
from dataclasses import fields

import pytest

from modning.costs.lines import Line

COLUMNS = [column.name for column in fields(Line)]


@pytest.fixture
def lines_file(tmp_path):
    """Write a lines file from rows that give only what differs from a plain lump sum."""

    def write(*rows, name="lines.csv"):
        usual = dict.fromkeys(COLUMNS, "")
        usual |= {"phase": "running", "municipality": "all", "period": "one year", "quantity": "1"}
        usual |= {"unit": "lump sum", "currency": "DKK", "vat": "excluded", "price_year": "2020"}
        given = dict.fromkeys(key for row in rows for key in row)
        if "item_en" in given:
            del usual["item"]
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(usual | given))
            writer.writeheader()
            for row in rows:
                row = {**usual, **{key: str(value) for key, value in row.items()}}
                row["high"] = row["high"] or row["low"]
                writer.writerow(row)
        return path

    return write
