"""What the book's pages and the table of figures tell of questions whose answers are codes."""

import html
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from scipy import stats

from modning.scales import load_measure
from slicebook.programme import ALL, load_programme
from surveys.codebook import Item, load_codebook

Key = tuple[str, str]
Span = tuple[float, float]
WORD = "en"
TABLE = re.compile(r"<table[ >].*?</table>", re.DOTALL)
ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
CELL = re.compile(r"<t[hd](?:\s[^>]*)?>(.*?)</t[hd]>", re.DOTALL)
CHART = re.compile(r'<figure class="chart".*?</figure>', re.DOTALL)
CAPTION = re.compile(r"<(?:fig)?caption[^>]*>(.*?)</(?:fig)?caption>", re.DOTALL)
SPEC = re.compile(r'class="chart-spec">(.*?)</script>', re.DOTALL)
HEADED = re.compile(r"(.*) \(n = ([\d,]+)\)")


@dataclass(frozen=True)
class Question:
    """A question, or a row of a grid: its codes with their words, and whether one is given alone.

    `caption` is how captions begin that name it, `row` the words of a row.
    """

    form: str
    item: Item
    row: str
    codes: Mapping[int, str]
    caption: str

    @property
    def name(self) -> str:
        """Return form and column."""
        return f"{self.form}/{self.item.id}" + (f"_{self.row}" if self.row else "")

    @property
    def alone(self) -> bool:
        """Tell whether everybody gives one answer."""
        return self.item.type != "multiple"

    @property
    def words(self) -> str:
        """Return what the row is called."""
        return next((row.label[WORD] for row in self.item.rows if row.id == self.row), "")

    def given(self, answers: pd.DataFrame) -> dict:
        """Return who gave each answer, and who answered at all, as booleans."""
        if self.item.type == "multiple":
            flags = {one.code: answers[f"{self.item.id}_{one.id}"] for one in self.item.options}
            there = pd.DataFrame(flags).notna().any(axis=1)
            return {code: flag.fillna(False).astype(bool) for code, flag in flags.items()} | {
                "n": there
            }
        column = answers[self.name.split("/")[1]]
        if self.item.scale:
            # Items of a scale are shown of those who answered all of them.
            rows = answers[[f"{self.item.id}_{row.id}" for row in self.item.rows]]
            column = column.where(rows.notna().all(axis=1))
        return {code: (column == code).fillna(False) for code in self.codes} | {"n": column.notna()}


def questions() -> Iterator[Question]:
    """Yield every question whose answers are codes or small numbers."""
    for form in load_codebook().values():
        for item in form.items:
            title = load_measure(item.scale).title[WORD] if item.scale else item.question[WORD]
            codes = {option.code: option.label[WORD] for option in item.options}
            if item.type in ("single", "multiple"):
                yield Question(form.id, item, "", codes, title.removesuffix("?"))
            if item.type == "grid":
                yield from (Question(form.id, item, row.id, codes, title) for row in item.rows)
            if item.type == "number" and item.high <= 10:
                numbers = range(item.low, item.high + 1)
                yield Question(form.id, item, "", {n: str(n) for n in numbers}, title)


@dataclass(frozen=True)
class Fact:
    """A number of a slice's answers to a question: n, mean, low, high, sd, or per cent of codes.

    Of how many rows of a grid answers of a set were given, `question` is the grid's and the set's.
    """

    question: str
    key: Key
    what: str | tuple[int, ...]
    span: Span


