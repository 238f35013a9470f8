"""How `programme.yml` is written, and the programme that it says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Annotated, Any, Literal

from annotated_types import Ge, Gt, Le, MinLen
from pydantic import PlainValidator, WithJsonSchema

from cellguard.coarse import Coarse
from cellguard.presets import PRESETS, completed
from cellguard.rules import Public, Rules
from slicebook.entries import (
    Before,
    Day,
    Flag,
    Keyed,
    Number,
    Pattern,
    Positive,
    Schema,
    Whole,
)
from slicebook.place_words import Known, OneAndSeveral
from slicebook.programme import (
    ALL,
    LANGUAGES,
    OTHERS,
    Change,
    Layout,
    Municipality,
    Primary,
    Programme,
    Words,
    read_languages,
)
from slicebook.targets import Publish
from slicebook.written import one_of, read, written

Key = Annotated[str, Pattern("^[a-z][a-z0-9_]*$", "lower-case ASCII")]
Step = Annotated[Number, Gt(0), Le(1)]
# What a form is for: everybody who makes contact, before, after; others are followed up by name.
Role = Literal["register", "before", "after", "other"]
Languages = Annotated[
    tuple[str, ...],
    PlainValidator(read_languages),
    WithJsonSchema({"type": "array", "items": {"type": "string"}}),
]


@written
class Collection:
    """First and last day on which a form can have been submitted."""

    first: Day
    last: Day

    def __post_init__(self) -> None:
        """Refuse a period that ends before it begins."""
        if self.first > self.last:
            raise ValueError(f"{self.first} to {self.last} is no period")


@written
class Report:
    """The printed report, and which answers it was written from."""

    answers: Literal["synthetic", "exports", "others"] = OTHERS
    reference: Words | None = None


@written
class Shown(Public):
    """Figures that are public anyway."""

    printed: Flag = False


@written
class Minimum:
    """Minimum number of answers behind a mean, a spread or interval, and a test.

    And of answer sets in a slice of which shares are shown.
    """

    mean: Positive
    spread: Positive
    test: Positive
    slice: Positive = 1


@written
class Steps:
    """Steps of what is shown of answers that are whole numbers."""

    mean: Step
    interval: Step


@written
class Dominance:
    """The (n, k) rule."""

    n: Positive
    k: Annotated[Number, Ge(1)]


def _completed(raw: Any, _: Any) -> Any:
    return completed(raw) if isinstance(raw, dict) else raw


def by_preset(programme: Programme, preset: str) -> Programme:
    """Return a programme under the rules of a preset; what is public stays so."""
    rules = read(Disclosure, dict(PRESETS[preset]), preset)
    return replace(programme, threshold=rules.threshold, rules=rules.rules())


def _with_preset(known: Schema) -> Schema:
    preset = {"enum": list(PRESETS)}
    without = {"if": {"required": ["preset"]}, "else": {"required": known["required"]}}
    rest = {key: value for key, value in known.items() if key != "required"}
    return rest | without | {"properties": known["properties"] | {"preset": preset}}


@written
class Disclosure:
    """What may be shown."""

    threshold: Positive
    protection_width: Positive
    minimum: Minimum
    coarse: Steps
    dominance: Dominance
    p_percent: Annotated[Number, Ge(1)]
    public: tuple[Shown, ...] = ()

    def rules(self) -> Rules:
        """Return the rules of single figures."""
        return Rules(
            protection_width=self.protection_width,
            minimum_mean=self.minimum.mean,
            minimum_spread=self.minimum.spread,
            minimum_test=self.minimum.test,
            dominance_n=self.dominance.n,
            dominance_k=self.dominance.k,
            p_percent=self.p_percent,
            minimum_slice=self.minimum.slice,
            coarse=Coarse(self.coarse.mean, self.coarse.interval),
        )


@written
class ProgrammeFile:
    """The entries of `programme.yml`; its comments explain them."""

    name: Words
    language: str
    municipalities: Annotated[dict[Key, Municipality], MinLen(1), Keyed("key")]
    years: Annotated[tuple[Whole, ...], MinLen(1)]
    collection: Collection
    disclosure: Annotated[Disclosure, Before(_completed, _with_preset)]
    languages: Languages = tuple(LANGUAGES)
    subtitle: Words | None = None
    place: dict[Known, OneAndSeveral] = field(default_factory=dict)
    forms: dict[str, Role] = field(default_factory=dict)
    changes: Annotated[dict[str, Change], Keyed("key")] = field(default_factory=dict)
    primary: Primary | None = None
    price_level: Whole | None = None
    report: Report = Report()
    unreadable: Literal["cell", "row"] = "cell"
    citation: dict[str, Any] = field(default_factory=dict)
    publish: Publish = Publish()
    book: Layout = Layout()

    def __post_init__(self) -> None:
        """Refuse entries that contradict others, all at once."""
        if obstacles := [*self._of_years(), *self._of_places(), *self._of_others()]:
            raise ValueError("\n".join(obstacles))

    def programme(self) -> Programme:
        """Return the programme."""
        return Programme(
            name=self.name,
            language=self.language,
            all_languages=self.languages,
            municipalities=self.municipalities,
            years=self.years,
            first_day=self.collection.first,
            last_day=self.collection.last,
            changes=self.changes,
            price_level=self.price_level or max(self.years),
            threshold=self.disclosure.threshold,
            rules=self.disclosure.rules(),
            public=self.disclosure.public,
            unreadable=self.unreadable,
            reported=self.report.answers,
            citation=self.citation,
            subtitle=self.subtitle,
            reference=self.report.reference,
            forms=self.forms,
            primary=self.primary,
            targets=self.publish.targets(),
            layout=self.book,
        )

    def _of_years(self) -> Iterator[str]:
        first, last = self.collection.first, self.collection.last
        if len(set(self.years)) < len(self.years):
            yield f"years: {list(self.years)} names a year twice"
        for year in self.years:
            if not first.year <= year <= last.year:
                yield (
                    f"years: {year} lies outside the collection, {first} to {last}; "
                    "move collection.first or collection.last too"
                )

    def _of_places(self) -> Iterator[str]:
        if ALL in self.municipalities:
            yield f'municipalities: "{ALL}" stands for all of them, choose another key'
        taken = Counter(
            (form, code) for one in self.municipalities.values() for form, code in one.codes.items()
        )
        for form, code in (pair for pair, times in taken.items() if times > 1):
            shared = [
                key for key, one in self.municipalities.items() if one.codes.get(form) == code
            ]
            yield f"municipalities: {' and '.join(shared)} share code {code} in {form}"

    def _of_others(self) -> Iterator[str]:
        asked = {"language": self.language, "book: entrance": self.book.entrance}
        for entry, language in asked.items():
            try:
                one_of(language or self.language, self.languages)
            except ValueError as problem:
                yield f"{entry}: {problem}"
        if (one := self.primary) and not (
            one.municipality in {ALL, *self.municipalities}
            and one.year in {ALL, *map(str, self.years)}
        ):
            yield f"primary: {one.municipality}, {one.year} is no slice of the programme"
