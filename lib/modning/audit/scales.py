"""What a reader knows of scales: their titles, when they are asked, and which means go together.

Independently of what protects the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from modning.audit.known import known
from modning.scales import load_measure
from slicebook.programme import load_programme
from slicebook.text import Message, _
from surveys.codebook import Form, Item
from surveys.codebook.bands import answers_of


@dataclass(frozen=True)
class Total:
    """A mean over all of some items, the items' own means, and the figure of how many answered any.

    Items of a scale are shown on the pages alone: `scale` names its grid, `when` the words.
    """

    figure: str
    items: tuple[str, ...]
    form: str
    base: str = ""
    scale: str = ""
    low: float = 1.0
    high: float = 5.0

    @property
    def question(self) -> str:
        """Return what it is called among the questions of its form."""
        return f"{self.form}/{self.scale or self.figure}"

    @property
    def levels(self) -> tuple[int, ...]:
        """Return the sums that a person's answers to all items can have."""
        times_ = len(self.items)
        return tuple(range(int(self.low * times_), int(self.high * times_) + 1))


BEFORE, AFTER = _("Before"), _("After")


def scales(forms: Mapping[str, Form]) -> dict[str, Message]:
    """Return how captions begin that name a scale, by its grid."""
    return {item.id: load_measure(item.scale).title for _, item in _grids(forms)}


def times(forms: Mapping[str, Form]) -> dict[str, Message]:
    """Return the series of charts that name a form: before, after, or else its title."""
    roles = {role: form for form, role in reversed(load_programme().forms.items())}
    words = {id: form.title for id, form in forms.items()}
    named = {"before": BEFORE, "after": AFTER}
    return words | {roles[role]: word for role, word in named.items() if roles.get(role) in forms}


def totals(forms: Mapping[str, Form]) -> tuple[Total, ...]:
    """Return the means over all items of what the forms ask."""
    first = {word: form for form, word in times(forms).items()}
    told = {first.get(BEFORE): "before", first.get(AFTER): "after"}
    found = [
        Total(
            f"{name}.{when}",
            tuple(f"{name}.{row.id}.{when}" for row in item.rows),
            form,
            scale=item.id,
            low=float(min(option.code for option in item.options)),
            high=float(max(option.code for option in item.options)),
        )
        for form, item in _grids(forms)
        for name, when in [
            (known().prefixes.get(item.id, item.id), told[form]) if form in told
            else (f"{form}.{item.id}", "after")
        ]
    ]  # fmt: skip
    own = [Total(name, tuple(one["items"]), one["form"], one["base"])
           for name, one in known().totals.items()]  # fmt: skip
    return (*found, *(total for total in own if total.form in forms))


def figures_of_totals(forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the question of each mean of several items, by the figures that have it.

    The mean before stands beside each one after.
    """
    all_ = totals(forms)
    first = {one.scale: one for one in all_ if one.scale and one.figure.endswith(".before")}
    beside = {one.figure.removesuffix("after") + "before": first[one.scale].question
              for one in all_ if one.scale in first and one.figure.endswith(".after")}  # fmt: skip
    return beside | {one.figure: one.question for one in all_}


def means(forms: Mapping[str, Form]) -> dict[str, tuple[str, float, float]]:
    """Return what each mean is of: the form that counts the answers, least and largest value."""
    of_scales = {
        total.figure: (total.form, total.low, total.high) for total in totals(forms) if total.scale
    }
    told = {name: (one.form, one.low, one.high) for name, one in known().means.items()}
    return of_scales | {name: mean for name, mean in told.items() if mean[0] in forms}


def asked_twice(forms: Mapping[str, Form]) -> dict[str, str]:
    """Return the shares of a choice that stand as before and after, and which they are."""
    first = next((form for form, word in times(forms).items() if word is BEFORE), None)
    if first is None:
        return {}
    same = {}
    for form, word in times(forms).items():
        named = "" if word is AFTER else f"{form}."
        for item in forms[form].items:
            if item.type in ("single", "multiple", "number"):
                for one in answers_of(item):
                    answer = f"{item.id}.{one}"
                    same[f"{named}{answer}.before"] = f"{first}.{answer}"
                    same[f"{named}{answer}.after"] = f"{form}.{answer}"
    return same


def _grids(forms: Mapping[str, Form]) -> list[tuple[str, Item]]:
    return [(id, item) for id, form in forms.items() for item in form.items if item.scale]
