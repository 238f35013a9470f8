"""What the pages tell of the answers behind their means: read from tables, charts and downloads.

Known are the words of the forms, the headings of the tables and what each statistic is computed
from; nothing else. A number stands for all that are printed alike.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cellguard.exhibits import DATA, TABLE, Exhibit, exhibits
from cellguard.moments import Span
from modning.audit.reading import places_named
from modning.audit.rounding import counted, near, rounded, spans
from modning.audit.scales import scales, times
from slicebook.programme import Programme
from slicebook.text import message
from surveys.codebook import Form

# Headings of tables, by what stands below them.
ITEM = message({"da": "Spørgsmål", "en": "Item"})
MEAN, SD = (
    message({"da": "Gennemsnit", "en": "Mean"}),
    message({"da": "Standardafvigelse", "en": "Standard deviation"}),
)
FROM = message({"da": "95 % fra", "en": "95% from"})
FLOOR, CEILING = (
    message({"da": "Laveste svar", "en": "Lowest answer"}),
    message({"da": "Højeste svar", "en": "Highest answer"}),
)
ANSWERS = message({"da": "Svar", "en": "Answers"})
REST, WITHOUT = (
    message({"da": "Korrelation med de øvrige", "en": "Correlation with the rest"}),
    message({"da": "Alfa uden spørgsmålet", "en": "Alpha without the item"}),
)


# What is told of a mean with its interval.
MOMENTS = ("mean", "low", "high")


@dataclass(frozen=True)
class Fact:
    """One number that is shown of the answers to a question (`<form>/<question>`) in a slice.

    `what` is n, mean, low, high, sd, or the share in per cent of answers: `percent 5`,
    `percent 1–4`; `count 5` is how many gave it, as follows from others. Of an item of a scale
    also its correlation with the `rest`, and alpha `without` it.
    """

    question: str
    municipality: str
    year: str
    what: str
    span: Span


def exhibits_of(folder: Path, language: str) -> Iterator[tuple[Exhibit, str, str]]:
    """Yield every exhibit of a language's book, with the municipality and year of its page."""
    for page in sorted(folder.glob("*/*/*.html")):
        municipality, _, year = page.stem.rpartition("-")
        for one in exhibits(page, f"{language}/{page.parent.name}/{page.name}"):
            yield one, municipality, year


def codes_of(text: str) -> range:
    """Return the codes of answers shown as one, "5" or "1–4"; none for what is no such text."""
    found = re.fullmatch(r"(\d+)(?:–(\d+))?", text)
    return range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)


class Words:
    """A language's words for questions and municipalities, by which exhibits are read."""

    def __init__(self, forms: Mapping[str, Form], programme: Programme, language: str) -> None:
        self.language, self.coarse = language, programme.rules.coarse
        self.places = places_named(programme, language)
        self.scales = {title[language]: id for id, title in scales(forms).items()}
        self.times = {word[language].lower(): form for form, word in times(forms).items()}
        self.ends = {
            (form.id, item.id): [item.options[at].code for at in (0, -1)]
            for form in forms.values() for item in form.items if item.scale
        }  # fmt: skip
        self.rows: dict[tuple[str, str, str], str] = {}
        for form in forms.values():
            for item in form.items:
                for row in item.rows:
                    question = f"{form.id}/{item.id}_{row.id}"
                    self.rows[form.id, item.id, row.label[language]] = question

    def read(self, one: Exhibit, municipality: str, year: str) -> Iterator[Fact]:
        """Yield what an exhibit of a slice's page tells."""
        for row in one.rows:
            cells = dict(zip(one.columns, row, strict=False))
            for question, place, what, span in self._row(one, cells, municipality):
                if span is not None:
                    yield Fact(question, place, year, what, span)

    def _row(self, one: Exhibit, row: Mapping[str, str], here: str) -> Iterable[tuple]:
        word, columns = self.language, set(one.columns)
        if one.kind == DATA and {"group", "series", "value", "low", "high"} <= columns:
            return self._dots(one, row, here)
        if one.kind == DATA and {"code", "start", "end", "item", "place"} <= columns:
            return self._bar(row)
        if one.kind != DATA and {MEAN[word], FROM[word]} <= columns:
            return self._numbers(one, row, here)
        if one.kind == TABLE and {ITEM[word], SD[word]} <= columns:
            return self._item(one, row, here)
        return ()

    def _of(self, one: Exhibit, group: str, series: str, here: str) -> tuple[str, str] | None:
        """Return the question and place of a row, whose group is either and series the other."""
        title = one.caption.split(":")[0]
        scale, form = self.scales.get(title), self.times.get(series.lower())
        if scale and form:
            return self.of_scale(form, scale, group, here)
        if series in self.places:
            return self.alone(group, self.places[series])
        return None

    def of_scale(self, form: str, scale: str, row: str, here: str) -> tuple[str, str] | None:
        """Return the question and place of a row that names a municipality or an item."""
        if row in self.places:
            return f"{form}/{scale}", self.places[row]
        question = self.rows.get((form, scale, row))
        return (question, here) if question else None

    def alone(self, row: str, place: str) -> tuple[str, str] | None:
        """Return the question of a row that only one grid has which asks no published scale."""
        scales = self.scales.values()
        found = {question for (_, item, name), question in self.rows.items()
                 if name == row and item not in scales}  # fmt: skip
        return (found.pop(), place) if len(found) == 1 else None

    def _dots(self, one: Exhibit, row: Mapping[str, str], here: str) -> Iterable[tuple]:
        found = self._of(one, row["group"], row["series"], here)
        if found:
            each = spans(row["value"], row["low"], row["high"], self.coarse)
            yield from ((*found, what, one) for what, one in zip(MOMENTS, each, strict=True))

    def _numbers(self, one: Exhibit, row: Mapping[str, str], here: str) -> Iterable[tuple]:
        first, second = (row[name] for name in one.columns[:2])
        found = self._of(one, first, second, here)
        if found:
            yield *found, "n", counted(row.get(ANSWERS[self.language], ""))
            yield *found, "mean", near(row[MEAN[self.language]], self.coarse)

    def _bar(self, row: Mapping[str, str]) -> Iterable[tuple]:
        place = self.places.get(row["place"])
        found = self.alone(row["item"], place) if place else None
        if found and codes_of(row["code"]):
            percent = float(row["end"]) - float(row["start"])
            yield *found, f"percent {row['code']}", (percent - 1e-6, percent + 1e-6)

    def _item(self, one: Exhibit, row: Mapping[str, str], here: str) -> Iterable[tuple]:
        word = self.language
        title = next((name for name in self.scales if one.caption.startswith(name)), None)
        if title is None:
            return
        scale, head = self.scales[title], one.caption.split(":")[0].removeprefix(title).strip(", ")
        form = self.times[head.lower()]
        known = self.of_scale(form, scale, row[ITEM[word]], here)
        found = known or (f"{form}/{scale}", here)
        yield *found, "n", counted(row[ANSWERS[word]])
        yield *found, "mean", near(row[MEAN[word]], self.coarse)
        yield *found, "sd", near(row[SD[word]], self.coarse)
        # The ends of the mean of all items are those of every one of them.
        times_ = 1 if known else len([one for one in self.rows if one[:2] == (form, scale)])
        for code, heading in zip(self.ends[form, scale], (FLOOR, CEILING), strict=True):
            yield *found, f"percent {code * times_}", rounded(row[heading[word]])
        for what, heading in (("rest", REST), ("without", WITHOUT)):
            yield *found, what, rounded(row.get(heading[word], ""))
