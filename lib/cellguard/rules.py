"""When a figure may be shown, as `disclosure` in `programme.yml` says it."""

from dataclasses import dataclass, field

from cellguard.coarse import Coarse


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
    """When a figure is withheld; see the comments of `programme.yml`."""

    protection_width: int
    minimum_mean: int
    minimum_spread: int
    minimum_test: int
    dominance_n: int
    dominance_k: float
    p_percent: float
    minimum_slice: int = 1
    coarse: Coarse = field(default_factory=Coarse)
