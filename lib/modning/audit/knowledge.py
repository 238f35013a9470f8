"""What a reader knows of the figures besides their values: what the book and the forms say.

Written from the book's text alone, independently of what protects the tables.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatch

from slicebook.text import _
from surveys.codebook import Form

# Sets of answers that the text names: the figure and the answers it takes together.
TOGETHER = {
    "education.beyond_primary": (
        "upper_secondary", "vocational", "short_higher", "medium_higher", "long_higher", "research",
    ),
    "income.public_support": (
        "unemployment_insurance", "sickness_benefit", "cash_benefit", "disability_pension",
        "rehabilitation",
    ),
    "duration.over_5_years": (
        "up_to_6_years", "up_to_7_years", "up_to_8_years", "up_to_9_years", "up_to_10_years",
        "over_10_years",
    ),
    "violence_continues.baseline": ("better", "same", "worse"),
    "earlier_violence.any": ("childhood", "earlier_partner", "other_close", "elsewhere"),
}  # fmt: skip
# Counts that are the same under another name, and shares.
SAME = {
    "funnel.assessed": "sara.assessed",
    "funnel.referred": "referral.group",
}
SAME_SHARES = {"violence_still.continues.before": "violence_continues.baseline"}
# Shares of something else than persons: answers to several rows or questions, pairs of persons, one
# public number of another, or links between simulated answers.
NO_COUNTS = (
    "violence.doubt", "ratio.*", "unanswered.*", "*.superiority", "funnel.started_per_referred",
    "trial.exact.linked", "trial.tolerant.linked",
)  # fmt: skip
# Means: what they are of, the form that counts the answers, least and largest value.
MEANS = {
    **{f"types_named.count.{when}": (form, 0.0, 9.0)
       for when, form in (("before", "baseline"), ("after", "completion"))},
    "sessions.mean": ("completion", 1.0, 10.0),
    **{f"{element}.{item}": ("completion", 1.0, 5.0)
       for element, items in {
           "recognition": ("knowledge", "extent", "reactions"),
           "mirroring": ("in_common", "understood", "mirroring", "trust"),
           "network": ("network", "keep_meeting"),
           "overall_benefit": ("wish_met", "helped"),
       }.items() for item in items},
}  # fmt: skip

# Means of whole-number answers by themselves: the figure and its question.
QUESTIONS = {
    "sessions.mean": "completion/sessions",
    **{figure: f"completion/experience_{figure.partition('.')[2]}"
       for figure, (form, low, _) in MEANS.items()
       if form == "completion" and figure.split(".")[0] in (
           "recognition", "mirroring", "network", "overall_benefit")},
}  # fmt: skip


# What is computed from figures that are attacked, and from public counts: withheld with those. A
# figure that is neither attacked nor named here has not been looked at.
DERIVED = (
    "*_less_*", "*.largest_difference", "representation.*", "*.n",
    "age.modal_group", "income.rehabilitation_rank", "funnel.*",
    "unit_cost.*", "full_year.*", "ratio.*", "unanswered.*", "men.baseline",
    "inspire.*", "inspire_o.*", "types_named.*", "types_doubted.*", "violence_still.*",
    "unlinked.*", "support_unlinked.*", "dropout.*", "support_dropout.*", "power.*",
    "recognition.*", "mirroring.*", "network.*", "overall_benefit", "overall_benefit.*",
    "sessions.*", "courses.*", "violence.types", "violence.doubt", "trial.*",
    "catchment.*", "demand.*", "waiting.*", "doubts.*",
    # Of costs and of public counts of forms; how many could be linked is one number alone.
    "break_even.*", "scale.*", "uncertainty.*", "linked.pairs",
)  # fmt: skip
# How captions begin whose shares are no answers to one question; the table of figures has them.
NO_QUESTION = (_("Participants less registered"),)


def counts_nobody(figure: str) -> bool:
    """Tell whether a share is of something else than persons."""
    return any(fnmatch(figure, pattern) for pattern in NO_COUNTS)


@dataclass(frozen=True)
class Question:
    """Figures that share a base: their answers, whether everybody gives one, sums among them."""

    prefix: str
    form: str
    answers: tuple[str, ...]
    exclusive: bool
    together: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    disjoint: bool = False

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


# What has stopped or goes on has been; what nobody knows is neither.
STATES = ("current", "stopped", "unknown")


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
        if question := _named(prefix, names, forms):
            found.append(question)
            names = names - set(question.answers)
        elif question := _states(prefix, names) or _question(prefix, names, forms):
            found.append(question)
            names = names - set(question.answers) - _endings(question)
        if bands := sorted(name for name in names if name.isdigit()):
            form = "registration" if prefix == "age" else "completion"
            found.append(Question(prefix, form, tuple(bands), exclusive=True))
        left += [Question(prefix, "", (name,), False) for name in names if not name.isdigit()]
    return [*found, *left]


def _named(prefix: str, names: set[str], forms: Mapping[str, Form]) -> Question | None:
    """Return the question whose figures are named by form, question and perhaps row."""
    for form in forms.values():
        for item in form.items:
            own = [f"{form.id}.{item.id}", *(f"{form.id}.{item.id}.{row.id}" for row in item.rows)]
            if prefix in own and item.type not in ("number", "date"):
                answers = tuple(option.id for option in item.options if option.id in names)
                whole = item.type != "multiple" and len(answers) == len(item.options)
                return Question(prefix, form.id, answers, whole)
            if prefix in own:
                return Question(prefix, form.id, tuple(sorted(names)), exclusive=True)
    return None


def _states(prefix: str, names: set[str]) -> Question | None:
    if not {*STATES, "ever"} <= names:
        return None
    ever = {f"{prefix}.ever": ("current", "stopped")}
    return Question(prefix, "registration", STATES, False, ever, disjoint=True)


def _endings(question: Question) -> set[str]:
    return {figure.rpartition(".")[2] for figure in question.together}


def _question(prefix: str, names: set[str], forms: Mapping[str, Form]) -> Question | None:
    best = None
    for form in forms.values():
        for item in form.items:
            answers = tuple(option.id for option in item.options if option.id in names)
            fits = len(answers) >= 2 and item.type in ("single", "multiple")
            near = item.id in prefix or prefix in item.id
            score = (len(answers), near, form.id in prefix)
            if fits and (best is None or score > best[0]):
                whole = item.type == "single" and len(answers) == len(item.options)
                best = score, form.id, answers, whole
    if best is None:
        return None
    together = {
        figure: chosen
        for figure, chosen in TOGETHER.items()
        if figure.rpartition(".")[0] == prefix or figure == prefix
    }
    return Question(prefix, best[1], best[2], best[3], together)
