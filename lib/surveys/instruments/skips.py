"""Where answers lead: another system's conditions of showing as the `go_to` of answers before.

A form here says where an answer leads, others say of each question when it is shown. Both say the
same where a row of questions is left out after certain answers to one before. Conditions are
brought into one spelling, `[question] = 'answer'` and `[question] <> 'answer'`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from surveys.codebook import Item
from surveys.instruments.question import Question


def with_skips(
    questions: Sequence[Question], items: Sequence[Item]
) -> tuple[list[Item], list[str]]:
    """Return the items with the answers that lead past others, and what could not be said so."""
    hidden: dict[tuple[int, int], list[int]] = {}
    remarks = []
    for position, question in enumerate(questions):
        reasons = _hiding(question, questions)
        if reasons is None:
            remarks.append(f"{items[position].id}: shown only if {question.shown_if}")
        for reason in reasons or ():
            hidden.setdefault(reason, []).append(position)
    changed = list(items)
    for (asked, answer), positions in hidden.items():
        option = changed[asked].options[answer]
        after = positions[-1] + 1
        numbers = [item.number for item in changed[asked:after]]
        if positions != list(range(asked + 1, after)) or None in numbers:
            away = ", ".join(items[position].id for position in positions)
            remarks.append(f"{away}: not shown after {items[asked].id} {option.id}")
            continue
        later = [item.number for item in changed[after:] if item.number]
        goal = min(later, default=max(number for number in numbers if number) + 1)
        options = list(changed[asked].options)
        options[answer] = replace(option, go_to=goal)
        changed[asked] = replace(changed[asked], options=tuple(options))
    return changed, remarks


def _hiding(question: Question, all_of: Sequence[Question]) -> list[tuple[int, int]] | None:
    """Return (question, answer) after which this one is not shown; None where it cannot be said."""
    condition = atoms(question.shown_if)
    if condition is None:
        return None
    joint, parts = condition
    if all(sign == "<>" for _, sign, _ in parts) and joint in ("", "and"):
        return _found([(name, answer) for name, _, answer in parts], all_of)
    asked = {name for name, _, _ in parts}
    if any(sign == "<>" for _, sign, _ in parts) or joint == "and" or len(asked) > 1:
        return None
    [name] = asked
    wanted = {answer for _, _, answer in parts}
    one = next((other for other in all_of if other.name == name and other.type == "single"), None)
    if one is None:
        return None
    others = [(name, part.code) for part in one.answers if not wanted & {part.code, part.id}]
    return _found(others, all_of) if len(others) + len(wanted) == len(one.answers) else None


def _found(
    pairs: Sequence[tuple[str, str]], all_of: Sequence[Question]
) -> list[tuple[int, int]] | None:
    places = {
        (question.name, name): (asked, answer)
        for asked, question in enumerate(all_of)
        for answer, part in enumerate(question.answers)
        for name in (part.code, part.id)
    }
    return [places[pair] for pair in pairs] if all(pair in places for pair in pairs) else None


_XLSFORM = (
    (r"not\(\s*selected\(\s*\$\{(\w+)\}\s*,\s*['\"]([^'\"]*)['\"]\s*\)\s*\)", r"[\1] <> '\2'"),
    (r"selected\(\s*\$\{(\w+)\}\s*,\s*['\"]([^'\"]*)['\"]\s*\)", r"[\1] = '\2'"),
    (r"\$\{(\w+)\}", r"[\1]"),
    (r"!=", "<>"),
)
_REDCAP = (
    (r"\[(\w+)\((\w+)\)\]\s*(?:=\s*['\"]?0['\"]?|<>\s*['\"]?1['\"]?)", r"[\1] <> '\2'"),
    (r"\[(\w+)\((\w+)\)\]\s*=\s*['\"]?1['\"]?", r"[\1] = '\2'"),
)
_LIMESURVEY = (
    (r"(\w+)\.(?:NAOK|value)", r"[\1]"),
    (r"\[(\w+)_(\w+)\]\s*==\s*['\"]Y['\"]", r"[\1] = '\2'"),
    (r"\[(\w+)_(\w+)\]\s*!=\s*['\"]Y['\"]", r"[\1] <> '\2'"),
    (r"==", "="),
    (r"!=", "<>"),
)
_ATOM = re.compile(r"\[(\w+)\]\s*(=|<>)\s*['\"]?([\w-]+)['\"]?")


def _spelled(text: str, spellings: Iterable[tuple[str, str]]) -> str | None:
    for pattern, spelling in spellings:
        text = re.sub(pattern, spelling, text)
    return text.strip() or None


def of_xlsform(text: str) -> str | None:
    """Return an XLSForm's `relevant` in the common spelling."""
    return _spelled(text, _XLSFORM)


def of_redcap(text: str) -> str | None:
    """Return a REDCap branching logic in the common spelling."""
    return _spelled(text, _REDCAP)


def of_limesurvey(text: str) -> str | None:
    """Return a LimeSurvey relevance equation in the common spelling; "1" is always."""
    return None if text.strip() == "1" else _spelled(text, _LIMESURVEY)


def atoms(condition: str | None) -> tuple[str, list[tuple[str, str, str]]] | None:
    """Return what joins the parts of a condition ("and", "or", "") and (question, sign, answer).

    None where it is no plain row of them.
    """
    if condition is None:
        return "", []
    bare = condition.replace("(", " ").replace(")", " ").strip()
    parts = re.split(r"\s+(and|or|&&|\|\|)\s+", bare, flags=re.IGNORECASE)
    joints = {{"&&": "and", "||": "or"}.get(part.lower(), part.lower()) for part in parts[1::2]}
    found = [_ATOM.fullmatch(part.strip()) for part in parts[::2]]
    if len(joints) > 1 or not all(found):
        return None
    return next(iter(joints), ""), [match.groups() for match in found if match]
