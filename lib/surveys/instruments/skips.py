"""Where answers lead: another system's conditions of showing as the `go_to` of answers before."""

from collections.abc import Sequence
from dataclasses import replace

from surveys.codebook import Item
from surveys.instruments.conditions import atoms
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
