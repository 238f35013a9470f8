"""What a reader knows of the figures besides their values: what the book and the forms say.

What the book's text says is in `data/known.yml`, independently of what protects the tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

from modning.audit.known import known
from slicebook.text import _
from surveys.codebook import Form, Item

# Shares of something else than persons, whatever the programme.
NO_COUNTS = ("ratio.*", "unanswered.*", "*.superiority")
# Types of questions whose answers are shares.
CHOSEN = ("single", "multiple")
# How captions begin whose shares are no answers to one question; the table of figures has them.
NO_QUESTION = (_("Standardised differences with 95% intervals"),)


def counts_nobody(figure: str) -> bool:
    """Tell whether a share is of something else than persons."""
    return any(fnmatch(figure, pattern) for pattern in (*NO_COUNTS, *known().no_counts))


@dataclass(frozen=True)
class Question:
    """Figures that share a base: their answers, whether everybody gives one, sums among them.

    `item` is what the form asks, where the figures are of one of its questions and no other's.
    """

    prefix: str
    form: str
    answers: tuple[str, ...]
    exclusive: bool
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disjoint: bool = False
    item: str = ""

    def owns(self, figure: str) -> bool:
        """Tell whether a figure is one of the question's."""
        prefix, _, ending = figure.rpartition(".")
        return figure in self.together or (prefix == self.prefix and ending in self.answers)

    @property
    def base(self) -> str:
        """Return the figure that says how many answered; none for a figure that stands alone."""
        if not self.form:
            return ""
        return f"{self.prefix.split('.')[0]}.n" if self.disjoint else f"{self.prefix}.n"


def figures_of(question: Question) -> list[str]:
    """Return the figures that are shares of a question's answers."""
    names = (f"{question.prefix}.{answer}" for answer in question.answers)
    return list(dict.fromkeys([*names, *question.together]))


def questions(figures: Iterable[str], forms: Mapping[str, Form]) -> list[Question]:
    """Find the questions whose answers the figures give: an answer is a figure's last part.

    A figure that belongs to none stands alone: its slices still add up.
    """
    endings: dict[str, set[str]] = {}
    for figure in figures:
        prefix, _, ending = figure.rpartition(".")
        endings.setdefault(prefix, set()).add(ending)
    found, left = [], []
    for prefix, names in endings.items():
        question = _named(prefix, names, forms) or _states(prefix, names)
        if question := question or _question(prefix, names, forms):
            found.append(question)
            names = names - set(question.answers) - _endings(question)
        bands = sorted(name for name in names if name.isdigit())
        if bands and (form := _asking(prefix, forms)):
            found.append(Question(prefix, form, tuple(bands), exclusive=True))
            names = names - set(bands)
        left += [Question(prefix, "", (name,), False) for name in names]
    return [*found, *left]


def _named(prefix: str, names: set[str], forms: Mapping[str, Form]) -> Question | None:
    """Return the question whose figures are named by form, question and perhaps row."""
    for form in forms.values():
        for item in form.items:
            own = [f"{form.id}.{item.id}", *(f"{form.id}.{item.id}.{row.id}" for row in item.rows)]
            if prefix in own and item.type not in ("number", "date"):
                answers = _answers(prefix, names, item)
                whole = item.type != "multiple" and len(answers) == len(item.options)
                asked = item.id if item.type in CHOSEN else ""
                return Question(prefix, form.id, answers, whole, _together(prefix), item=asked)
            if prefix in own:
                return Question(prefix, form.id, tuple(sorted(names)), exclusive=True)
    return None


def _asking(item: str, forms: Mapping[str, Form]) -> str:
    """Return the first form that asks for a number under this name."""
    asking = (form.id for form in forms.values() for one in form.items
              if (one.id, one.type) == (item, "number"))  # fmt: skip
    return next(asking, "")


def _states(prefix: str, names: set[str]) -> Question | None:
    states = known().states
    if not states.form or not {*states.answers, states.sum} <= names:
        return None
    whole = {f"{prefix}.{states.sum}": states.of}
    return Question(prefix, states.form, states.answers, False, whole, disjoint=True)


def _endings(question: Question) -> set[str]:
    return {figure.rpartition(".")[2] for figure in question.together}


def _question(prefix: str, names: set[str], forms: Mapping[str, Form]) -> Question | None:
    found = []
    for form in forms.values():
        for item in form.items:
            answers = _answers(prefix, names, item)
            near = item.id in prefix or prefix in item.id
            if len(answers) >= 2 and item.type in CHOSEN:
                found.append(((len(answers), near, form.id in prefix), form.id, item, answers))
    if not found:
        return None
    best = max(score for score, *_ in found)
    same = [one for score, *one in found if score == best]
    form, item, answers = same[0]
    whole = item.type == "single" and len(answers) == len(item.options)
    asked = item.id if [one for one, *_ in same].count(form) == 1 else ""
    return Question(prefix, form, answers, whole, _together(prefix), item=asked)


def _answers(prefix: str, names: set[str], item: Item) -> tuple[str, ...]:
    """Return a question's answers of which a figure tells, by itself or with others."""
    told = names.union(*_together(prefix).values())
    return tuple(option.id for option in item.options if option.id in told)


def _together(prefix: str) -> dict[str, tuple[str, ...]]:
    return {
        figure: chosen
        for figure, chosen in known().together.items()
        if figure.rpartition(".")[0] == prefix or figure == prefix
    }
