"""docs/verbs.md, what a notebook may call, from the docstrings: python tests/verbs_page.py."""

import ast
import inspect
import re
import textwrap
from importlib import import_module
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[1] / "docs" / "verbs.md"
HEAD = """\
# Verbs

What a notebook calls, by the module that it is imported from: `from modning.verbs import question`.
Made from the docstrings by `python tests/verbs_page.py`. [A notebook](write-a-notebook.md) shows
the most used of them at work.
"""
MODULES = (
    "modning.verbs",
    "modning.scales",
    "modning.compare",
    "modning.linking",
    "modning.costs",
    "modning.criteria",
    "modning.interviews",
    "modning.charts.outcomes",
    "modning.charts.shares",
    "modning.charts.costs",
)


def page() -> str:
    """Return the page; a verb stands in the first module that offers it."""
    parts, seen = [HEAD], set[int]()
    for name in MODULES:
        module = import_module(name)
        verbs = inspect.getmembers(module, inspect.isfunction)
        told = [_verb(one, verb) for one, verb in verbs if id(verb) not in seen]
        seen |= {id(verb) for _, verb in verbs}
        parts.append(f"## {name}\n\n{inspect.getdoc(module)}\n")
        parts += told
    return "\n".join(parts)


def _verb(name: str, verb: Any) -> str:
    plain = inspect.unwrap(verb)
    [found] = ast.parse(textwrap.dedent(inspect.getsource(plain))).body
    said = "\n\n".join(map(_fenced, re.split(r"\n\n+", inspect.getdoc(plain) or "")))
    return f"### `{name}({ast.unparse(found.args)})`\n\n{said}\n"


def _fenced(block: str) -> str:
    """Return a paragraph of a docstring; an example as one."""
    return f"```python\n{block}\n```" if block.startswith(">>>") else block


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