class Reader:
    """Reads what it has words for."""

    def __init__(self, asked: Sequence[Question]) -> None:
        programme = load_programme()
        self.asked, self.steps = asked, programme.rules.coarse
        named = {key: programme.municipality_name(key) for key in (*programme.municipalities, ALL)}
        self.places = {name if isinstance(name, str) else name[WORD]: key
                       for key, name in named.items()}  # fmt: skip
        self.forms = {form.id: form.title[WORD] for form in load_codebook().values()}
        self.when = {role: form for form, role in programme.forms.items()}
        self.n: dict[tuple[str, Key], float] = {}

    def row(self, caption: str, words: str, form: str | None) -> str | None:
        """Return the question that a row's words name, below a caption that may name its scale."""
        found = {one.name for one in self.asked if one.words == words
                 and (one.form == form if form else not one.item.scale)
                 and (caption.startswith(one.caption) or not one.item.scale)}  # fmt: skip
        return found.pop() if len(found) == 1 else None

    def statistics(self, question: str, key: Key, row: Mapping[str, str]) -> Iterator[Fact]:
        """Yield what a table's row tells of a mean."""
        mean, to = self.steps.mean, self.steps.interval
        for heading, what, below, above in (
            ("Answers", "n", 0, 0), ("Mean", "mean", -mean / 2, mean / 2),
            ("95% from", "low", 0, to), ("95% to", "high", -to, 0),
            ("Standard deviation", "sd", -mean / 2, mean / 2),
        ):  # fmt: skip
            value = number(row.get(heading, ""))
            if value is not None:
                yield Fact(question, key, what, (value + below, value + above))
        ends = self._ends(question)
        for heading, code in (("Lowest answer", ends[0]), ("Highest answer", ends[1])):
            value = number(row.get(heading, ""))
            if value is not None:
                yield Fact(question, key, (code,), (value - 0.5, value + 0.5))

    def _ends(self, question: str) -> tuple[int, int]:
        codes = next((one.codes for one in self.asked if one.name == question), {0: ""})
        return min(codes), max(codes)

    def table(self, caption: str, rows: list[list[str]], page: Key) -> Iterator[Fact]:
        """Yield what a table tells."""
        head = rows[0]
        shares = [(column, *HEADED.fullmatch(name.removesuffix(", %")).groups())
                  for column, name in enumerate(head)
                  if HEADED.fullmatch(name.removesuffix(", %"))]  # fmt: skip
        for cells in rows[1:]:
            row = dict(zip(head, cells, strict=False))
            if "Mean" in row:
                yield from self._means(caption, head, cells, row, page)
            elif head[:3] == ["Finding", "Value", "0.00"] and head[-1].startswith("Degrees"):
                yield from self._spread(caption, row, page)
            elif head[0] == "Answer" and (one := self._asked(caption)):
                for column, place, n in shares:
                    value = number(cells[column]) if column < len(cells) else None
                    code = next((c for c, words in one.codes.items() if words == cells[0]), None)
                    if place in self.places and value is not None and code is not None:
                        key, half = (
                            (self.places[place], page[1]),
                            0.5 / 10 ** decimals(cells[column]),
                        )
                        people = float(n.replace(",", ""))
                        yield Fact(one.name, key, "n", (people, people))
                        yield Fact(one.name, key, (code,), (value - half, value + half))

    def _asked(self, caption: str) -> Question | None:
        return next((one for one in self.asked if not one.row and one.alone is not None
                     and caption.startswith(f"{one.caption}:")
                     and self.forms[one.form] in caption), None)  # fmt: skip

    def _means(self, caption, head, cells, row, page) -> Iterator[Fact]:
        when = re.search(r", (before|after): item by item", caption.lower())
        if when:
            question, place = self.row(caption, cells[0], self.when[when[1]]), page[0]
        elif row.get("When", "").lower() in self.when and cells[0] not in self.places:
            question, place = self.row(caption, cells[0], self.when[row["When"].lower()]), page[0]
        elif row.get("Municipality") in self.places:
            question, place = self.row(caption, cells[0], None), self.places[row["Municipality"]]
        else:
            return
        if question:
            yield from self.statistics(question, (place, page[1]), row)

    def _spread(self, caption: str, row: Mapping[str, str], page: Key) -> Iterator[Fact]:
        """Yield the spread that an interval to a hundredth was reckoned from, to a tenth."""
        question = self.row(caption, row["Finding"], None)
        ends = [number(end) for end in row.get("0.00", "").split(";")]
        n = self.n.get((question, page)) if question else None
        if n and None not in ends:
            half = (ends[1] - ends[0]) / 2
            per = math.sqrt(n) / stats.t.ppf(0.975, n - 1)
            off = self.steps.mean / 2 + 0.005 * per
            yield Fact(question, page, "sd", (half * per - off, half * per + off))

    def data(self, caption: str, rows: list[dict], page: Key) -> Iterator[Fact]:
        """Yield what a chart's data tell."""
        for row in rows:
            if {"code", "start", "end", "item", "place"} <= set(row) and row["code"].isdigit():
                question, share = self.row(caption, row["item"], None), row["end"] - row["start"]
                if question and row["place"] in self.places:
                    key = self.places[row["place"]], page[1]
                    yield Fact(question, key, (int(row["code"]),), (share - 1e-6, share + 1e-6))


def number(text: str) -> float | None:
    """Return a number as it is written; None for none."""
    plain = text.replace("\N{MINUS SIGN}", "-").replace(",", "").removesuffix("%").strip()
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def decimals(text: str) -> int:
    """Return how many decimals a number is written with."""
    return len(text.partition(".")[2].rstrip("% "))


def paged(reader: Reader) -> Iterator[Fact]:
    """Yield what the English pages tell."""
    for path in sorted(Path("build/html", WORD).glob("*/*/*.html")):
        municipality, _, year = path.stem.rpartition("-")
        page, text = (municipality, year), path.read_text(encoding="utf-8")
        for table in TABLE.findall(text):
            rows = [[_plain(cell) for cell in CELL.findall(row)] for row in ROW.findall(table)]
            yield from reader.table(_caption(table), rows, page)
        for chart in CHART.findall(text):
            for spec in SPEC.findall(chart):
                for rows in json.loads(spec.replace("<\\/", "</")).get("datasets", {}).values():
                    yield from reader.data(_caption(chart), rows, page)


def _caption(markup: str) -> str:
    found = CAPTION.search(markup)
    return re.sub(r"^.*?</strong>", "", _plain(found[1], tags=False)) if found else ""


def _plain(markup: str, tags: bool = True) -> str:
    text = re.sub(r'<strong class="finding">.*?</strong>', "", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())
