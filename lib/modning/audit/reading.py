"""What the built book shows of each count, gathered from its files and nothing else."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from cellguard.exhibits import DATA, DOWNLOAD, Exhibit
from modning.audit.knowledge import NO_QUESTION
from slicebook.programme import ALL, Programme
from slicebook.text import speaking
from surveys.codebook import Form

# Figures are computed with twelve digits; what is off by more is no count.
EXACT = 1e-6
# Charts and tables round to a tenth at least.
ROUNDED = 0.05


@dataclass(frozen=True)
class Seen:
    """A share that is shown: at least `low` and at most `high` of `n`."""

    figure: str
    municipality: str
    year: str
    low: float
    high: float
    n: float

    @property
    def whole(self) -> tuple[float, float]:
        """Return the least and largest whole number the share can stand for."""
        return np.ceil(self.low - EXACT), np.floor(self.high + EXACT)


def read_results(path: Path) -> pd.DataFrame:
    """Read the published table of figures."""
    return pd.read_csv(path, dtype={"year": str, "municipality": str})


def shares(results: pd.DataFrame) -> Iterator[Seen]:
    """Yield every share that the table of figures shows, as a count of its n."""
    rows = results[(results["unit"] == "percent") & results["shown"] & results["value"].notna()]
    for row in rows[rows["n"].notna()].itertuples():
        count = row.value * row.n / 100
        whole = round(count)
        ends = (whole, whole) if abs(count - whole) < EXACT * max(1, row.n) else (count, count)
        yield Seen(row.figure, row.municipality, row.year, *ends, row.n)


class Charts:
    """A language's words for questions, by which charts of shares are read.

    `prefixes` gives a question's figures by (form, item).
    """

    def __init__(
        self, prefixes: Mapping[tuple[str, str], str], forms: Mapping[str, Form],
        programme: Programme, language: str,
    ) -> None:  # fmt: skip
        self._places = places_named(programme, language)
        heads = {(form.id, item.id): item.question[language].removesuffix("?")
                 for form in forms.values() for item in form.items}  # fmt: skip
        self._known = (*heads.values(), *(caption[language] for caption in NO_QUESTION))
        # A caption names question and form.
        self._asked = [
            (f"{heads[form, item]}:", forms[form].title[language],
             {option.label[language]: f"{prefix}.{option.id}"
              for option in forms[form].item(item).options})
            for (form, item), prefix in prefixes.items()
        ]  # fmt: skip

    def read(self, one: Exhibit, year: str) -> Iterator[Seen]:
        """Yield every share that a chart shows, in its data or its table to download."""
        for head, title, figures in self._asked:
            if one.caption.startswith(head) and title in one.caption:
                for label, series, percent in _drawn(one):
                    place, n = _series(series, self._places)
                    if label in figures and place:
                        ends = ((percent + half) * n / 100 for half in (-ROUNDED, ROUNDED))
                        yield Seen(figures[label], place, year, *ends, n)
                return

    def unread(self, one: Exhibit) -> bool:
        """Tell whether this is a chart of shares that is of no question of the forms."""
        return not one.caption.startswith(self._known) and any(_drawn(one))


def places_named(programme: Programme, language: str) -> dict[str, str]:
    """Return the municipalities, and all of them together, by what they are called."""
    with speaking(language):
        return {str(programme.municipality_name(key)): key
                for key in [*programme.municipalities, ALL]}  # fmt: skip


def pages(folder: Path) -> list[Path]:
    """Return the pages of a book that come from notebooks."""
    return sorted(folder.glob("*/*/*.html"))


def _series(text: str, places: Mapping[str, str]) -> tuple[str | None, int]:
    found = re.match(r"(.*) \(n = ([\d.,]+)\)", text)
    if not found or found[1] not in places:
        return None, 0
    return places[found[1]], int(re.sub(r"\D", "", found[2]))


def _drawn(one: Exhibit) -> Iterator[tuple[str, str, float]]:
    """Yield label, series and percentage of a chart's data, or of its table to download."""
    for row in one.rows:
        if one.kind == DATA and {"label", "series", "percent"} <= set(one.columns):
            cells = dict(zip(one.columns, row, strict=True))
            if cells["percent"]:
                yield cells["label"], cells["series"], float(cells["percent"])
        for heading, value in zip(one.columns[1:], row[1:], strict=False):
            percent = one.kind == DOWNLOAD and heading.endswith(", %")
            if percent and re.fullmatch(r"-?\d+(\.\d+)?", value):
                yield row[0], heading.removesuffix(", %"), float(value)
