"""When a question is shown: other systems' conditions, as far as forms here can say them.

A form here says where an answer leads (`go_to`), others say of each question when it is shown. Both
say the same where a row of questions is left out after certain answers to one before.

Conditions are brought into one spelling, `[question] = 'answer'` and `[question] <> 'answer'`.
"""

import re
from collections.abc import Iterable

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
