"""A form as DDI-Codebook 2.5, which archives take: a variable for each column of an export.

A question with several answers or rows is a group of variables. When a question is not asked, its
variables say so in words. The order of elements is that of the standard's schema.
"""

from collections.abc import Iterable
from pathlib import Path

import jinja2

from slicebook.text import _, languages
from surveys.codebook import Form, Item, Option

TEMPLATE = Path(__file__).with_name("ddi.xml.jinja")
_GROUPS = {"grid": "grid", "multiple": "multipleResp"}
_NOT_ASKED = _("Not asked after {answers}")
_TICKS = (_("No"), _("Yes"))


def to_ddi(form: Form, language: str) -> bytes:
    """Return the codebook as XML in UTF-8; `language` is that of its title."""
    made = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = made.from_string(TEMPLATE.read_text("utf-8"))
    text = template.render(
        form=form, language=language, languages=languages(), groups=_GROUPS, ticks=_TICKS,
        not_asked=_not_asked,
    )  # fmt: skip
    return f"{text}\n".encode()


def _not_asked(skips: Iterable[tuple[Item, Option]], language: str) -> str:
    said = "; ".join(f"{one.question[language]}: {option.label[language]}" for one, option in skips)
    return _NOT_ASKED[language].format(answers=said)
