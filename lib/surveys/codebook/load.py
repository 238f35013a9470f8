"""Read the forms of `instruments/*.yml` and say what is wrong with them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator

from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import Programme, Words, load_programme, read_yaml
from slicebook.text import message
from slicebook.written import read, written
from surveys.codebook.items import (
    ANSWER_ID,
    SUBMITTED,
    SYNTHETIC,
    Form,
    Item,
    Option,
    Texts,
)

# With fewer parts the rest of a code says too little when one of them is mistaken.
FEWEST_PARTS = 4


def load_codebook(
    programme: Programme | None = None, folder: Path | None = None
) -> dict[str, Form]:
    """Read the forms of `instruments/`: those with a role first, in the programme's order.

    Raises `InputError` naming the file, the item and what is wrong.
    """
    programme = programme or load_programme()
    folder = folder or paths.instruments()
    there = {path.stem: path for path in sorted(folder.glob("*.yml"))}
    if missing := [id for id in programme.forms if id not in there]:
        raise InputError(f"{folder / missing[0]}.yml: no such file; programme.yml has the form")
    ordered = [*programme.forms, *(id for id in there if id not in programme.forms)]
    return {id: load_form(there[id], programme) for id in ordered}


@read_once
def load_form(path: Path, programme: Programme) -> Form:
    """Read one form; see `load_codebook`."""
    return read(FormFile, read_yaml(path), path.name, programme).form(path.stem, programme)


def _checked(item: Item) -> Item:
    if obstacles := list(_obstacles(item)):
        raise ValueError("\n".join(obstacles))
    return replace(item, options=tuple(sorted(item.options, key=lambda option: option.code)))


@written
class FormFile:
    """The entries of a form; `missing` are values by which all its exports say: no answer."""

    title: Words
    filled_by: Words
    filled_when: Words
    source: Words
    items: tuple[Annotated[Item, AfterValidator(_checked)], ...]
    missing: Texts = ()

    def __post_init__(self) -> None:
        """Refuse what names two things alike."""
        columns = [column.name for item in self.items for column in item.columns()]
        numbers = [item.number for item in self.items if item.number is not None]
        obstacles = [
            *_twice([item.id for item in self.items], "item ids"),
            *_twice(numbers, "item numbers"),
        ] or [*_twice([ANSWER_ID, SUBMITTED, SYNTHETIC, *columns], "columns")]
        if obstacles:
            raise ValueError("\n".join(obstacles))

    def form(self, id: str, programme: Programme) -> Form:
        """Return the form, whose municipalities are the programme's."""
        items = (
            replace(
                item,
                missing=(*item.missing, *self.missing),
                options=_places(id, item, programme) or item.options,
            )
            for item in self.items
        )
        return Form(id, self.title, self.filled_by, self.filled_when, self.source, tuple(items))


def _places(form: str, item: Item, programme: Programme) -> tuple[Option, ...]:
    """Return the answers to the question for the municipality, by their code in the form."""
    if item.type != "municipality":
        return ()
    places = programme.municipalities.items()
    if without := [key for key, place in places if form not in place.codes]:
        raise InputError(
            f"{form}.yml: items: {item.id}: "
            f"programme.yml gives {', '.join(without)} no answer code in this form"
        )
    options = (
        Option(
            place.codes[form], key, message(place.name), also=(*place.also, *_called(place.name))
        )
        for key, place in places
    )
    return tuple(sorted(options, key=lambda option: option.code))


def _called(name: str) -> tuple[str, ...]:
    """Return how exports call a municipality beside its name."""
    return f"{name} Kommune", f"{name} Municipality"


def _obstacles(item: Item) -> Iterator[str]:
    """Yield what contradicts itself in an item."""
    if item.type in ("single", "multiple", "grid") and not item.options:
        yield f"a {item.type} item needs options"
    if (item.type in ("grid", "link_code")) != bool(item.rows):
        yield "grid and link_code items need rows, and only they have them"
    elif item.type == "link_code" and len(item.rows) < FEWEST_PARTS:
        yield f"a link_code item needs {FEWEST_PARTS} rows, the parts of the code, or more"
    if item.scale is not None and item.type != "grid":
        yield "only a grid asks a scale, a row for each of its items"
    if item.type == "number" and (item.low is None or item.high is None):
        yield "a number item needs low and high"
    yield from _of_bands(item)
    yield from _twice([option.id for option in item.options], "option ids")
    for option in item.options:
        if option.go_to is not None and not (item.number and option.go_to > item.number):
            yield f"option {option.code} goes to {option.go_to}, which is not further on"


def _of_bands(item: Item) -> Iterator[str]:
    """Bands are given by the lowest numbers of each, the first being the item's `low`."""
    edges = item.bands
    if not edges:
        return
    if item.type != "number" or list(edges) != sorted(set(edges)):
        yield f"bands: expected rising whole numbers, of a number item; found {list(edges)}"
    elif None not in (item.low, item.high) and (edges[0] != item.low or edges[-1] > item.high):
        yield f"bands: expected to begin at low, {item.low}, and end below high"


def _twice(values: Sequence[Any], what: str) -> Iterator[str]:
    if twice := sorted({str(value) for value in values if values.count(value) > 1}):
        yield f"{what} occur twice: {', '.join(twice)}"
