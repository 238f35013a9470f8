"""What the template says of forms: their questions, scales asked twice, questions asked twice."""

from collections.abc import Iterator, Mapping
from typing import Any

from modning.scales import scale_of
from slicebook.text import _, speaking
from surveys.codebook import Form, Item
from surveys.codebook.bands import answers_of

SHOWN = ("single", "multiple", "grid", "number", "date")
TWICE = ("single", "multiple", "number")
TWICE_TITLE = _("Answers before and after")


def of_forms(
    codebook: Mapping[str, Form], roles: Mapping[str, str], language: str = "en"
) -> dict[str, Any]:
    """Return `forms`, `scales` and `pairs` as the templates name them, and the `first` form.

    Where the programme has a form before, each later one that asks the same is a pair with it.
    """
    with speaking(language):
        pairs = list(_pairs(codebook, roles))
        scales = [one for pair in pairs for one in _scales(*pair, codebook, roles)]
        twice = [one for pair in pairs if (one := _twice(*pair, codebook, roles))["questions"]]
        return {
            "first": next(iter(codebook)),
            "forms": [
                {"id": id, "title": str(form.title), "notebook": f"{at:02}_{id}",
                 "questions": [_item(item) for item in form.items if item.type in SHOWN]}
                for at, (id, form) in enumerate(codebook.items(), start=2)
            ],
            "scales": [one | {"notebook": f"{at:02}_{one['notebook']}"}
                       for at, one in enumerate(scales, start=1)],
            "pairs": [one | {"notebook": f"{at:02}_{one['notebook']}"}
                      for at, one in enumerate(twice, start=len(scales) + 1)],
        }  # fmt: skip


def _pairs(codebook: Mapping[str, Form], roles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    before = next((form for form, role in roles.items() if role == "before"), None)
    if before is not None:
        later = list(codebook)[list(codebook).index(before) + 1 :]
        yield from ((before, form) for form in later if roles[form] != "register")


def _scales(
    before: str, after: str, codebook: Mapping[str, Form], roles: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    asked = {item.id: item.scale for item in codebook[after].items if item.scale}
    for item in codebook[before].items:
        if item.scale and asked.get(item.id) == item.scale:
            named = _named(after, roles)
            title = str(scale_of(item).title)
            yield {
                "id": item.id,
                "title": title if named == "" else f"{title}, {codebook[after].title}",
                "before": before,
                "after": after,
                "figures": f"{named}{item.id}",
                "notebook": f"{named}{item.id}".replace(".", "_"),
            }


def _twice(
    before: str, after: str, codebook: Mapping[str, Form], roles: Mapping[str, str]
) -> dict[str, Any]:
    named = _named(after, roles)
    asked = {item.id: item for item in codebook[after].items if item.type in TWICE}
    shared = [
        item for item in codebook[before].items
        if item.type in TWICE and item.id in asked and _same(item, asked[item.id])
    ]  # fmt: skip
    return {
        "title": str(TWICE_TITLE) + (f", {codebook[after].title}" if named else ""),
        "before": before,
        "after": after,
        "questions": [_item(item) for item in shared],
        "notebook": f"{named}answers".replace(".", "_"),
    }


def _named(after: str, roles: Mapping[str, str]) -> str:
    """Return what figures of a later form begin with: nothing in the first after the programme."""
    first = next((form for form, role in roles.items() if role == "after"), None)
    return "" if after == first else f"{after}."


def _same(one: Item, other: Item) -> bool:
    return one.type == other.type and answers_of(one) == answers_of(other)


def _item(item: Item) -> dict[str, str]:
    return {
        "id": item.id,
        "cell": item.id.replace("_", "-"),
        "title": str(item.question).rstrip(":"),
    }
