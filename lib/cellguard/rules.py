"""When a figure may be shown, as `disclosure` in `programme.yml` says it."""

from dataclasses import dataclass, field
from typing import Any

from cellguard.coarse import Coarse

WITHHOLD, ROUND = METHODS = ("withhold", "round")


@dataclass(frozen=True)
class Public:
    """Figures (a shell pattern) that may be shown however small, and why.

    `printed` limits them to the municipalities and years for which the report prints a figure.
    """

    figure: str
    reason: str
    printed: bool = False


@dataclass(frozen=True)
class Rules:
    """When a figure is withheld or rounded; see the comments of `programme.yml`."""

    protection_width: int
    minimum_mean: int
    minimum_spread: int
    minimum_test: int
    dominance_n: int
    dominance_k: float
    p_percent: float
    method: str = WITHHOLD
    base: int = 5
    coarse: Coarse = field(default_factory=Coarse)

    @property
    def rounds(self) -> bool:
        """Tell whether counts are rounded to the base instead of withheld."""
        return self.method == ROUND


def read_threshold(raw: Any) -> int:
    """Read the minimum frequency; `ValueError` where it is none."""
    if not isinstance(raw, int) or raw < 1:
        raise ValueError(f"disclosure: the threshold {raw!r} is no whole number from 1 on")
    return raw


def read_rules(raw: dict[str, Any]) -> Rules:
    """Read the rules; `ValueError` names the one that is none."""
    minimum, dominance, coarse = raw["minimum"], raw["dominance"], raw["coarse"]
    numbers = {
        "protection_width": raw["protection_width"],
        "minimum_mean": minimum["mean"],
        "minimum_spread": minimum["spread"],
        "minimum_test": minimum["test"],
        "dominance_n": dominance["n"],
        "dominance_k": dominance["k"],
        "p_percent": raw["p_percent"],
    }
    for name, number in numbers.items():
        if not isinstance(number, int | float) or isinstance(number, bool) or number < 1:
            raise ValueError(f"disclosure: {name} {number!r} is no number from 1 on")
    steps = {name: coarse[name] for name in ("mean", "interval")}
    for name, step in steps.items():
        if not isinstance(step, int | float) or isinstance(step, bool) or not 0 < step <= 1:
            raise ValueError(f"disclosure: coarse {name} {step!r} is no step above 0, at most 1")
    return Rules(**numbers, **_rounding(raw), coarse=Coarse(**steps))


def _rounding(raw: dict[str, Any]) -> dict[str, Any]:
    """Read whether counts are rounded, and to which base; without, they are withheld."""
    method, base = raw.get("method", WITHHOLD), raw.get("base", Rules.base)
    if method not in METHODS:
        raise ValueError(f"disclosure: method {method!r} is none of {', '.join(METHODS)}")
    # Two editions may show a count as both multiples next to it, and tell all but so many.
    least = max(raw["threshold"], raw["protection_width"] + 2)
    if not isinstance(base, int) or isinstance(base, bool) or (method == ROUND and base < least):
        raise ValueError(f"disclosure: base {base!r} is no whole number from {least} on")
    return {"method": method, "base": base}
