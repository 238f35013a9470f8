"""The attack on statistics across editions: the answers of who came in or was withdrawn between."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from cellguard.linked import Program
from cellguard.question import Question
from modning.audit.findings import Finding, Key, Slices, at_most, forms_counted
from modning.audit.statistics import (
    Codes,
    Shown,
    by_question,
    codes_of_question,
    recorded,
    shares_told,
    tell,
)
from modning.audit.told import Fact
from modning.audit.turnover import Corrected, growth, of_edition, settled
from slicebook.editions import COARSE
from slicebook.programme import ALL, Programme
from surveys.codebook import Form


def attack_newcomers(
    before: pd.DataFrame,
    seen: Iterable[Fact],
    results: pd.DataFrame,
    forms: Mapping[str, Form],
    programme: Programme,
    edition: str,
) -> Iterator[Finding]:
    """Bound how often who came or went since an edition gave each answer, and what it withheld.

    `before` is what the edition showed, to steps of its own, which may not be those of now
    (`editions.earlier`). Both are taken together as `turnover` says. Raises `InputError` where an
    edition contradicts itself.
    """
    steps = before.attrs.get(COARSE, programme.rules.coarse)
    old = by_question(recorded(before, forms, steps))
    for question, shown in by_question(seen).items():
        codes = codes_of_question(forms, question)
        if question in old and codes is not None and not _repeats(old[question], shown):
            form = question.split("/")[0]
            counted = forms_counted(form, before), forms_counted(form, results)
            with of_edition(question, edition):
                both = _Editions(codes, (old[question], shown), counted, programme)
                yield from both.attack(question, edition)


def _repeats(old: Shown, shown: Shown) -> bool:
    """Tell whether everything that was shown still is."""
    return all(shown.get(key, {}).get(what) == span
               for key, told in old.items() for what, span in told.items())  # fmt: skip


class _Editions:
    """The answers to a question in two editions."""

    def __init__(
        self, codes: Codes, shown: tuple[Shown, Shown],
        forms: tuple[Mapping[Key, float], Mapping[Key, float]], programme: Programme,
    ) -> None:  # fmt: skip
        self.codes, self.levels = codes, codes.levels
        self.shown, self.programme = shown, programme
        self.slices = Slices(programme)
        self.places = self.slices.parts((ALL, ALL))
        sizes = [at_most(some, self.places) for some in forms]
        self.most = {key: max(size[key] for size in sizes) for key in self.places}
        n = tuple({key: told["n"][0] for key, told in one.items() if "n" in told} for one in shown)
        self.more = growth(self.places, n, forms)
        self.kept, self.came, self.gone = settled(self.places, self._make)

    def attack(self, question: str, edition: str) -> Iterator[Finding]:
        """Yield what is bounded too closely."""
        old, new = self.shown
        of = (
            (self.came, f"since {edition}", lambda key: key in old and key in new),
            (self.gone, f"withdrawn since {edition}", lambda key: key in old and key in new),
            (self.kept.with_(self.gone), f"in {edition}", lambda key: True),
            (self.kept.with_(self.came), f"with {edition}", lambda key: True),
        )
        for key in self.slices.all:
            open_ = [set(), set(), *(shares_told(told.get(key, {}), self.levels)
                                     for told in self.shown)]  # fmt: skip
            for (persons, words, asked), told in zip(of, open_, strict=True):
                for level in sorted(set(self.levels) - told) if asked(key) else ():
                    ends = self._judge(persons, key, level)
                    if ends:
                        name = f"{question} = {level} {words}"
                        rule = float(self.programme.rules.protection_width)
                        yield Finding(name, *key, *ends, None, False, asked=rule, edition=edition)

    def _judge(self, persons: Question, key: Key, level: int) -> tuple[float, float] | None:
        """Return how many gave an answer where it is certainly a few, and too closely known."""
        rule, program = self.programme.rules.protection_width, persons.program
        terms = persons.count(self.slices.parts(key), (level,))
        low, high = program.about(terms)
        if high < 1 or not program.is_within(terms, rule, self.programme.threshold):
            return None
        low, high = program.bounds(terms, rule)
        few = 1 <= low < self.programme.threshold and high - low < rule
        return (low, high) if few else None

    def _make(
        self, corrected: Corrected
    ) -> tuple[Program, dict[Key, int], tuple[Question, Question, Question]]:
        program = Program()
        kept, came, gone = (Question(program, self.levels, self.most) for _ in range(3))
        for other, shown in zip((gone, came), self.shown, strict=True):
            tell(kept.with_(other), shown, self.codes, self.slices)
        moved = {key: (came.count((key,)), gone.count((key,)), self.more.get(key))
                 for key in self.places}  # fmt: skip
        people = max(self.most.values())
        return program, corrected.tie(program, moved, people), (kept, came, gone)
