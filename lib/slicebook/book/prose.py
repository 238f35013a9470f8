"""Numbers in prose: Markdown cells are templates, filled with the figures of the page's slice.

A figure's dotted name is written as it is recorded: `{{ referral.declined }}` prints its text,
`{{ koge.referral.declined }}` another municipality's of the same year.

A sentence that names a figure which has no value here falls away (`sentences.told`). What a
sentence says in words by a figure comes from the figure (`wording`): `{{ gain | change }}`.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from jinja2 import Environment, Template, TemplateError, nodes

from slicebook.book import wording
from slicebook.book.names import Unknown, taken
from slicebook.book.sentences import told

# A sentence that ends in an amount of kroner has the amount's full stop.
_DOUBLED = re.compile(r"\bkr\.\.(?!\.)")
FILTERS = (
    wording.about, wording.change, wording.interval, wording.listed, wording.ranked,
    wording.sized, wording.told, wording.whole, wording.within,
)  # fmt: skip


class ProseError(Exception):
    """A template that cannot be filled; its text says why."""


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Fill a Markdown template; `ProseError` names what has no value or what is malformed."""
    if "{{" not in template and "{%" not in template:
        return template
    try:
        return _DOUBLED.sub("kr.", told(_rendered(_compiled(template), values)))
    except (TemplateError, TypeError) as problem:
        raise ProseError(str(problem)) from None


def named(template: str) -> set[str]:
    """Return the dotted names a template uses, and what they begin with."""
    found = _ENVIRONMENT.parse(template).find_all((nodes.Name, nodes.Getattr))
    return {_dotted(node) for node in found}


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
def _compiled(template: str) -> Template:
    """Compile once what every slice of a notebook fills in anew."""
    return _ENVIRONMENT.from_string(template)


_ENVIRONMENT = Environment(
    undefined=Unknown, keep_trailing_newline=True, comment_start_string="{##"
)
_ENVIRONMENT.filters |= {word.__name__: word for word in FILTERS}
_ENVIRONMENT.tests |= {"withheld": wording.is_withheld}
