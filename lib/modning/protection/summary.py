"""What protection did, for the terminal."""

from collections.abc import Mapping, Sequence

import pandas as pd

from modning.protection.protect import Protection


def summary_line(done: Protection) -> str:
    """Return what was withheld in a form in one line."""
    methods = ", ".join(f"{count} {name}" for name, count in done.methods.items())
    return (
        f"{done.form}: withheld {done.primary} by the rule and {done.further} further, "
        f"shown {done.shown}; {done.lost:g}% of what was counted is lost "
        f"({methods}; largest gap {100 * done.gap:.1f}%). Of {done.statistics} means, "
        f"{done.means} are withheld, and {done.spreads} of their intervals"
    )


def losses(done: Mapping[str, Sequence[Protection]]) -> pd.DataFrame:
    """Return what rules cost, by their name and form: cells, counts, means and intervals withheld.

    `lost` is the share, in per cent, of what was counted.
    """
    return pd.DataFrame(
        [
            {
                "rules": name,
                "form": one.form,
                "by the rule": one.primary,
                "further": one.further,
                "shown": one.shown,
                "lost, %": one.lost,
                "means": f"{one.means} of {one.statistics}",
                "intervals": f"{one.spreads} of {one.statistics}",
            }
            for name, each in done.items()
            for one in each
        ]
    )


def of_printed(done: Mapping[str, Sequence[Protection]]) -> pd.DataFrame:
    """Return how many counts rules withhold of each figure that the report draws, by scope."""
    rows = [
        {"figure": figure, "rules": name}
        | {scope: f"{gone} of {of}" if of else "" for scope, (gone, of) in scopes.items()}
        for name, each in done.items()
        for one in each
        for figure, scopes in one.printed.items()
    ]
    return pd.DataFrame(sorted(rows, key=lambda row: row["figure"]))
