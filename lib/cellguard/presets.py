"""Rules that others publish by, as starting points: `preset: acro` and what differs below it."""

from collections.abc import Mapping
from typing import Any

PRESETS: Mapping[str, Mapping[str, Any]] = {
    # ACRO's default.yaml (github.com/AI-SDC/ACRO): minimum frequency 10 for counts and whatever is
    # computed of them, (n, k) dominance of two contributors with 90 per cent, p per cent 10.
    "acro": {
        "threshold": 10,
        "protection_width": 3,
        "minimum": {"mean": 10, "spread": 10, "test": 10},
        "coarse": {"mean": 0.1, "interval": 0.2},
        "dominance": {"n": 2, "k": 90},
        "p_percent": 10,
    },
    # OpenSAFELY's output rules redact counts of seven or fewer; it also rounds the others to the
    # nearest five, which shows them less exactly and is not done here.
    "opensafely": {
        "threshold": 8,
        "protection_width": 3,
        "minimum": {"mean": 10, "spread": 20, "test": 20},
        "coarse": {"mean": 0.1, "interval": 0.2},
        "dominance": {"n": 1, "k": 75},
        "p_percent": 10,
    },
}


def completed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return rules as they are written, with those of their preset where they say nothing.

    `ValueError` for a preset that there is not.
    """
    name = raw.get("preset")
    if name is None:
        return dict(raw)
    if name not in PRESETS:
        raise ValueError(f"preset: {name!r} is none of {', '.join(PRESETS)}")
    return {**PRESETS[name], **{key: value for key, value in raw.items() if key != "preset"}}
