"""What the built book shows of each count, gathered from its files and nothing else."""

import csv
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import numpy as np
import pandas as pd

from cellguard.exhibits import caption_of
from modning.audit.knowledge import NO_QUESTION
from modning.audit.scales import Total, times
from modning.audit.scales import scales as scale_titles
from slicebook.programme import ALL, Programme
from slicebook.text import speaking
from surveys.codebook import Form, Item

# Figures are computed with twelve digits; what is off by more is no count.
EXACT = 1e-6
# Charts and tables round to a tenth at least.
ROUNDED = 0.05


@dataclass(frozen=True)
class Seen:
    """A share that is shown: at least `low` and at most `high` of `n`, and where it stands."""

    figure: str
    municipality: str
    year: str
    low: float
    high: float
    n: float
    where: str

    @property
    def whole(self) -> tuple[float, float]:
        """Return the least and largest whole number the share can stand for."""
        return np.ceil(self.low - EXACT), np.floor(self.high + EXACT)


@dataclass(frozen=True)
class Mean:
    """A mean that is shown, over `n` answers; a count is one of its own value."""

    figure: str
    municipality: str
    year: str
    value: float
    n: float


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
        yield Seen(row.figure, row.municipality, row.year, *ends, row.n, "results.csv")


def charts(
    folder: Path, prefixes: Mapping[tuple[str, str], str], forms: Mapping[str, Form],
    programme: Programme, language: str,
) -> Iterator[Seen]:  # fmt: skip
    """Yield every share that a chart of the book shows, in its data or its table to download.

    `prefixes` gives a question's figures by (form, item). Charts are known by their caption, which
    names question and form.
    """
    places = places_named(programme, language)
    for page in pages(folder):
        year = page.stem.rsplit("-", 1)[-1]
        for caption, figure in _figures(page):
            asked = _asked(caption, prefixes, forms, language)
            if asked is None:
                continue
            item, prefix = asked
            labels = {option.label[language]: option.id for option in item.options}
            where = f"{page.parent.name}/{page.name}"
            for label, series, percent in (*_drawn(figure), *_table(figure)):
                place, n = _series(series, places)
                if label in labels and place:
                    name = f"{prefix}.{labels[label]}"
                    low, high = ((percent - ROUNDED) * n / 100, (percent + ROUNDED) * n / 100)
                    yield Seen(name, place, year, low, high, n, where)


def places_named(programme: Programme, language: str) -> dict[str, str]:
    """Return the municipalities, and all of them together, by what they are called."""
    with speaking(language):
        return {str(programme.municipality_name(key)): key
                for key in [*programme.municipalities, ALL]}  # fmt: skip


def unread(folder: Path, forms: Mapping[str, Form], language: str) -> Iterator[str]:
    """Yield page and caption of every chart of shares that is of no question of the forms."""
    known = [_heading(item, language) for form in forms.values() for item in form.items]
    known += [caption[language] for caption in NO_QUESTION]
    for page in pages(folder):
        for caption, figure in _figures(page):
            drawn = next(_drawn(figure), None) or next(_table(figure), None)
            if drawn and not caption.startswith(tuple(known)):
                yield f"{page.parent.name}/{page.name}: {caption}"


def _heading(item: Item, language: str) -> str:
    """Return a question as it heads a caption."""
    return item.question[language].removesuffix("?")


def pages(folder: Path) -> list[Path]:
    """Return the pages of a book that come from notebooks."""
    return sorted(folder.glob("*/*/*.html"))


def scale_means(
    folder: Path, scales: Iterable[Total], forms: Mapping[str, Form], language: str
) -> Iterator[Mean]:
    """Yield the mean of every item of a scale that a chart of the book draws."""
    known, named, when = {}, scale_titles(forms), times(forms)
    for total in scales:
        title = named[total.scale][language]
        rows = forms[total.form].item(total.scale).rows
        for figure, row in zip(total.items, rows, strict=True):
            known[title, when[total.form][language], row.label[language]] = figure
    titles = {title for title, _, _ in known}
    for page in pages(folder):
        municipality, _, year = page.stem.rpartition("-")
        for caption, figure in _figures(page):
            title = caption.split(":")[0]
            if title in titles:
                n = _answers(figure)
                for row in _rows(figure, {"group", "series", "value"}):
                    name = known.get((title, row["series"], row["group"]))
                    answers = n.get((row["group"], row["series"]))
                    if name and answers:
                        yield Mean(name, municipality, year, row["value"], answers)


def _figures(page: Path) -> Iterator[tuple[str, str]]:
    """Yield caption and HTML of every chart of a page."""
    text = page.read_text(encoding="utf-8")
    for figure in re.findall(r'<figure class="chart".*?</figure>', text, re.DOTALL):
        yield caption_of(figure), figure


def _asked(
    caption: str, prefixes: Mapping[tuple[str, str], str], forms: Mapping[str, Form], language: str
) -> tuple[Item, str] | None:
    for (form, item), prefix in prefixes.items():
        question = _heading(forms[form].item(item), language)
        if caption.startswith(f"{question}:") and forms[form].title[language] in caption:
            return forms[form].item(item), prefix
    return None


def _series(text: str, places: Mapping[str, str]) -> tuple[str | None, int]:
    found = re.match(r"(.*) \(n = ([\d.,]+)\)", text)
    if not found or found[1] not in places:
        return None, 0
    return places[found[1]], int(re.sub(r"\D", "", found[2]))


def _drawn(figure: str) -> Iterator[tuple[str, str, float]]:
    """Yield label, series and percentage of every row of a chart's embedded data."""
    for row in _rows(figure, {"label", "series", "percent"}):
        if row["percent"] is not None:
            yield row["label"], row["series"], float(row["percent"])


def _rows(figure: str, columns: set[str]) -> Iterator[dict]:
    """Yield every row of a chart's embedded data that has these columns."""
    for text in re.findall(r'class="chart-spec">(.*?)</script>', figure, re.DOTALL):
        for rows in json.loads(text.replace("<\\/", "</")).get("datasets", {}).values():
            yield from (row for row in rows if columns <= set(row))


def _table(figure: str) -> Iterator[tuple[str, str, float]]:
    """Yield the same of the table that goes with a chart, as it can be downloaded."""
    for rows in _downloads(figure):
        for row in rows[1:]:
            for heading, value in zip(rows[0][1:], row[1:], strict=False):
                if heading.endswith(", %") and re.fullmatch(r"-?\d+(\.\d+)?", value):
                    yield row[0], heading.removesuffix(", %"), float(value)


def _answers(figure: str) -> dict[tuple[str, str], int]:
    """Return how many answered, the third column of a table to download, by its first two."""
    rows = [row for table in _downloads(figure) for row in table if len(row) > 2]
    return {(row[0], row[1]): int(row[2]) for row in rows if row[2].isdecimal()}


def _downloads(figure: str) -> Iterator[list[list[str]]]:
    for text in re.findall(r'href="data:text/csv;charset=utf-8,([^"]*)"', figure):
        yield list(csv.reader(io.StringIO(unquote(html.unescape(text)))))
