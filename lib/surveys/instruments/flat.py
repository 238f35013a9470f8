"""Questions found in a flat list of variables, as statistics programs and some exports have it.

A question with several answers and a grid are a row of variables there. They are known by what they
share: the words before a colon or dash, or before a number at the end of the name, and the answers.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyreadstat

from surveys.codebook import ANSWER_ID, SUBMITTED, SYNTHETIC
from surveys.instruments.names import is_word, plain, shared_start
from surveys.instruments.question import Part, Question, Questions, Texts
from surveys.labelled import KINDS, read_labelled

_SEPARATOR = re.compile(r"\s*(?::|\s[-–—|]|\?|\.\.\.|…)\s+")
_CHOSEN = {"ja", "yes", "valgt", "checked", "selected", "true", "sand", "1"}
_NOT_CHOSEN = {"nej", "no", "ikke valgt", "unchecked", "not selected", "false", "falsk", "0"}
# What survey systems add to the answers.
_SYSTEM = re.compile(
    rf"{ANSWER_ID}|{SUBMITTED}|{SYNTHETIC}|stat(?:internal|completion|creation|distribution|source|collect|"
    r"overall)\w*|respon\w*id|responde|survey|organiza\w*|created|modified|closetime?|starttime?|"
    r"difftime|response\w*|numberof\w*|importgr\w*|distribu\w*|digitald\w*|digit\w*_1|email|"
    r"_id|_uuid|_index|_submission_time|startdate|enddate|status|ipaddress|progress|finished|"
    r"recordeddate|recipient\w*|externalreference|location\w*|distributionchannel|userlanguage|"
    r"duration__in_seconds_|id|token|submitdate|lastpage|startlanguage|seed|datestamp|refurl"
)


@dataclass(frozen=True)
class Variable:
    """A column of a data set: kind is "code", "number", "text" or "date"; `answers` by code.

    `group` is the question the file itself counts it to, `option` the answer it ticks.
    """

    name: str
    texts: Texts
    kind: str
    answers: Sequence[Part] = ()
    group: str | None = None
    option: Part | None = None


def questions_of(variables: Iterable[Variable]) -> list[Question]:
    """Return the questions that a list of variables makes, in its order."""
    kept = [one for one in variables if not _SYSTEM.fullmatch(one.name.lower())]
    groups: list[list[Variable]] = []
    for variable in kept:
        if groups and _belongs(variable, groups[-1]):
            groups[-1].append(variable)
        else:
            groups.append([variable])
    return [question for group in groups for question in _questions(group)]


def _questions(group: Sequence[Variable]) -> list[Question]:
    if len(group) == 1 and group[0].option is None:
        return [_single(group[0])]
    if group[0].option or is_tick(group[0]):
        return [_multiple(group)]
    return [_grid(group)]


def _belongs(variable: Variable, group: Sequence[Variable]) -> bool:
    """Tell whether a variable is one more tick or row of the question of those before it."""
    last = group[-1]
    if variable.group or last.group:
        return variable.group == last.group and bool(variable.option) == bool(last.option)
    if variable.kind != "code" or last.kind != "code" or not _alike(variable, last):
        return False
    first, second = _asked(group[0]), _asked(variable)
    if first or second:
        return first == second
    return _stem(variable.name) == _stem(last.name) != ""


def _alike(one: Variable, other: Variable) -> bool:
    return [(part.code, part.texts) for part in one.answers] == [
        (part.code, part.texts) for part in other.answers
    ]


def is_tick(variable: Variable) -> bool:
    """Tell whether a variable says of one answer whether it was chosen."""
    said = {plain(text).lower() for part in variable.answers for text in part.texts.values()}
    codes = {part.code for part in variable.answers}
    return bool(said) and codes <= {"0", "1"} and said <= _CHOSEN | _NOT_CHOSEN


def _single(variable: Variable) -> Question:
    kind = {"code": "single"}.get(variable.kind, variable.kind)
    answers = variable.answers if kind == "single" else ()
    return Question(variable.name, variable.texts, kind, answers)


def _multiple(group: Sequence[Variable]) -> Question:
    name, parts = _named(group)
    options = [
        variable.option or replace(part, code=str(code))
        for code, (variable, part) in enumerate(zip(group, parts, strict=True), start=1)
    ]
    return Question(name, _question_texts(group), "multiple", tuple(options))


def _grid(group: Sequence[Variable]) -> Question:
    name, rows = _named(group)
    return Question(name, _question_texts(group), "grid", group[0].answers, tuple(rows))


def _named(group: Sequence[Variable]) -> tuple[str, list[Part]]:
    """Return the question's own name and its parts, named by what follows it."""
    names = [variable.name.lower() for variable in group]
    start = shared_start(names) if len(names) > 1 else ""
    shared = bool(start) and is_word(start)
    rests = [name.removeprefix(start + "_") if shared else "" for name in names]
    parts = [
        Part(variable.name, _part_texts(variable), rest or None)
        for variable, rest in zip(group, rests, strict=True)
    ]
    # A number is no name: the words of the question make one.
    return (start if shared else group[0].group or "", parts)


def _question_texts(group: Sequence[Variable]) -> Texts:
    return _each(group[0], lambda text: _SEPARATOR.split(plain(text), maxsplit=1)[0])


def _part_texts(variable: Variable) -> Texts:
    return _each(variable, lambda text: _SEPARATOR.split(plain(text), maxsplit=1)[-1])


def _each(variable: Variable, change: Callable[[str], str]) -> Texts:
    return {language: change(text) for language, text in variable.texts.items()}


def _asked(variable: Variable) -> str:
    """Return the words of the question; nothing where none of the part follow."""
    stem, *rest = _SEPARATOR.split(plain(next(iter(variable.texts.values()), "")))
    return stem if rest and rest[0] else ""


def _stem(name: str) -> str:
    """Return a name without the number or letter at its end, which counts the parts."""
    return re.sub(r"_?(?:\d+|(?<=\d)[a-z])$", "", name.lower()).rstrip("_")


def read_statistical(path: Path) -> list[Questions]:
    """Read the variables of a labelled file; `InputError` where it cannot be read."""
    _, meta = read_labelled(path, KINDS[path.suffix.lower()], answers=False)
    variables = [_variable(name, meta) for name in meta.column_names]
    dates = [one for one in variables if one.kind == "date"]
    # A form needs a time of submission; where a file has one date, it has no other.
    asked = [one for one in variables if [one] != dates]
    remarks = [f"{one.name}: taken for the time of submission" for one in dates if [one] == dates]
    return [Questions(path.stem, {"": meta.file_label or path.stem},
                      questions_of(asked), path.name, remarks)]  # fmt: skip


def _variable(name: str, meta: pyreadstat.metadata_container) -> Variable:
    labels = meta.variable_value_labels.get(name, {})
    answers = [Part(_code(value), {"": label}) for value, label in labels.items()]
    text = meta.column_names_to_labels.get(name) or name
    return Variable(name, {"": text}, "code" if answers else _kind(name, meta), answers)


def _kind(name: str, meta: pyreadstat.metadata_container) -> str:
    written = (meta.original_variable_types.get(name) or "").upper()
    if meta.readstat_variable_types.get(name) == "string":
        return "text"
    dated = ("DATE", "%TD", "%TC", "EDATE", "ADATE", "SDATE")
    return "date" if written.startswith(dated) else "number"


def _code(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole else str(value)
