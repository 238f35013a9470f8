"""`programme.yml` as a typed object: who takes part, when, and by which rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from annotated_types import Ge, Le
from babel import localedata
from pydantic import PlainValidator, WithJsonSchema

from cellguard.rules import Public, Rules
from slicebook import paths
from slicebook.entries import Day, Number, Whole, Word
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.targets import Target
from slicebook.text import Message, _, languages, message, told
from slicebook.translations import SOURCE
from slicebook.written import read, refuse_unknown, written

ALL = "all"
EVERYWHERE = _("All municipalities")
# Without a word of them.
LANGUAGES = ["en", "da"]
# Which answers the printed report was written from: those drawn from it, those taken in, others.
SYNTHETIC, EXPORTS, OTHERS = ("synthetic", "exports", "others")

# A text in the languages it is given in, or once for all of them.
LANGUAGE = "^[a-z]{2,3}$"
TEXT = {"type": "string"}
BY_LANGUAGE = {"type": "object", "patternProperties": {LANGUAGE: TEXT}}
Words = Annotated[
    Message,
    PlainValidator(lambda raw: label(raw)),
    WithJsonSchema(
        {"anyOf": [TEXT, BY_LANGUAGE | {"additionalProperties": False, "minProperties": 1}]}
    ),
]


@written
class Municipality:
    """A municipality, its answer code in each form and other names of it in exports."""

    key: str
    name: str
    codes: dict[str, Whole]
    also: tuple[Word, ...] = ()


@written
class Change:
    """A change of the forms, and whether its date is printed or assumed."""

    key: str
    date: Day
    dated_by: Literal["report", "assumed"]
    label: Words


@written
class Primary:
    """The one outcome and slice chosen before the answers were seen: tested as it stands.

    What else is tested is adjusted for how much of it there is.
    """

    figure: str
    municipality: str = ALL
    year: Word = ALL


# `book` in `programme.yml`; in which order its pages stand is in `book/contents.yml`.
@written
class Layout:
    """The notebook whose page is printed by itself too, and when a slice has a page of its own.

    A slice has one where at least the share `own_page` of its charts and tables shows something.
    `entrance` is the language of a reader whose browser asks for none of the book's.
    """

    brief: str | None = None
    own_page: Annotated[Number, Ge(0), Le(1)] = 0.5
    entrance: str | None = None


@dataclass(frozen=True)
class Programme:
    """What `programme.yml` says; `programme_file` has how it says it."""

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
            refuse_unknown("language", language, self.all_languages)
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
        return read_languages(read_yaml(path or paths.programme()).get("languages", LANGUAGES))
    except ValueError as problem:
        raise InputError(f"programme.yml: languages: {problem}") from None


def read_languages(given: Any) -> tuple[str, ...]:
    """Read the languages in their order; `ValueError` says what was expected."""
    if not isinstance(given, list) or not all(is_language(one) for one in given) or not given:
        raise ValueError(f"{given!r} is no list of codes such as en and da")
    return tuple(dict.fromkeys(given))


def is_language(code: Any) -> bool:
    """Tell whether something is the code of a language, such as en."""
    known = isinstance(code, str) and re.fullmatch("[a-z]{2,3}", code)
    return bool(known) and localedata.exists(code)


@read_once
def _read(path: Path) -> Programme:
    from slicebook.programme_file import ProgrammeFile

    return read(ProgrammeFile, read_yaml(path), path.name).programme()


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


def label(raw: Any) -> Message:
    """Read a text in the languages it is given in; one string serves for all of them.

    What English alone is there for is translated by a catalogue.
    """
    if not isinstance(raw, str) and not _is_text(raw):
        raise ValueError(f"expected a text or one for each of {', '.join(languages())}")
    return message(raw)


def _is_text(raw: Any) -> bool:
    return (
        isinstance(raw, dict)
        and all(isinstance(text, str) for text in raw.values())
        and all(map(is_language, raw))
        and (SOURCE in raw or set(languages()) <= set(raw))
    )
