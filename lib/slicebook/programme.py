"""`programme.yml` as a typed object: who takes part, when, and by which rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import yaml
from babel import localedata

from cellguard.presets import completed
from cellguard.rules import Public, Rules, read_rules, read_threshold
from slicebook import paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.layout import Layout, read_layout
from slicebook.place_words import read_place_words
from slicebook.targets import Target, read_targets
from slicebook.text import Message, _, languages, message, told
from slicebook.translations import SOURCE

ALL = "all"
EVERYWHERE = _("All municipalities")
DATED_BY = ("report", "assumed")
# What an answer costs that cannot be read: itself, or all answers beside it.
UNREADABLE = ("cell", "row")
# Which answers the printed report was written from: those drawn from it, those taken in, others.
SYNTHETIC, EXPORTS, OTHERS = REPORTED = ("synthetic", "exports", "others")
# What a form is for: everybody who makes contact, before, after; others are followed up by name.
ROLES = ("register", "before", "after", "other")


@dataclass(frozen=True)
class Municipality:
    """A municipality, its answer code in each form and other names of it in exports."""

    key: str
    name: str
    codes: dict[str, int]
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Change:
    """A change of the forms; `dated_by` is "report" or "assumed"."""

    key: str
    date: date
    dated_by: str
    label: Message


@dataclass(frozen=True)
class Primary:
    """The one outcome and slice chosen before the answers were seen: tested as it stands.

    What else is tested is adjusted for how much of it there is.
    """

    figure: str
    municipality: str = ALL
    year: str = ALL


@dataclass(frozen=True)
class Programme:
    """What `programme.yml` says; `reported` is one of `REPORTED`."""

    name: Message
    language: str
    all_languages: tuple[str, ...]
    municipalities: dict[str, Municipality]
    years: tuple[int, ...]
    first_day: date
    last_day: date
    changes: dict[str, Change]
    price_level: int
    threshold: int
    rules: Rules
    public: tuple[Public, ...]
    unreadable: str = "cell"
    reported: str = OTHERS
    subtitle: Message | None = None
    reference: Message | None = None
    citation: dict[str, Any] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)
    primary: Primary | None = None
    targets: dict[str, Target] = field(default_factory=dict)
    layout: Layout = field(default_factory=Layout)

    def form(self, role: str) -> str:
        """Return the first form with a role; `InputError` where `programme.yml` gives none."""
        for form, its in self.forms.items():
            if its == role:
                return form
        raise InputError(f'programme.yml: no form has the role "{role}"; say so under forms')

    def municipality_name(self, key: str) -> str | Message:
        """Return a municipality's name, or the words for all of them.

        One that only the printed report has is called by its key, with a capital.
        """
        if key == ALL:
            return told(EVERYWHERE)
        return self.municipalities[key].name if key in self.municipalities else key.title()

    def languages(self, chosen: Sequence[str] = ()) -> list[str]:
        """Return the languages chosen, all without, the programme's own first.

        `InputError` for one there is not.
        """
        for language in chosen:
            if language not in self.all_languages:
                known = ", ".join(self.all_languages)
                raise InputError(f'language "{language}" is unknown; expected one of {known}')
        wanted = dict.fromkeys(chosen or self.all_languages)
        return sorted(wanted, key=lambda one: one != self.language)

    def is_public(self, figure: str) -> bool:
        """Tell whether `figure` may be shown in every slice, however small its count."""
        return any(fnmatch(figure, rule.figure) for rule in self.public if not rule.printed)


def load_programme(path: Path | None = None) -> Programme:
    """Read the programme.

    Raises `InputError` naming the file, the entry and what was expected.
    """
    return _read(path or paths.programme())


def load_languages(path: Path | None = None) -> tuple[str, ...]:
    """Return the languages that `programme.yml` gives, and nothing else of it."""
    try:
        return _languages(read_yaml(path or paths.programme()))
    except (KeyError, ValueError) as problem:
        raise InputError(f"programme.yml: {problem}") from None


def _languages(raw: dict[str, Any]) -> tuple[str, ...]:
    """Return the languages in their order, without them English and Danish."""
    given = raw.get("languages", ["en", "da"])
    if not isinstance(given, list) or not all(is_language(one) for one in given) or not given:
        raise ValueError(f"languages: {given!r} is no list of codes such as en and da")
    return tuple(dict.fromkeys(given))


def is_language(code: Any) -> bool:
    """Tell whether something is the code of a language, such as en."""
    known = isinstance(code, str) and re.fullmatch("[a-z]{2,3}", code)
    return bool(known) and localedata.exists(code)


@read_once
def _read(path: Path) -> Programme:
    raw = read_yaml(path)
    try:
        return _programme(raw)
    except KeyError as missing:
        raise InputError(f"{path.name}: the entry {missing} is missing") from None
    except (TypeError, ValueError, AttributeError) as problem:
        raise InputError(f"{path.name}: {problem}") from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML's safe loader, in C where there is one, that stops at a key given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Read a mapping; YAML itself would let the last of two equal keys win."""
        seen = set()
        for key, _value in node.value:
            if (key.tag, str(key.value)) in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f'the key "{key.value}" occurs twice', problem_mark=key.start_mark
                )
            seen.add((key.tag, str(key.value)))
        return super().construct_mapping(node, deep)


