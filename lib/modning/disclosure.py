"""What may be shown: a figure that rests on too few persons is withheld before it is recorded."""

from modning.programme import Programme

# Units that count persons, forms or answers; a value below the threshold is itself a small count.
COUNTS = ("forms", "answers", "persons")


def may_show(
    figure: str, value: float | None, n: int | None, unit: str, programme: Programme
) -> bool:
    """Tell whether a figure may leave the notebook.

    Withheld are counts from 1 to threshold - 1 and values computed from so few answers, unless
    `programme.yml` names the figure as public. Zero is shown: it says nothing of any person.
    """
    if programme.is_public(figure):
        return True
    small = _small(n, programme) or (unit in COUNTS and _small(value, programme))
    return not small


def _small(count: float | None, programme: Programme) -> bool:
    return count is not None and 0 < count < programme.threshold
