"""Self-generated codes: the same code written in two ways, and codes one slip apart."""

import re


def normalise(code: object) -> str | None:
    """Return a code's letters and digits in capitals; None where it has none."""
    if code is None or code != code:
        return None
    return re.sub(r"[\W_]", "", str(code)).upper() or None


def one_slip(one: str, other: str) -> bool:
    """Tell whether two different codes are one typing slip apart.

    A slip is a character changed, left out or added, or two neighbours swapped (Damerau 1964,
    Communications of the ACM 7:171).
    """
    if len(one) > len(other):
        one, other = other, one
    if len(one) == len(other):
        at = [i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        swapped = len(at) == 2 and at[1] == at[0] + 1 and _swap(one, at[0]) == other
        return len(at) == 1 or swapped
    if len(other) - len(one) > 1:
        return False
    return any(other[:i] + other[i + 1 :] == one for i in range(len(other)))


def _swap(code: str, i: int) -> str:
    return code[:i] + code[i + 1] + code[i] + code[i + 2 :]
