"""Suggest which question of a form each column of a table is, by every kind of evidence.

Nothing is guessed: what is not sure is offered with what it may be, and left to a person.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

from surveys.codebook import Form
from surveys.intake.grid import whole_number
from surveys.intake.mapping.likeness import likely
from surveys.intake.mapping.model import LIKELY
from surveys.intake.mapping.sources import Source
from surveys.intake.mapping.spread import by_answers, split_reader
from surveys.intake.mapping.suggestion import Suggestion
from surveys.intake.mapping.targets import Target, targets
from surveys.intake.mapping.words import OTHER, asks_for_words
from surveys.intake.values import TICKED, UNTICKED, folded

_NUMBER = re.compile(r"\d+")
# LimeSurvey's names of a question's parts.
_PART, _OTHER = re.compile(r"_(sq\d+|other)"), "[other]"


def suggest(
    columns: Sequence[Source],
    form: Form,
    by_position: bool = False,
    beside: Collection[str] = (),
) -> Suggestion:
    """Suggest what each of a table's columns is in a form; those `beside` are ids and times."""
    made = Suggestion(form, targets(form))
    _by_name(made, columns)
    _by_text(made, columns)
    by_answers(made, columns)
    _by_question(made, columns)
    _write_ins(made, columns)
    _by_values(made, columns)
    _by_likeness(made, columns)
    _write_ins(made, columns)
    _by_words_alone(made, columns)
    if by_position:
        _by_place(made, [column for column in columns if column.key not in beside])
    return made


def _by_name(made: Suggestion, columns: Sequence[Source]) -> None:
    known = {name: target for target in made.targets.all for name in target.names}
    matched: dict[str, list[tuple[int, Source]]] = defaultdict(list)
    for column in columns:
        if column.heading.endswith(_OTHER) and not all(map(_is_tick, column.filled)):
            continue
        for skipped in range(len(column.tokens)):
            name = "_".join(column.tokens[skipped:])
            if name in known:
                matched[known[name].name].append((skipped, column))
                break
    for name, found in matched.items():
        fewest = min(skipped for skipped, _ in found)
        best = [column for skipped, column in found if skipped == fewest]
        if len(best) == 1:
            made.add(best[0], name, "name")