@read_once
def read_yaml(path: Path) -> dict[str, Any]:
    """Read a YAML mapping; `InputError` where there is none."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (it is safe)
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except yaml.YAMLError as problem:
        raise InputError(f"{path.name}: not valid YAML: {problem}") from None
    if not isinstance(raw, dict):
        raise InputError(f"{path.name}: expected a mapping at the top")
    return raw


def label(raw: Any, where: str) -> Message:
    """Read a text in the languages it is given in; one string serves for all of them.

    What English alone is there for is translated by a catalogue.
    """
    if not isinstance(raw, str) and not _is_text(raw):
        raise ValueError(f"{where}: expected a text or one for each of {', '.join(languages())}")
    return message(raw)


def _is_text(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and all(isinstance(text, str) for text in raw.values())
        and all(map(is_language, raw))
        and (SOURCE in raw or set(languages()) <= set(raw))
    )


def _programme(raw: dict[str, Any]) -> Programme:
    known = _languages(raw)
    if raw["language"] not in known:
        raise ValueError(f"language: {raw['language']!r} is none of {', '.join(known)}")
    first, last = raw["collection"]["first"], raw["collection"]["last"]
    if not (_is_day(first) and _is_day(last) and first <= last):
        raise ValueError(f"collection: {first} to {last} is no period of dates (YYYY-MM-DD)")
    years = _years(raw["years"])
    for year in years:
        if not first.year <= year <= last.year:
            raise ValueError(
                f"years: {year} lies outside the collection, {first} to {last}; "
                "move collection.first or collection.last too"
            )
    disclosure = completed(raw["disclosure"])
    # Words are read where they are spoken; what is wrong with them is said here.
    read_place_words(raw.get("place", {}))
    return Programme(
        name=label(raw["name"], "name"),
        language=raw["language"],
        all_languages=known,
        municipalities=_municipalities(raw["municipalities"]),
        years=years,
        first_day=first,
        last_day=last,
        changes={key: _change(key, entry) for key, entry in raw.get("changes", {}).items()},
        price_level=int(raw.get("price_level", max(years))),
        threshold=read_threshold(disclosure["threshold"]),
        rules=read_rules(disclosure),
        public=tuple(Public(**rule) for rule in disclosure.get("public", [])),
        unreadable=_unreadable(raw.get("unreadable", UNREADABLE[0])),
        reported=_reported(raw.get("report", {})),
        citation=raw.get("citation", {}),
        subtitle=_optional(raw, "subtitle"),
        reference=_optional(raw.get("report", {}), "reference"),
        forms=_roles(raw.get("forms", {})),
        primary=_primary(raw),
        targets=read_targets(raw.get("publish", {})),
        layout=read_layout(raw.get("book", {})),
    )


def _primary(raw: dict[str, Any]) -> Primary | None:
    if (chosen := raw.get("primary")) is None:
        return None
    if not isinstance(chosen, dict) or "figure" not in chosen:
        raise ValueError("primary: expected a figure, and a municipality and a year of it or none")
    found = Primary(**{key: str(value) for key, value in chosen.items()})
    places, years = {ALL, *raw["municipalities"]}, {ALL, *map(str, raw["years"])}
    if found.municipality not in places or found.year not in years:
        raise ValueError(
            f"primary: {found.municipality}, {found.year} is no slice of the programme"
        )
    return found


def _unreadable(raw: Any) -> str:
    if raw not in UNREADABLE:
        raise ValueError(f"unreadable: {raw!r} is none of {', '.join(UNREADABLE)}")
    return str(raw)


def _optional(raw: dict[str, Any], key: str) -> Message | None:
    return label(raw[key], key) if key in raw else None


def _reported(raw: dict[str, Any]) -> str:
    if (answers := raw.get("answers", OTHERS)) not in REPORTED:
        raise ValueError(f"report: answers {answers!r} is none of {', '.join(REPORTED)}")
    return answers


def _roles(raw: Any) -> dict[str, str]:
    if not isinstance(raw, dict) or not all(isinstance(form, str) for form in raw):
        raise ValueError("forms: expected a mapping from each form to its role")
    for form, role in raw.items():
        if role not in ROLES:
            raise ValueError(f"forms: {form}: the role {role!r} is none of {', '.join(ROLES)}")
    return dict(raw)


def _municipalities(raw: dict[str, Any]) -> dict[str, Municipality]:
    if not isinstance(raw, dict) or not raw:
        raise ValueError("municipalities: expected a mapping with an entry for each of them")
    taken: dict[tuple[str, int], str] = {}
    for key, entry in raw.items():
        if key == ALL:
            raise ValueError(f'municipalities: "{ALL}" stands for all of them, choose another key')
        if not re.fullmatch("[a-z][a-z0-9_]*", str(key)):
            raise ValueError(f'municipalities: the key "{key}" is not lower-case ASCII')
        for form, code in entry["codes"].items():
            if not isinstance(code, int):
                raise ValueError(f"municipalities: {key}: {form}: {code!r} is no answer code")
            if other := taken.get((form, code)):
                raise ValueError(f"municipalities: {other} and {key} share code {code} in {form}")
            taken[form, code] = key
    return {
        key: Municipality(
            key, entry["name"], dict(entry["codes"]), tuple(map(str, entry.get("also", ())))
        )
        for key, entry in raw.items()
    }


def _years(raw: Any) -> tuple[int, ...]:
    if not isinstance(raw, list) or not raw or not all(isinstance(year, int) for year in raw):
        raise ValueError(f"years: {raw!r} is no list of calendar years")
    if len(set(raw)) < len(raw):
        raise ValueError(f"years: {raw} names a year twice")
    return tuple(raw)


def _change(key: str, raw: dict[str, Any]) -> Change:
    if not _is_day(raw["date"]):
        raise ValueError(f"changes: {key}: {raw['date']!r} is no date (YYYY-MM-DD)")
    if raw["dated_by"] not in DATED_BY:
        raise ValueError(
            f"changes: {key}: dated_by {raw['dated_by']!r} is none of {', '.join(DATED_BY)}"
        )
    return Change(key, raw["date"], raw["dated_by"], label(raw["label"], f"changes: {key}"))


def _is_day(raw: Any) -> bool:
    return isinstance(raw, date) and not isinstance(raw, datetime)
