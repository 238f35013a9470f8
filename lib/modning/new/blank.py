"""A notebook to begin with: the cells that every notebook has, and one question that is shown."""

import re
from pathlib import Path

from modning.new.render import TEMPLATE, filled, notebook
from modning.register import entry
from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.text import speaking
from slicebook.translations import SOURCE
from slicebook.written import refuse_unknown
from surveys.codebook import Form, Item, load_codebook

NAME = re.compile(r"\d\d_[a-z0-9_]+/\d\d_[a-z0-9_]+")
COUNTED = ("single", "multiple", "number", "date")


def write_notebook(name: str, form: str | None = None) -> Path:
    """Write `notebooks/<name>.ipynb` and return its place.

    It shows the question that its name ends with, `01_intake/09_age`, or else a form's first.
    Raises `InputError` for a name that no notebook can have, and where there is one of it.
    """
    if not NAME.fullmatch(name):
        raise InputError(f'"{name}": expected a folder and a name such as 01_intake/09_age')
    path = paths.notebooks() / f"{name}.ipynb"
    if path.exists():
        raise InputError(f"{paths.named(path)}: is there already; give another number or name")
    asked, item = _question(name.partition("/")[2][3:], form)
    text = (TEMPLATE / "notebooks" / "blank.md.jinja").read_text(encoding="utf-8")
    with speaking(SOURCE):
        title = str(item.question).rstrip(":")
    words = {"title": title, "form": asked.id, "item": item.id, "cell": item.id.replace("_", "-")}
    words["n"] = f"{entry(asked.id, item.id).figures}.n"
    files.write(path, notebook(filled(text, words)))
    return path


def _question(id: str, form: str | None) -> tuple[Form, Item]:
    """Return the question of an id that a form asks, or the first that is counted."""
    forms = load_codebook()
    if form is not None:
        refuse_unknown("form", form, forms)
        forms = {form: forms[form]}
    counted = [(one, item) for one in forms.values() for item in one.items if item.type in COUNTED]
    if not counted:
        raise InputError("no question of a form is counted; write the notebook by hand")
    return next((found for found in counted if found[1].id == id), counted[0])