def _by_text(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find columns whose heading or title is a question, an option's or row's words, or both."""
    groups: dict[tuple[str, ...], list[Source]] = defaultdict(list)
    reasons: dict[tuple[str, ...], str] = {}
    for column in made.free(columns):
        for fits, why in ((_whole, "question and label"), (_part, "label")):
            found = [t for t in made.open() if fits(t, column) and t.fits(list(column.values))]
            if found:
                key = tuple(target.name for target in found)
                groups[key].append(column)
                reasons[key] = why if found[0].parts or found[0].is_write_in else "question"
                break
    for key, found in groups.items():
        if len(key) == len(found):
            place = " and place" if len(key) > 1 else ""
            for name, column in zip(key, found, strict=True):
                made.add(column, name, reasons[key] + place)
        else:
            for column in found:
                made.perhaps[column.at] = (list(key), f"{reasons[key]} of several columns")


def _by_words_alone(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find columns that ask a question in its own words and hold other values than its answers.

    The values are for a person to settle.
    """
    for column in made.free(columns):
        found = [target for target in made.open() if _whole(target, column)]
        if len(found) == 1 and not found[0].fits(list(column.values)):
            made.add(column, found[0].name, "question; its values are not the form's")


def _whole(target: Target, column: Source) -> bool:
    if target.is_write_in:
        return False
    for question, part in column.readings:
        if question in target.questions and (part in target.parts if target.parts else not part):
            return True
        if part in target.questions and question in target.parts:
            return True
    return not target.parts and any(
        part in target.questions and part == question for question, part in column.readings
    )


def _part(target: Target, column: Source) -> bool:
    return any(question in target.parts and not part for question, part in column.readings)


def _by_question(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find questions of several columns: their columns in order, or all answers in one cell."""
    for item_id, asked in made.targets.items.items():
        open_ = [target for target in asked if target.name not in made.taken]
        if len(asked) < 2 or not open_:
            continue
        mine = [column for column in made.free(columns) if _asks(column, asked, item_id)]
        without_words = [target for target in open_ if not target.is_write_in]
        for wanted in (open_, without_words):
            if mine and len(mine) == len(wanted) and _all_fit(wanted, mine):
                place = f"question, place among its {len(mine)} columns"
                for target, column in zip(wanted, mine, strict=True):
                    if _are_moved(mine):
                        why = f"{place}, in another order than the numbers of their names"
                        made.perhaps[column.at] = ([target.name], why)
                    else:
                        made.add(column, target.name, place)
                break
        else:
            if len(mine) == 1 and _is_split(asked, mine[0]):
                made.add(mine[0], item_id, "question; several answers in a cell")
            elif len(mine) == 1 and asked[0].item.type == "multiple" and len(open_) == len(asked):
                why = "question; its answers are not the form's options (`also:` adds words)"
                made.perhaps[mine[0].at] = ([item_id], why)


def _asks(column: Source, asked: Sequence[Target], item_id: str) -> bool:
    name = "_".join(column.tokens)
    part = _PART.fullmatch(name.removeprefix(item_id.replace("_", "")))
    return (
        f"_{name}".endswith(f"_{item_id}")
        or bool(part)
        or any(question in asked[0].questions and not part for question, part in column.readings)
    )


def _are_moved(columns: Sequence[Source]) -> bool:
    """Tell whether columns stand in another order than the numbers in their names."""
    numbers = [[int(number) for number in _NUMBER.findall(one.heading)] for one in columns]
    return all(numbers) and numbers != sorted(numbers)


def _all_fit(wanted: Sequence[Target], columns: Sequence[Source]) -> bool:
    return all(t.fits(list(c.values)) for t, c in zip(wanted, columns, strict=True))


def _is_split(asked: Sequence[Target], column: Source) -> bool:
    item = asked[0].item
    if item.type != "multiple" or not column.filled:
        return False
    read = split_reader(item)
    known = [value for value in column.filled if read(value)]
    return len(known) >= 0.8 * len(column.filled)


def _write_ins(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find the words of one's own: beside the question's other columns, or asking for words."""
    for column in made.free(columns):
        if column.filled and all(map(_is_tick, column.filled)):
            continue
        before = made.found.get(column.at - 1)
        open_ = [target for target in made.open() if target.is_write_in]
        for target in open_:
            beside = before is not None and before.is_ in {
                other.name for other in made.targets.items[target.item.id]
            } | {target.item.id}
            whole = all(
                other.name in made.taken
                for other in made.targets.items[target.item.id]
                if not other.is_write_in
            )
            asks = any(
                question in target.questions
                and (asks_for_words(part) or (whole and part in {"", *OTHER}))
                for question, part in column.readings
            )
            words = asks_for_words(column.heading) or asks_for_words(column.title)
            asks |= column.heading == f"{target.item.id.replace('_', '')}{_OTHER}"
            if asks or (beside and words):
                made.add(column, target.name, "words of one's own")
                break


def _is_tick(value: str) -> bool:
    text = folded(value)
    return text in TICKED | UNTICKED or whole_number(text) is not None


def _by_values(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find columns whose labels are one question's and no other's."""
    pairs: list[tuple[Source, Target]] = []
    for column in made.free(columns):
        if not column.filled:
            continue
        for target in made.open():
            words = target.words(list(column.values))
            place = target.item.type == "municipality" and target.fits(list(column.values))
            enough = len(words) > 1 or (bool(words) and (place or target.column.kind == "flag"))
            if enough and all(map(target.holds, column.filled)):
                pairs.append((column, target))
    for column, target in pairs:
        rivals = [other for other in pairs if (other[0] is column) != (other[1] is target)]
        if not rivals:
            made.add(column, target.name, "its values")


def _by_likeness(made: Suggestion, columns: Sequence[Source]) -> None:
    """Find columns whose words come near a question's, where nothing else comes as near."""
    free = made.free(columns)
    found = {at: entry.is_ for at, entry in made.found.items()}
    for column, names, why, sure in likely(free, made.open(), found, made.targets):
        if sure:
            made.add(column, names[0], why)
            made.perhaps.pop(column.at, None)
        else:
            made.perhaps.setdefault(column.at, (names, why))


def _by_place(made: Suggestion, columns: Sequence[Source]) -> None:
    """Take the columns in the form's order, where they are as many and their values allow it."""
    free, open_ = made.free(columns), made.open()
    for wanted in (open_, [target for target in open_ if not target.is_write_in]):
        if len(wanted) == len(free) and _all_fit(wanted, free):
            for target, column in zip(wanted, free, strict=True):
                made.add(column, target.name, "place among the columns", LIKELY)
                made.perhaps.pop(column.at, None)
            return
