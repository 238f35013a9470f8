"""Numbers in prose: Markdown cells are templates, filled with the figures of the page's slice.

A figure's dotted name is written as it is recorded: `{{ meals.warm }}` prints its text,
`{{ north.meals.warm }}` another municipality's of the same year.

A sentence that names a figure which has no value here falls away (`sentences.told`). What a
sentence says in words by a figure comes from the figure (`wording`): `{{ gain | change }}`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from jinja2 import Environment, Template, TemplateError, nodes, pass_context
from jinja2.exceptions import UndefinedError
from jinja2.runtime import Context

from slicebook.book import wording
from slicebook.book.names import Name, Unknown, Unrecorded, no_value, taken
from slicebook.book.sentences import told, unrecorded
from slicebook.kinds import as_html, bare
from slicebook.singular import in_singular

# A sentence that ends in an amount of kroner has the amount's full stop.
_DOUBLED = re.compile(r"\bkr\.((?:</span>|</a>|[\ue000-\uf8ff])*)\.(?!\.)")
# Among the values of a page: what gives the address of a figure's row, what tells whether a name
# could have been recorded that was not, and what is said of it where a run ended for want of data.
ROW, COULD, ENDED = "address_of_row", "could_be_recorded", "words_of_end"
# Private characters around the address and the text of a link, until sentences fell away.
_LINK = "\ue010{}\ue011{}\ue012"
_LED = re.compile(_LINK.format("(.*?)", "(.*?)"))
_HEADING = re.compile(r"^#.*", re.MULTILINE)
FILTERS = (
    wording.about, wording.change, wording.interval, wording.made_up,
    wording.ranked, wording.rough, wording.sized, wording.told, wording.whole, wording.within,
)  # fmt: skip


class ProseError(Exception):
    """A template that cannot be filled; its text says why."""


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Fill a Markdown template; `ProseError` names what has no value or what is malformed.

    A name that nobody recorded and that could have been is told as one without a value.
    """
    if "{{" not in template and "{%" not in template:
        return template
    try:
        text = told(_recorded(template, values), values.get(ENDED, ""))
    except (TemplateError, TypeError) as problem:
        raise ProseError(str(problem)) from None
    text = as_html(_HEADING.sub(lambda heading: bare(_LED.sub(r"\2", heading[0])), text))
    text = _LED.sub(r'<a class="figure" href="\1">\2</a>', text)
    return smoothed(text)


def smoothed(text: str) -> str:
    """Return sentences that were filled in as they are written: of one in the singular."""
    return in_singular(_DOUBLED.sub(r"kr.\1", text))


@pass_context
def _led(context: Context, value: object) -> object:
    """Return a figure that stands in a sentence as a link to its row, marked; others as are."""
    return _linked(context, value, str(value)) if isinstance(value, Name) else value


def _linked(context: Context, name: Name, text: str) -> str:
    leads, figure = context.get(ROW), name._figure
    address = leads(figure) if leads and figure and figure.shown else None
    return _LINK.format(address, text) if address else text


@pass_context
def _inside(context: Context, *given: Any, **chosen: Any) -> str:
    """Return what `wording.inside` does, each figure as a link to its row."""
    return wording.inside(*given, **chosen, led=partial(_linked, context))


def named(template: str) -> set[str]:
    """Return the dotted names a template uses, and what they begin with."""
    found = _ENVIRONMENT.parse(template).find_all((nodes.Name, nodes.Getattr))
    return {_dotted(node) for node in found}


def _recorded(template: str, values: Mapping[str, Any]) -> str:
    """Return a filled-in text in which what nobody recorded is a mark, if it could have been."""
    try:
        text = _rendered(_compiled(template, Unknown), values)
        lacks = unrecorded(text) if values.get(ENDED) else []
    except UndefinedError:
        if COULD not in values:
            raise
        text = _rendered(_compiled(template, Unrecorded), values)
        if not (lacks := unrecorded(text)):
            raise
    for path in lacks:
        if not values[COULD](path):
            raise UndefinedError(no_value(path))
    return text


def _rendered(template: Template, values: Mapping[str, Any]) -> str:
    """Return a filled-in text; where a condition compared what has no value stands its mark."""
    taken()
    pieces = []
    for piece in template.generate(values):
        pieces += [*taken(), piece]
    return "".join([*pieces, *taken()])


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_dotted(node.node)}.{node.attr}"
    return node.name if isinstance(node, nodes.Name) else ""


@lru_cache(maxsize=1024)
def _compiled(template: str, undefined: type[Unknown]) -> Template:
    """Compile once what every slice of a notebook fills in anew."""
    return _ENVIRONMENT.overlay(undefined=undefined).from_string(template)


_ENVIRONMENT = Environment(
    undefined=Unknown, keep_trailing_newline=True, comment_start_string="{##", finalize=_led
)
_ENVIRONMENT.filters |= {word.__name__: word for word in FILTERS}
_ENVIRONMENT.filters |= {"inside": _inside}
_ENVIRONMENT.tests |= {"withheld": wording.is_withheld}
