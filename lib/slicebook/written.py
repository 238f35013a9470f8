"""Files that people write, read as what they are to be: all that is wrong with one is said at once.

A file's shape is a dataclass, `written`, whose annotations say what each entry is. pydantic checks
it; `schema` is what an editor completes and checks by.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeVar, dataclass_transform

from pydantic import TypeAdapter, ValidationError

from slicebook.entries import Schema
from slicebook.errors import InputError

T = TypeVar("T")
_adapter = cache(TypeAdapter)
# What is expected where pydantic found something else, by the type of its error.
EXPECTED = {
    "int_type": "a whole number",
    "float_type": "a number",
    "bool_type": "true or false",
    "string_type": "a text",
    "string_too_short": "a text",
    "date_type": "a date (YYYY-MM-DD)",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "dataclass_type": "a mapping",
    "greater_than": "a number above {gt:g}",
    "greater_than_equal": "a number from {ge:g} on",
    "less_than_equal": "a number of at most {le:g}",
    "too_short": "a list of {min_length} or more",
    "too_long": "a list of at most {max_length}",
}
# What names the last entry itself.
NAMED = ("missing", "unexpected_keyword_argument")


@dataclass_transform(frozen_default=True)
def written(kind: type[T]) -> type[T]:
    """Make a class the shape of something written: entries that it does not have are refused."""
    kind.__pydantic_config__ = {"extra": "forbid"}
    return dataclass(frozen=True)(kind)


def read(kind: type[T], raw: Any, where: str, told: Any = None) -> T:
    """Return what was read of the file `where` as `kind`; `told` is what its checks ask besides.

    Raises `InputError` with a line for each obstacle: the file, the entry, and what was expected.
    """
    try:
        return _adapter(kind).validate_python(raw, context=told)
    except ValidationError as found:
        errors = found.errors(include_url=False)
        said = [
            ": ".join([where, *_place(one, raw), line])
            for one in errors
            for line in _said(one, kind).splitlines()
        ]
        raise InputError("\n".join(dict.fromkeys(said))) from None


def read_each(kind: type[T], raws: Mapping[str, Any]) -> tuple[T, ...]:
    """Return what was read of several places as `kind`; all that is wrong is said at once."""
    made, said = [], []
    for where, raw in raws.items():
        try:
            made.append(read(kind, raw, where))
        except InputError as problem:
            said.append(str(problem))
    if said:
        raise InputError("\n".join(said))
    return tuple(made)


def schema(kind: type) -> Schema:
    """Return the JSON Schema of files of a kind."""
    return _adapter(kind).json_schema()


def one_of(value: Any, known: Sequence[str]) -> str:
    """Return a value that is among those known; `ValueError` names them, the nearest first."""
    if value not in known:
        raise ValueError(
            f"{value!r} is none of {', '.join(map(str, known))}{nearest(value, known)}"
        )
    return value


def refuse_unknown(what: str, name: str, known: Iterable[str]) -> None:
    """Raise `InputError` for a name that is not known; it names the nearest that is."""
    known = [*known]
    if name not in known:
        raise InputError(
            f'{what} "{name}" is unknown; expected one of {", ".join(known)}{nearest(name, known)}'
        )


def nearest(value: Any, known: Sequence[str]) -> str:
    """Return which of those known was probably meant, in words; "" where none is near."""
    folded = {str(one).casefold(): one for one in known}
    near = get_close_matches(str(value).casefold(), folded, n=1)
    # Of numbers no other is what was meant.
    return f"; {folded[near[0]]} is the nearest" if near and not str(value).isdigit() else ""


def _said(problem: Mapping[str, Any], kind: type) -> str:
    """Say what is wrong, without where it is."""
    what, value, told = problem["type"], problem["input"], problem.get("ctx", {})
    if what == "missing":
        return f"the entry {problem['loc'][-1].rstrip('_')!r} is missing"
    if what == "unexpected_keyword_argument":
        name, known = problem["loc"][-1], _entries(schema(kind), problem["loc"][:-1])
        return f"unknown entry {name}; expected {', '.join(known)}{nearest(name, known)}"
    if what == "value_error":
        return str(told["error"])
    if what == "literal_error":
        known = [each.strip("'") for each in told["expected"].replace(" or ", ", ").split(", ")]
        return f"{value!r} is none of {', '.join(known)}{nearest(value, known)}"
    expected = EXPECTED[what].format(**told) if what in EXPECTED else problem["msg"]
    return f"expected {expected}, found {value!r}"


def _place(problem: Mapping[str, Any], raw: Any) -> Iterator[str]:
    """Yield the entries that lead to a place; of a list the id of its element, or its number."""
    steps = problem["loc"]
    for step in steps[:-1] if problem["type"] in NAMED else steps:
        if isinstance(raw, Mapping) and step in raw:
            yield str(step)
            raw = raw[step]
        elif isinstance(raw, list) and isinstance(step, int):
            raw = raw[step]
            yield str(raw.get("id", step + 1) if isinstance(raw, Mapping) else step + 1)


def _entries(top: Schema, steps: Sequence[Any]) -> list[str]:
    """Return the entries that a schema knows at a place."""
    here = top
    for step in (None, *steps):
        if step is not None:
            inner = here.get("properties", {}).get(step)
            by_key = here.get("additionalProperties") or here.get("items")
            here = inner or by_key or next(iter(here.get("patternProperties", {}).values()), {})
        for choice in here.get("anyOf", here.get("oneOf", [])):
            here = choice if "$ref" in choice else here
        if "$ref" in here:
            here = top["$defs"][here["$ref"].rpartition("/")[2]]
    return list(here.get("properties", {}))
