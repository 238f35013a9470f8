"""Shapes of files that people write: what is read, and every obstacle in one message."""

from dataclasses import field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, PlainValidator, ValidationInfo, WithJsonSchema

from slicebook.entries import (
    Amount,
    Before,
    Day,
    Either,
    Flag,
    Keyed,
    Needed,
    Number,
    Pattern,
    Positive,
    Whole,
    Word,
)
from slicebook.errors import InputError
from slicebook.written import nearest, one_of, read, read_each, schema, written


@written
class Room:
    id: str
    beds: Positive
    kind: Literal["ward", "single"] = "ward"
    open: Flag = True
    since: Day | None = None
    price: Number = 0.0


def _bigger(house: "House", info: ValidationInfo) -> "House":
    if len(house.rooms) > info.context:
        raise ValueError(f"more than {info.context} rooms\nand no lift")
    return house


@written
class House:
    rooms: tuple[Room, ...]
    floors: Annotated[dict[str, Room], Keyed("id")] = field(default_factory=dict)
    codes: Annotated[tuple[Room, ...], Keyed("beds", Whole)] = ()
    rent: Annotated[float | Room, Either(Number, Room)] = 0.0
    called: Word = ""
    key: Annotated[str, Pattern("^[a-z]+$", "small letters")] = "a"
    names: Annotated[tuple[str, ...], Before(lambda raw, _: raw.split())] = ()
    twice: Annotated[
        int,
        PlainValidator(lambda raw, info: raw * info.context),
        WithJsonSchema({"type": "integer"}),
    ] = 0


def refused(raw: object, kind: type = House) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(kind, raw, "house.yml", 2)
    return str(caught.value).splitlines()


def test_entries_become_what_they_are_to_be():
    room = {"id": "a", "beds": 2}
    house = read(
        House,
        {"rooms": [room], "floors": {"top": {"beds": 1}}, "codes": {3: {"id": "c"}},
         "rent": room, "called": 7, "names": "x y", "twice": 4},
        "house.yml",
        2,
    )  # fmt: skip
    assert house.rooms == (Room("a", 2),)
    assert house.floors == {"top": Room("top", 1)}
    assert house.codes == (Room("c", 3),)
    assert house.rent == Room("a", 2)
    assert (house.called, house.names, house.twice) == ("7", ("x", "y"), 8)


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ([], "house.yml: expected a mapping, found []"),
        ({}, "house.yml: the entry 'rooms' is missing"),
        ({"rooms": [], "room": 1}, "house.yml: unknown entry room; expected rooms, floors"),
        ({"rooms": [{"id": "a"}]}, "house.yml: rooms: a: the entry 'beds' is missing"),
        ({"rooms": ["a"]}, "house.yml: rooms: 1: expected a mapping, found 'a'"),
        ({"rooms": [], "floors": {"b": {"id": "b", "beds": 1}}},
         "house.yml: floors: b: unknown entry id"),
        ({"rooms": [], "codes": {"x": {"id": "c"}}},
         "house.yml: codes: x: expected a whole number, found 'x'"),
        ({"rooms": [], "rent": "dear"}, "house.yml: rent: expected a number, found 'dear'"),
        ({"rooms": [], "rent": {"id": "a"}}, "house.yml: rent: the entry 'beds' is missing"),
        ({"rooms": [], "key": "A"}, "house.yml: key: expected small letters, found 'A'"),
        ({"rooms": [], "key": False}, "house.yml: key: expected small letters, found False"),
    ],
)  # fmt: skip
def test_what_is_none_is_named_with_its_place(raw, said):
    assert refused(raw)[0].startswith(said)


def test_nothing_is_taken_for_something_else():
    wrong = {"beds": True, "open": "yes", "since": datetime(2024, 1, 1), "price": "1"}
    lines = refused({"rooms": [{"id": "a"} | wrong]})
    assert [line.split(": ")[3] for line in lines] == ["beds", "open", "since", "price"]
    assert "0 on, found 0" not in refused({"rooms": [{"id": "a", "beds": 0}]})[0]
    assert refused({"rooms": [{"id": "a", "beds": 0}]})[0].endswith("from 1 on, found 0")


def test_the_nearest_is_named_where_one_is_near():
    assert refused({"rooms": [], "flors": {}})[0].endswith("; floors is the nearest")
    kind = refused({"rooms": [{"id": "a", "beds": 1, "kind": "singel"}]})[0]
    assert (
        kind == "house.yml: rooms: a: kind: 'singel' is none of ward, single; single is the nearest"
    )
    assert nearest("zzz", ["ward"]) == ""
    with pytest.raises(ValueError, match="'wrad' is none of ward, single; ward is the nearest"):
        one_of("wrad", ("ward", "single"))


def test_each_line_of_a_refusal_has_its_place():
    small = Annotated[House, AfterValidator(_bigger)]
    rooms = [{"id": name, "beds": 1} for name in "abc"]
    assert refused({"rooms": rooms}, small) == [
        "house.yml: more than 2 rooms",
        "house.yml: and no lift",
    ]


def test_rows_are_all_read_before_anything_is_refused():
    @written
    class Row:
        price: Needed
        least: Amount

    [row] = read_each(Row, {"row 2": {"price": "1.50", "least": ""}})
    assert (row.price, row.least) == (Decimal("1.50"), None)
    with pytest.raises(InputError) as caught:
        read_each(
            Row, {f"row {at}": {"price": text, "least": "-1"} for at, text in enumerate("x1")}
        )
    assert [line.split(": ")[:2] for line in str(caught.value).splitlines()] == [
        ["row 0", "price"], ["row 0", "least"], ["row 1", "least"]
    ]  # fmt: skip


def test_a_schema_says_what_may_stand_in_the_file():
    known = schema(House)
    assert known["required"] == ["rooms"]
    assert known["properties"]["twice"]["type"] == "integer"
    room, floor = known["$defs"]["Room"], known["properties"]["floors"]["additionalProperties"]
    assert room["required"] == ["id", "beds"]
    assert floor["required"] == ["beds"]
    assert "id" not in floor["properties"]
    assert floor["properties"]["kind"]["enum"] == ["ward", "single"]
