"""Read the scales of `scales/known` and of the project's own `scales/`."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from modning.scales.measure import KINDS, Example, Measure, Part, Reference
from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import label, read_yaml

KNOWN = Path(__file__).with_name("known")
_ENTRIES = {"title", "items", "low", "high", "range", "least", "whole", "worse", "profile",
            "reversed", "table", "parts", "total", "source", "licence", "sources", "references",
            "examples"}  # fmt: skip


def measures() -> dict[str, Path]:
    """Return the files of all scales by id; the project's own come before the library's."""
    own = paths.root() / "scales"
    files = [*sorted(KNOWN.glob("*.yml")), *sorted(own.glob("*.yml"))]
    return {path.stem: path for path in files}


def load_measure(id: str) -> Measure:
    """Return a scale; `InputError` where there is none, or naming its file and what is wrong."""
    found = measures()
    if id not in found:
        raise InputError(
            f'the scale "{id}" is unknown; expected one of {", ".join(found)}, or a file '
            f"scales/{id}.yml"
        )
    return _read(found[id])


@read_once
def _read(path: Path) -> Measure:
    raw = read_yaml(path)
    try:
        if unknown := set(raw) - _ENTRIES:
            raise ValueError(f"unknown entry {', '.join(sorted(map(str, unknown)))}")
        return _checked(_measure(path.stem, raw))
    except KeyError as missing:
        raise InputError(f"scales/{path.name}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"scales/{path.name}: {problem}") from None


def _measure(id: str, raw: Mapping[str, Any]) -> Measure:
    sources = {key: str(text) for key, text in raw["sources"].items()}
    return Measure(
        id=id,
        title=label(raw["title"], "title"),
        items=int(raw["items"]),
        low=int(raw["low"]),
        high=int(raw["high"]),
        licence=str(raw["licence"]),
        source=_of(sources, raw["source"]),
        range=None if raw.get("profile") else tuple(map(float, raw["range"])),
        least=int(raw.get("least", raw["items"])),
        whole=bool(raw.get("whole", False)),
        worse=bool(raw.get("worse", False)),
        reversed=tuple(position - 1 for position in raw.get("reversed", [])),
        table={int(total): float(score) for total, score in raw.get("table", {}).items()},
        parts=_each(raw, "parts", _part),
        total=tuple(raw.get("total", [])),
        references=_each(raw, "references", lambda entry: _reference(entry, sources)),
        examples=tuple(_example(entry, sources) for entry in raw.get("examples", [])),
    )


def _each(raw: Mapping[str, Any], entry: str, read: Callable[[Any], Any]) -> dict[str, Any]:
    return {key: read(one) for key, one in raw.get(entry, {}).items()}


def _part(raw: Mapping[str, Any]) -> Part:
    return Part(label(raw["label"], "parts"), tuple(position - 1 for position in raw["items"]))


def _reference(raw: Mapping[str, Any], sources: Mapping[str, str]) -> Reference:
    if raw["kind"] not in KINDS:
        raise ValueError(f'the kind "{raw["kind"]}" is none of {", ".join(KINDS)}')
    text = label(raw["label"], "references")
    return Reference(raw["kind"], text, raw["value"], _of(sources, raw["source"]))


def _example(raw: Mapping[str, Any], sources: Mapping[str, str]) -> Example:
    source = _of(sources, raw["source"])
    return Example(tuple(raw["answers"]), raw["score"], source, raw.get("part"))


def _of(sources: Mapping[str, str], key: str) -> str:
    if key not in sources:
        raise ValueError(f'the source "{key}" is not among sources ({", ".join(sources)})')
    return sources[key]


def _checked(measure: Measure) -> Measure:
    if measure.low >= measure.high:
        raise ValueError(f"low {measure.low} is not below high {measure.high}")
    named = [*measure.reversed, *(at for part in measure.parts.values() for at in part.items)]
    if strange := [at + 1 for at in named if not 0 <= at < measure.items]:
        raise ValueError(f"item {strange[0]} is none of its {measure.items}")
    if strange := set(measure.total) - set(measure.parts):
        raise ValueError(f"total: {', '.join(sorted(strange))} is none of the parts")
    sums = range(measure.items * measure.low, measure.items * measure.high + 1)
    if measure.table and set(measure.table) != set(sums):
        raise ValueError(f"table: expected a score for each sum from {sums[0]} to {sums[-1]}")
    for example in measure.examples:
        if len(example.answers) != measure.items:
            raise ValueError(f"examples: {len(example.answers)} answers to {measure.items} items")
    return measure
