"""Files that people write, read as what they are to be: all that is wrong with one is said at once.

A file's shape is a dataclass, `written`, whose annotations say what each entry is. pydantic checks
it, and is imported only where a file is read; `schema` is what an editor completes and checks by.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import cache
from typing import Annotated, Any, TypeVar, dataclass_transform, get_args, get_origin

from annotated_types import Ge

from slicebook.errors import InputError

T = TypeVar("T")
Schema = dict[str, Any]

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


class Exactly:
    """No text for a number, no number for true or false, no time for a date."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Let pydantic convert nothing."""
        return {**handler(source), "strict": True}


@dataclass(frozen=True, eq=False)
class Pattern:
    """A text of a form that a regular expression gives; `said` is what was expected."""

    regex: str
    said: str = "a text"

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have pydantic compare a text with it."""
        from pydantic_core.core_schema import custom_error_schema

        text = {**handler(source), "pattern": self.regex}
        return custom_error_schema(text, custom_error_type="form", custom_error_message=self.said)


@dataclass(frozen=True, eq=False)
class Before:
    """A function of what stands in the file (and what `read` is told): what is then checked.

    `shape` changes what the schema says of it.
    """

    function: Callable[[Any, Any], Any]
    shape: Callable[[Schema], Schema] = lambda known: known

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the function called first."""
        from pydantic_core.core_schema import with_info_before_validator_function as before

        return before(lambda raw, info: self.function(raw, info.context), handler(source))

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable) -> Schema:
        """Say what may stand in the file."""
        return self.shape(handler.resolve_ref_schema(handler(core)))


@dataclass(frozen=True, eq=False)
class After:
    """A function of what was read (and what `read` is told): what is kept, or `ValueError`."""

    function: Callable[[Any, Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the function called last."""
        from pydantic_core.core_schema import with_info_after_validator_function as after

        return after(lambda made, info: self.function(made, info.context), handler(source))


@dataclass(frozen=True, eq=False)
class Either:
    """What is read as `mapping` where it is one, as `plain` where not."""

    plain: Any
    mapping: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the one or the other checked, not both."""
        from pydantic_core.core_schema import tagged_union_schema

        choices = {name: handler.generate_schema(kind) for name, kind in vars(self).items()}
        return tagged_union_schema(
            choices, lambda raw: "mapping" if isinstance(raw, Mapping) else "plain"
        )


@dataclass(frozen=True, eq=False)
class Keyed:
    """Of a mapping, whose entries each have their key as `name`; they may be kept as a tuple."""

    name: str
    key: type = str

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have each entry read with its key."""
        from pydantic_core import core_schema

        listed = get_origin(source) is tuple
        inner = dict[self.key, get_args(source)[0]] if listed else source
        read = core_schema.no_info_before_validator_function(
            self._with_keys, handler.generate_schema(inner) if listed else handler(source)
        )
        if not listed:
            return read
        return core_schema.no_info_after_validator_function(lambda all: tuple(all.values()), read)

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable) -> Schema:
        """Say that the entries have no such entry themselves."""
        known = handler(core)
        inner = [known.get("additionalProperties"), *known.get("patternProperties", {}).values()]
        each = handler.resolve_ref_schema(next(one for one in inner if one))
        each.get("properties", {}).pop(self.name, None)
        each["required"] = [name for name in each.get("required", []) if name != self.name]
        return known

    def _with_keys(self, raw: Any) -> Any:
        if not isinstance(raw, Mapping):
            return raw
        return {key: self._with_key(key, entry) for key, entry in raw.items()}

    def _with_key(self, key: Any, entry: Any) -> Any:
        if not isinstance(entry, Mapping):
            return entry
        if self.name in entry:
            raise ValueError(f"{key}: unknown entry {self.name}")
        return {self.name: key, **entry}


@dataclass(frozen=True, eq=False)
class Made:
    """A function that makes the value of what stands in the file (and what `read` is told)."""

    function: Callable[[Any, Any], Any]
    schema: Mapping[str, Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the function called instead of any check of the type."""
        from pydantic_core.core_schema import with_info_plain_validator_function as plain

        return plain(lambda raw, info: self.function(raw, info.context))

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable) -> Schema:
        """Say what may stand in the file."""
        return dict(self.schema)


Whole = Annotated[int, Exactly()]
Positive = Annotated[Whole, Ge(1)]
Number = Annotated[float, Exactly()]
Flag = Annotated[bool, Exactly()]
Day = Annotated[date, Exactly()]
# A text that says something.
Name = Annotated[str, Pattern(r"\S")]
# A text that YAML may read as a number.
Word = Annotated[str, Before(lambda raw, _: str(raw) if type(raw) in (int, float) else raw,
                             lambda known: {"type": ["string", "number"]})]  # fmt: skip


def read(kind: type[T], raw: Any, where: str, told: Any = None) -> T:
    """Return what was read of the file `where` as `kind`; `told` is what its checks ask besides.

    Raises `InputError` with a line for each obstacle: the file, the entry, and what was expected.
    """
    from pydantic import ValidationError

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


@cache
def _adapter(kind: type) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(kind)


def _number(raw: Any, _: Any) -> Decimal:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise ValueError(f"{raw!r} is no number of 0 or more")
    return value


# Cells of a table of text: a number of 0 or more, which may lack or not; words as they were read.
CELL = {"type": "string"}
Needed = Annotated[Decimal, Made(_number, CELL)]
Amount = Annotated[Decimal | None, Made(lambda raw, _: _number(raw, _) if raw else None, CELL)]
Told = Annotated[Any, Made(lambda raw, _: raw, CELL)]


def one_of(value: Any, known: Sequence[str]) -> str:
    """Return a value that is among those known; `ValueError` names them, the nearest first."""
    if value not in known:
        raise ValueError(
            f"{value!r} is none of {', '.join(map(str, known))}{nearest(value, known)}"
        )
    return value


def nearest(value: Any, known: Sequence[str]) -> str:
    """Return which of those known was probably meant, in words; "" where none is near."""
    near = get_close_matches(str(value), map(str, known), n=1)
    return f"; {near[0]} is the nearest" if near else ""


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
