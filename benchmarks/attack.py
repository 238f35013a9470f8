"""The attack on whole-number answers anew, on what is published alone: what is withheld, bounded.

It shares no line with what protects or audits the book. Read are the pages' tables and charts, the
table of figures, the forms and the rules of `programme.yml`; what is true is looked up afterwards.
Answers are whole numbers, so a mean, its interval, a spread and n leave few sums and sums of
squares; slices add up; shares are counts. All of a question is one system of whole numbers.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from benchmarks.attack_facts import published, rows_counted
from benchmarks.attack_pages import Question, questions
from benchmarks.attack_system import NEAR, Span, System, fitting
from modning.register import entry
from slicebook.programme import ALL, load_programme
from surveys.answers import read_answers

Key = tuple[str, str]
Told = dict[str, dict[Key, dict[str | tuple[int, ...], Span]]]


class Answers:
    """The counts of a question's answers by part, in a system, with all that is published of it."""

    def __init__(self, whole: System, codes: Sequence[int], alone: bool, size: Mapping[Key, float]):
        self.whole, self.codes = whole, codes
        self.count = {(part, code): whole.number(most) for part, most in size.items()
                      for code in codes}  # fmt: skip
        self.people = {part: whole.number(most) for part, most in size.items()}
        for part in size:
            for code in codes if not alone else ():
                whole.know({self.count[part, code]: 1, self.people[part]: -1}, -np.inf, 0)
            if alone:
                each = {self.count[part, code]: 1 for code in codes}
                whole.know(each | {self.people[part]: -1}, 0, 0)

    def sum(self, parts: Sequence[Key], codes: Sequence[int] | None = None, power: int = 0) -> dict:
        """Return how many gave some answers, or the sum of the answers or of their squares."""
        return {self.count[part, code]: code**power for part in parts
                for code in codes or self.codes}  # fmt: skip

    def tell(self, told: Mapping[Key, Mapping[str | tuple, Span]], parts) -> None:
        """Add what is published."""
        for key, facts in told.items():
            if "n" not in facts:
                continue
            n = facts["n"][0]
            self.whole.know({self.people[part]: 1 for part in parts[key]}, n, n)
            for codes, span in facts.items():
                if isinstance(codes, tuple):
                    low, high = (end * n / 100 for end in span)
                    ends = math.ceil(low - NEAR), math.floor(high + NEAR)
                    self.whole.know(self.sum(parts[key], codes), *ends)
            if "mean" in facts and n:
                self._moments(parts[key], int(n), facts)

    def _moments(self, parts: Sequence[Key], n: int, facts) -> None:
        """Add that the sum of the answers, with that of their squares, is one of those that fit."""
        whole, fits = self.whole, list(fitting(n, facts))
        if not {"low", "high", "sd"} & set(facts):
            whole.know(self.sum(parts, power=1), fits[0][0], fits[-1][0])
            return
        choice = [whole.number(1) for _ in fits]
        whole.know(dict.fromkeys(choice, 1), 1, 1)
        sums = {at: -total for at, (total, _) in zip(choice, fits, strict=True)}
        whole.know(self.sum(parts, power=1) | sums, 0, 0)
        for end, ends in ((0, (0, np.inf)), (1, (-np.inf, 0))):
            offs = {at: -squares[end] for at, (_, squares) in zip(choice, fits, strict=True)}
            whole.know(self.sum(parts, power=2) | offs, *ends)


@dataclass(frozen=True)
class Cell:
    """A withheld count of few, and what a reader knows of it."""

    question: str
    answer: str
    key: Key
    true: int
    n: int
    ends: Span


def attack() -> Iterator[Cell]:
    """Yield every count of few that is published nowhere, of all questions of which anything is."""
    programme, asked = load_programme(), list(questions())
    parts, forms, rule = _parts(programme), _forms(), programme.rules.protection_width
    told: Told = defaultdict(lambda: defaultdict(dict))
    for fact in published(asked):
        here = told[fact.question][fact.key]
        low, high = here.get(fact.what, (-np.inf, np.inf))
        here[fact.what] = max(low, fact.span[0]), min(high, fact.span[1])
    for together in _grouped(asked):
        if not any(one.name in told for one in together):
            continue
        form = together[0].form
        size = {part: forms[form].get(part, max(forms[form].values())) for part in parts[ALL, ALL]}
        known = _Together(together, told, size, parts)
        for one in together:
            yield from _cells(one, known, told[one.name], programme.threshold, rule)


