"""Numbers in prose: Markdown cells are templates, filled with the figures of the page's slice.

A figure's dotted name is written as it is recorded: `{{ referral.declined }}` prints its text,
`{{ koge.referral.declined }}` another municipality's of the same year. A name may be a figure and
a prefix at once (`startup.wages`, `startup.wages.release`), so figures form a tree.

A sentence that names a figure which has no value here falls away (`sentences.told`).
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache, total_ordering
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, nodes, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context

from slicebook.book.sentences import ABSENT, KEPT_BACK, WHY_WITHHELD, told
from slicebook.results import Figure
from slicebook.text import _, quantity

NUMBERS = ("value", "low", "high", "n", "shown")
# A sentence that ends in an amount of kroner has the amount's full stop.
_DOUBLED = re.compile(r"\bkr\.(</a>)?\.(?!\.)")
# What gives the address of a figure's row, among the values of a page.
ROW = "address_of_row"
# Private characters around the address and the text of a link, until sentences fell away.
_LINK = "\ue010{}\ue011{}\ue012"
_LED = re.compile(_LINK.format("(.*?)", "(.*?)"))
_HEADING = re.compile(r"^#.*", re.MULTILINE)
TO = _("to")
NOTHING = {
    "answers": _("Nobody answered this here."),
    "forms": _("Nobody filled in such a form here."),
    "change": _("There are not answers both before and after here."),
    "places": _("There are not answers from two municipalities or more to compare here."),
}
CHANGES = {
    "rise": _("a rise beyond what chance gives"),
    "fall": _("a fall beyond what chance gives"),
    "neither": _("a difference that chance may give"),
}
TEXTS = {"low_text": "low", "high_text": "high"}


class ProseError(Exception):
    """A template that cannot be filled; its text says why."""


@total_ordering
class Name:
    """A dotted name: its figure, if it has one, and the names below it.

    Printed, it is the figure as a sentence carries it, or a mark of why it cannot. `.value`,
    `.low`, `.high`, `.n` and `.shown` are the figure's numbers and `.low_text`, `.high_text` its
    bounds as prose, unless a figure below has that name (`duration.n`). Compared or tested, it
    stands for the figure's value.
    """

    __slots__ = ("_below", "_figure", "_path")

    def __init__(self, path: str) -> None:
        self._path = path
        self._figure: Figure | None = None
        self._below: dict[str, Name] = {}

    def __getattr__(self, part: str) -> Any:
        if part in self._below:
            return self._below[part]
        if self._figure is not None and part in NUMBERS:
            return getattr(self._figure, part)
        if self._figure is not None and part in TEXTS:
            return self._bound(TEXTS[part])
        raise AttributeError(part)

    def __str__(self) -> str:
        figure = self._known()
        if not figure.shown:
            return KEPT_BACK
        return ABSENT if _is_missing(figure.value) else figure.text()

    def __bool__(self) -> bool:
        return bool(self._known().value)

    def __eq__(self, other: object) -> bool:
        return self._known().value == _number(other)

    def __lt__(self, other: object) -> bool:
        return self._known().value < _number(other)

    __hash__ = None

    def _bound(self, end: str) -> str:
        figure = self._known()
        bound = getattr(figure, end)
        if not figure.shown or (_is_missing(bound) and figure.n):
            return KEPT_BACK
        return ABSENT if _is_missing(bound) else quantity(bound, figure.unit)

    def _known(self) -> Figure:
        if self._figure is None:
            raise UndefinedError(_no_value(self._path))
        return self._figure


class Unknown(StrictUndefined):
    """A name nobody recorded: any use but `is defined` fails, naming it in full."""

    def __getattr__(self, part: str) -> Any:
        if part.startswith("__"):
            raise AttributeError(part)
        return Unknown(name=f"{self._path()}.{part}")

    def _path(self) -> str:
        above = getattr(self._undefined_obj, "_path", None)
        return f"{above}.{self._undefined_name}" if above else str(self._undefined_name)

    @property
    def _undefined_message(self) -> str:
        return _no_value(self._path())


def tree(figures: Iterable[Figure], prefix: str = "") -> Name:
    """Return the names of one slice's figures; a later figure replaces an earlier of its name."""
    top = Name(prefix)
    for figure in figures:
        here = top
        for part in figure.figure.split("."):
            path = f"{here._path}.{part}" if here._path else part
            here = here._below.setdefault(part, Name(path))
        here._figure = figure
    return top


