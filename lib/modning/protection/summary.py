"""What protection did, for the terminal."""

from modning.protection.protect import Protection


def summary_line(done: Protection) -> str:
    """Return what was withheld in a form in one line."""
    methods = ", ".join(f"{count} {name}" for name, count in done.methods.items())
    if done.rounded:
        return (
            f"{done.form}: rounded {done.shown} counts, by {done.lost:g}% of what was counted; "
            f"withheld {done.primary} shares of few"
        )
    return (
        f"{done.form}: withheld {done.primary} by the rule and {done.further} further, "
        f"shown {done.shown}; {done.lost:g}% of what was counted is lost "
        f"({methods}; largest gap {100 * done.gap:.1f}%). Of {done.statistics} means, "
        f"{done.means} are withheld, and {done.spreads} of their intervals"
    )