def _grouped(asked: Sequence[Question]) -> list[list[Question]]:
    """Return questions that statistics tie: the rows that are counted, or one by itself."""
    counted = {(form, item.id) for form, item, _ in rows_counted()}
    found: dict[tuple[str, ...], list[Question]] = defaultdict(list)
    for one in asked:
        key = (one.form, one.item.id)
        found[key if key in counted else (*key, one.row)].append(one)
    return list(found.values())


class _Together:
    """The answers to questions that are tied, with all that is published of them."""

    def __init__(self, together: Sequence[Question], told: Told, size, parts) -> None:
        self.whole, self.parts = System(), parts
        self.answers = {one.name: Answers(self.whole, list(one.codes), one.alone, size)
                        for one in together}  # fmt: skip
        for name, answers in self.answers.items():
            answers.tell(told[name], parts)
        item, form = together[0].item, together[0].form
        for _, _, counted in [one for one in rows_counted() if one[:2] == (form, item)]:
            how_many = Answers(self.whole, range(len(together) + 1), True, size)
            how_many.tell(told[f"{form}/{item.id} {counted.set}"], parts)
            chosen = entry(form, item.id).answers(counted.set)
            codes = [option.code for option in item.options if option.id in chosen]
            for part in size:
                rows = dict.fromkeys(self._rows(part, codes, 0), -1)
                self.whole.know(how_many.sum([part], power=1) | rows, 0, 0)

    def _rows(self, key: Key, codes: Sequence[int] | None, power: int) -> dict[int, float]:
        sums = [one.sum(self.parts[key], codes, power) for one in self.answers.values()]
        return {place: factor for one in sums for place, factor in one.items()}


def _cells(one: Question, known: _Together, told, threshold: int, enough: int) -> Iterator[Cell]:
    """Yield what few gave, or what all but few did, where that is published of neither."""
    true, codes = _true(one), {option.id: option.code for option in one.item.options}
    sets = [tuple(codes[id] for id in chosen.answers)
            for chosen in entry(one.form, one.item.id).sets.values() if one.alone]  # fmt: skip
    chosen = dict.fromkeys([*((code,) for code in one.codes), *sets])
    rests = {tuple(code for code in one.codes if code not in some): some for some in chosen}
    for key, places in known.parts.items():
        n = sum(true["n"].get(part, 0) for part in places)
        for some, rest in (chosen | (rests if one.alone else {})).items():
            few = sum(true[code].get(part, 0) for part in places for code in some)
            # That nobody gave an answer is no secret, so neither is that all did not.
            hidden = few < n or some not in rests
            if 0 < few < threshold and hidden and not {some, rest} & set(told.get(key, {})):
                ends = known.whole.ends(known.answers[one.name].sum(places, some), enough)
                yield Cell(one.name, " + ".join(one.codes[c] for c in some), key, few, n, ends)


def _parts(programme) -> dict[Key, list[Key]]:
    places, years = list(programme.municipalities), list(map(str, programme.years))
    return {(place, year): [(p, y) for p in places for y in years
                            if place in (p, ALL) and year in (y, ALL)]
            for place in (*places, ALL) for year in (*years, ALL)}  # fmt: skip


def _forms() -> dict[str, dict[Key, float]]:
    """Return how many forms of each kind there are, as is published."""
    rows = pd.read_csv("build/results.csv", dtype={"year": str})
    found: dict[str, dict[Key, float]] = defaultdict(dict)
    for row in rows[rows["unit"] == "forms"].itertuples():
        if row.figure.startswith("n."):
            found[row.figure[2:]][row.municipality, row.year] = row.value
    return found


def _true(question: Question) -> dict:
    """Return the true counts of each answer, and of all who answered, by part."""
    answers = read_answers(question.form)
    where = [answers["municipality"], answers["year"].astype(str)]
    given = question.given(answers)
    true = {code: given[code].groupby(where).sum().to_dict() for code in question.codes}
    return true | {"n": given["n"].groupby(where).sum().to_dict()}


def main() -> None:
    """Attack the book that is built here, and say what of the withheld can be worked out."""
    width = load_programme().rules.protection_width
    cells = list(attack())
    close = [one for one in cells if one.ends[1] - one.ends[0] < min(width, one.n)]
    wrong = [one for one in close if not one.ends[0] <= one.true <= one.ends[1]]
    exact = [one for one in cells if one.ends[0] == one.ends[1]]
    for one in (*wrong, *close):
        print(one)
    asked = {one.question for one in cells}
    print(f"{len(cells)} withheld cells of few, of {len(asked)} questions: "
          f"{len(close)} bounded more closely than the rule, {len(exact)} exactly; "
          f"{len(wrong)} outside their bounds")  # fmt: skip


if __name__ == "__main__":
    main()
