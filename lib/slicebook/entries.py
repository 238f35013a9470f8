"""How an entry of a file that people write is written: annotations of the shapes of `written`.

What pydantic has no annotation for itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, get_args, get_origin

from annotated_types import Ge
from pydantic import PlainValidator, Strict, WithJsonSchema
from pydantic_core import core_schema

Schema = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Pattern:
    """A text of a form that a regular expression gives; `said` is what was expected."""

    regex: str
    said: str = "a text"

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have pydantic compare a text with it."""
        text = {**handler(source), "pattern": self.regex}
        return core_schema.custom_error_schema(
            text, custom_error_type="form", custom_error_message=self.said
        )


@dataclass(frozen=True, eq=False)
class Before:
    """A function of what stands in the file (and what `read` is told): what is then checked.

    `shape` changes what the schema says of it.
    """

    function: Callable[[Any, Any], Any]
    shape: Callable[[Schema], Schema] = lambda known: known

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the function called first."""
        return core_schema.with_info_before_validator_function(
            lambda raw, info: self.function(raw, info.context), handler(source)
        )

    def __get_pydantic_json_schema__(self, core: Any, handler: Callable) -> Schema:
        """Say what may stand in the file."""
        return self.shape(handler.resolve_ref_schema(handler(core)))


@dataclass(frozen=True, eq=False)
class Either:
    """What is read as `mapping` where it is one, as `plain` where not."""

    plain: Any
    mapping: Any

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have the one or the other checked, not both."""
        choices = {name: handler.generate_schema(kind) for name, kind in vars(self).items()}
        return core_schema.tagged_union_schema(
            choices, lambda raw: "mapping" if isinstance(raw, Mapping) else "plain"
        )


@dataclass(frozen=True, eq=False)
class Keyed:
    """Of a mapping, whose entries each have their key as `name`; they may be kept as a tuple."""

    name: str
    key: type = str

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable) -> Schema:
        """Have each entry read with its key."""
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
        known = dict(handler(core))
        for way in ("additionalProperties", "patternProperties"):
            if isinstance(known.get(way), dict):
                known[way] = self._without_key(known[way], way, handler)
        return known

    def _without_key(self, inner: Schema, way: str, handler: Callable) -> Schema:
        if way == "patternProperties":
            return {key: self._without_key(one, "", handler) for key, one in inner.items()}
        each = dict(handler.resolve_ref_schema(inner))
        rest = {key: one for key, one in each["properties"].items() if key != self.name}
        needed = [name for name in each.get("required", []) if name != self.name]
        return {**each, "properties": rest, "required": needed}

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


def _number(raw: Any) -> Decimal:
    try:
        value = Decimal(raw)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise ValueError(f"{raw!r} is no number of 0 or more")
    return value


# No text for a number, no number for true or false, no time for a date.
Whole = Annotated[int, Strict()]
Positive = Annotated[Whole, Ge(1)]
Number = Annotated[float, Strict()]
Flag = Annotated[bool, Strict()]
Day = Annotated[date, Strict()]
# A text that says something.
Name = Annotated[str, Pattern(r"\S")]
# A text that YAML may read as a number.
Word = Annotated[str, Before(lambda raw, _: str(raw) if type(raw) in (int, float) else raw,
                             lambda known: {"type": ["string", "number"]})]  # fmt: skip
# Cells of a table of text: a number of 0 or more, which may lack or not; words as they were read.
CELL = WithJsonSchema({"type": "string"})
Needed = Annotated[Decimal, PlainValidator(_number), CELL]
Amount = Annotated[Decimal | None, PlainValidator(lambda raw: _number(raw) if raw else None), CELL]
Told = Annotated[Any, CELL]
