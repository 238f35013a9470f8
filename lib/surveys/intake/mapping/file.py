"""How a mapping's file is written: `mappings/*.yml`."""

from dataclasses import field
from typing import Annotated, Any

from slicebook.entries import Before, Flag, Schema, Word
from slicebook.written import one_of, written
from surveys.intake.mapping.model import Entry, Mapping
from surveys.intake.systems import Rule
from surveys.intake.times import ORDERS, is_zone


def _alone(entry: str) -> Before:
    """Return how something is read that may stand for a mapping with this one entry."""
    return Before(
        lambda raw, _: raw if isinstance(raw, dict) else {entry: raw},
        lambda known: {"anyOf": [{"type": ["string", "number"]}, known]},
    )


def _is(raw: Any, _: Any) -> Any:
    """Return an entry whose `is`, a word of Python, is called otherwise."""
    return {"is_" if key == "is" else key: value for key, value in raw.items()}


def _is_too(known: Schema) -> Schema:
    entries = {"is" if name == "is_" else name: one for name, one in known["properties"].items()}
    return {**known, "properties": entries, "required": ["is"]}


def _order(raw: Any, _: Any) -> Any:
    return raw if raw is None else one_of(raw, ORDERS)


def _zone(raw: Any, _: Any) -> Any:
    if raw is not None and not is_zone(str(raw)):
        raise ValueError(f'"{raw}" is no zone of times; expected one as Europe/Copenhagen or UTC')
    return raw


def _listed(raw: Any, _: Any) -> Any:
    return [] if raw is None else raw


Words = Annotated[tuple[Word, ...], Before(_listed)]
Undecided = Annotated[dict[Word, Any], Before(lambda raw, _: raw or {})]


@written
class Time:
    """The column of the time of submission, and how it is written there."""

    column: Word | None = None
    order: Annotated[str | None, Before(_order)] = None
    zone: Annotated[Word | None, Before(_zone)] = None


@written
class MappingFile:
    """The entries of a mapping."""

    form: Word
    columns: dict[Word, Annotated[Entry, Before(_is, _is_too), _alone("is")]]
    system: Word = ""
    accepted: Flag = False
    id: Word | None = None
    time: Annotated[Time, _alone("column")] = Time()
    municipality: Word | None = None
    rows: Annotated[tuple[Rule, ...], Before(_listed)] = ()
    missing: Words = ()
    decide: Undecided = field(default_factory=dict)
    leave_out: Words = ()
    unused: Words = ()

    def mapping(self, name: str) -> Mapping:
        """Return the mapping of this name."""
        return Mapping(
            name=name,
            form=self.form,
            columns=self.columns,
            system=self.system,
            accepted=self.accepted,
            id=self.id,
            time=self.time.column,
            order=self.time.order,
            zone=self.time.zone,
            municipality=self.municipality,
            rows=self.rows,
            missing=self.missing,
            decide=self.decide,
            leave_out=self.leave_out,
            unused=self.unused,
        )