def names(figures: Iterable[Figure]) -> dict[str, Name]:
    """Return what a template of the slice may name at its top: `referral`, `inspire_o`, …."""
    return dict(tree(figures)._below)


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Fill a Markdown template; `ProseError` names what has no value or what is malformed."""
    if "{{" not in template and "{%" not in template:
        return template
    try:
        text = told(_compiled(template).render(values))
    except (TemplateError, TypeError) as problem:
        raise ProseError(str(problem)) from None
    text = _HEADING.sub(lambda heading: _LED.sub(r"\2", heading[0]), text)
    text = _LED.sub(r'<a class="figure" href="\1">\2</a>', text)
    return _DOUBLED.sub(r"kr.\1", text)


@pass_context
def _led(context: Context, value: object) -> object:
    """Return a figure that stands in a sentence as a link to its row, marked; others as are."""
    figure = value._figure if isinstance(value, Name) else None
    leads = context.get(ROW)
    address = leads(figure) if leads and figure and figure.shown else None
    return _LINK.format(address, value) if address else value


def listed(places: Iterable[tuple[str, Name]], path: str, ends: bool = False) -> str:
    """Return a figure in each municipality that has it, the largest first: "Odense 33%, Køge 8%".

    `places` are pairs of a name and its figures; what has no value or is withheld is left out. With
    `ends`, its lower and upper end: "Odense 28% to 39%".
    """
    return ", ".join(
        f"{name} {_ends(one) if ends else one}" for name, one in _by_size(places, path)
    )


def within(places: Iterable[tuple[str, str]], figures: Name) -> list[tuple[str, Name]]:
    """Return the figures below a name by municipality, for `listed`: `full_year.koge.completer`.

    `places` are pairs of a municipality's name and its key.
    """
    if not isinstance(figures, Name):
        return []
    return [(name, getattr(figures, key)) for name, key in places if hasattr(figures, key)]


def is_withheld(figure: object) -> bool:
    """Tell whether a figure was recorded and may not be shown; one that has no value is not it."""
    return not figure._known().shown if isinstance(figure, Name) else False


def lacking(figure: Name, of: str = "answers", *counts: Name) -> str:
    """Return why a figure has no value to tell: it is withheld, or there is nothing it is of.

    `of` is what it is of, a key of `NOTHING`; `counts` are how many forms it would rest on, each of
    which it needs. Without them the figure itself says whether it is withheld.
    """
    known = [bool(count) for count in counts if isinstance(count, Name)]
    withheld = all(known) if known else is_withheld(figure)
    return str(WHY_WITHHELD if withheld else NOTHING[of])


def change(figure: Name) -> str:
    """Return in words whether a change with an interval is a rise or fall beyond chance."""
    known = figure._known()
    if known.low is None or known.low <= 0 <= known.high:
        return str(CHANGES["neither"])
    return str(CHANGES["rise" if known.low > 0 else "fall"])


def interval(figure: Name) -> str:
    """Return a figure's interval to stand behind it, " (28% to 39%)"; "" where it may not be shown.

    A mean needs fewer answers than its interval.
    """
    known = figure._known()
    has = known.shown and not _is_missing(known.low) and not _is_missing(known.high)
    return f" ({_ends(figure)})" if has else ""


def _ends(figure: Name) -> str:
    return f"{figure.low_text} {TO} {figure.high_text}"


def ranked(places: Iterable[tuple[str, Name]], path: str) -> list[str]:
    """Return the names of the municipalities that `listed` gives, in its order."""
    return [name for name, _ in _by_size(places, path)]


def _by_size(places: Iterable[tuple[str, Name]], path: str) -> list[tuple[str, Name]]:
    found = [(name, _below(figures, path)) for name, figures in places]
    known = [(name, one) for name, one in found if one is not None and one.value is not None]
    return sorted(known, key=lambda pair: -pair[1].value)


def _below(figures: Name, path: str) -> Name | None:
    for part in path.split("."):
        figures = getattr(figures, part, None)
    return figures if hasattr(figures, "value") else None


def named(template: str) -> set[str]:
    """Return the dotted names a template uses, and what they begin with."""
    found = _ENVIRONMENT.parse(template).find_all((nodes.Name, nodes.Getattr))
    return {_dotted(node) for node in found}


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


@lru_cache(maxsize=1024)
def _compiled(template: str) -> Template:
    """Compile once what every slice of a notebook fills in anew."""
    return _ENVIRONMENT.from_string(template)


def _no_value(path: str) -> str:
    return f'"{path}" has no value here'


def _is_missing(value: object) -> bool:
    return value is None or value != value


def _number(other: object) -> object:
    return other._known().value if isinstance(other, Name) else other


_ENVIRONMENT = Environment(
    undefined=Unknown, keep_trailing_newline=True, comment_start_string="{##", finalize=_led
)
_ENVIRONMENT.filters |= {"listed": listed, "ranked": ranked, "within": within,
                         "lacking": lacking, "change": change, "interval": interval}  # fmt: skip
_ENVIRONMENT.tests |= {"withheld": is_withheld}
