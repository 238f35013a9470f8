"""From the questions of another system's file to a form of this project."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from slicebook.text import _
from surveys.codebook import Form, Item, Option, Row
from surveys.instruments import names
from surveys.instruments.question import Part, Question, Questions
from surveys.instruments.skips import atoms, with_skips

# Until somebody says who fills a form in, and when.
UNSAID = _("(not stated)")
# Where a file gives a number no bounds.
UNBOUNDED = (0, 999)
_PLACE = {"municipality", "kommune"}
# What a question may be called that asks for the place, the surest first.
_CALLED = (*sorted(_PLACE), "town", "city", "site", "district", "school", "house", "place")


@dataclass(frozen=True)
class Draft:
    """A form, the answer codes it gives the municipalities, and what a person must look at.

    `called` is what an export holds for a municipality instead of its code.
    """

    form: Form
    codes: Mapping[str, int]
    remarks: tuple[str, ...]
    called: Mapping[str, str] = field(default_factory=dict)


def draft_of(found: Questions, places: Mapping[str, str]) -> Draft:
    """Return the form that a file's questions make; `places` are municipalities' names by key."""
    questions = [_in_order(question) for question in _with_write_ins(found.questions)]
    numbered = any(question.number for question in questions)
    remarks, items, taken = list(found.remarks), [], set[str]()
    codes: dict[str, int] = {}
    called: dict[str, str] = {}
    for position, question in enumerate(questions, start=1):
        if _is_place(question, places):
            codes = _place_codes(question, places)
            called = _called(question, codes)
            question = replace(question, type="municipality", answers=(), required=True)
        item = _item(question, question.number if numbered else position, taken)
        remarks += _remarks(question, item)
        taken.add(item.id)
        items.append(item)
    items, unsaid = with_skips(questions, items)
    if len({language for question in questions for language in question.texts}) == 1:
        remarks.append("the file has one language; its words stand in the places of all")
    if not any(item.type == "municipality" for item in items):
        remarks.append("no question asks for the municipality; every form needs one")
    form = Form(
        id=names.as_id(found.form),
        title=names.label(found.title, found.form),
        filled_by=UNSAID,
        filled_when=UNSAID,
        source=found.source,
        items=tuple(items),
    )
    return Draft(form, codes, (*remarks, *unsaid), called)


def places_of(found: Questions) -> dict[str, str]:
    """Return the answers of the question that is called one about the place, by a key of each."""
    singles = {one.name.lower(): one for one in found.questions if one.type == "single"}
    asked = next((singles[name] for name in _CALLED if name in singles), None)
    answers = asked.answers if asked else ()
    texts = (next(map(names.plain, part.texts.values()), part.code) for part in answers)
    return {names.as_id(text): text for text in texts}


def _in_order(question: Question) -> Question:
    """Return a question whose answers stand in the order of their codes."""
    pairs = zip(_codes(question.answers), question.answers, strict=True)
    return replace(
        question, answers=tuple(part for _, part in sorted(pairs, key=lambda one: one[0]))
    )


def _item(question: Question, number: int | None, taken: set[str]) -> Item:
    low, high = question.low, question.high
    if question.type == "number":
        low = UNBOUNDED[0] if low is None else low
        high = UNBOUNDED[1] if high is None else high
    id = names.id_of(question.name, question.texts, taken)
    return Item(
        id=id,
        number=number,
        type=question.type,
        question=names.label(question.texts, question.name),
        options=_options(question.answers, id),
        rows=_rows(question.rows, id),
        added=question.added,
        reworded=question.reworded,
        low=low,
        high=high,
        required=question.required,
        ordered=question.ordered,
        scale=question.scale,
        also=_also(question.name, id),
    )


def _options(answers: Sequence[Part], item: str) -> tuple[Option, ...]:
    taken: set[str] = set()
    options = []
    for code, part in zip(_codes(answers), answers, strict=True):
        id = names.id_of(part.id or part.code, part.texts, taken)
        taken.add(id)
        text = names.label(part.texts, part.code)
        chosen = {"write_in": part.write_in, "alone": part.alone}
        also = _also(part.code, str(code), id, f"{item}_{id}")
        options.append(Option(code, id, text, part.added, also=also, **chosen))
    return tuple(options)


def _codes(answers: Sequence[Part]) -> list[int]:
    """Return the file's own codes where all are different whole numbers, else 1, 2 and so on."""
    codes = [part.code.removeprefix("-") for part in answers]
    own = all(code.isdecimal() for code in codes) and len(set(codes)) == len(codes)
    return [int(part.code) for part in answers] if own else list(range(1, len(answers) + 1))


def _rows(parts: Sequence[Part], item: str) -> tuple[Row, ...]:
    taken: set[str] = set()
    rows = []
    for part in parts:
        id = names.id_of(part.id or part.code, part.texts, taken)
        taken.add(id)
        also = _also(part.code, id, f"{item}_{id}")
        text = names.label(part.texts, part.code)
        rows.append(Row(id, text, part.added, part.write_in, also))
    return tuple(rows)


def _also(stored: str, *known: str) -> tuple[str, ...]:
    """Return what the file calls something, where the form calls it otherwise."""
    name = re.sub("[^a-z0-9]+", "_", stored.lower()).strip("_")
    return () if not name or name in known else (name,)


def _is_place(question: Question, places: Mapping[str, str]) -> bool:
    if question.type not in ("single", "municipality"):
        return False
    return question.name.lower() in _PLACE or bool(_place_codes(question, places))


def _place_codes(question: Question, places: Mapping[str, str]) -> dict[str, int]:
    """Return the answer code of each municipality; nothing where an answer is none of them."""
    keys = {name.casefold(): key for key, name in places.items()}
    found = {}
    for code, part in zip(_codes(question.answers), question.answers, strict=True):
        said = (part.id or "", *map(names.plain, part.texts.values()))
        key = next((keys[text.casefold()] for text in said if text.casefold() in keys), None)
        if key is None:
            return {}
        found[key] = code
    return found


def _called(question: Question, codes: Mapping[str, int]) -> dict[str, str]:
    """Return what exports hold for each municipality, where that is no number."""
    held = dict(zip(_codes(question.answers), question.answers, strict=True))
    return {key: held[code].code for key, code in codes.items() if not held[code].code.isdecimal()}


def _remarks(question: Question, item: Item) -> Iterator[str]:
    if question.type == "number" and None in (question.low, question.high):
        yield f"{item.id}: the file gives no bounds; {item.low} to {item.high} stand there"


def _with_write_ins(questions: Sequence[Question]) -> list[Question]:
    """Return the questions, a text that only says what "other" is made part of its answer."""
    kept: list[Question] = []
    for question in questions:
        at = _written_in(question, kept[-1]) if kept and question.type == "text" else None
        if at is None:
            kept.append(question)
            continue
        parts, position = at
        changed = list(getattr(kept[-1], parts))
        changed[position] = replace(changed[position], write_in=True)
        kept[-1] = replace(kept[-1], **{parts: tuple(changed)})
    return kept


def _written_in(text: Question, before: Question) -> tuple[str, int] | None:
    """Return of which answer or row of the question before a text is the write-in."""
    condition = atoms(text.shown_if)
    asked = condition[1] if condition and len(condition[1]) == 1 else []
    for parts in ("rows", "answers"):
        for position, part in enumerate(getattr(before, parts)):
            own = {f"{before.name}_{name}_text" for name in (part.id, part.code) if name}
            said = [[(before.name, "=", name)] for name in (part.code, part.id)]
            if text.name in own or asked in said:
                return parts, position
    return None
