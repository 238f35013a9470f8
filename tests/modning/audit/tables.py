"""Tables of figures made from counts, for the attacks."""

from modning.audit.knowledge import Question

PLACES, YEARS = ("koge", "odense", "all"), ("2023", "2024", "2025", "all")
N = {("koge", "2023"): 20, ("koge", "2024"): 30, ("koge", "2025"): 25,
     ("odense", "2023"): 40, ("odense", "2024"): 50, ("odense", "2025"): 45}  # fmt: skip


def counts(base: dict) -> dict:
    """Return the counts of every slice from those of single municipalities and years."""
    return {
        (place, year): sum(
            count for (p, y), count in base.items() if place in (p, "all") and year in (y, "all")
        )
        for place in PLACES
        for year in YEARS
    }


def rows(figure: str, base: dict, hidden: tuple = (), n: dict | None = None) -> list[dict]:
    """Return a share's rows of the results table, some of them withheld."""
    n = counts(n or N)
    return [
        {
            "figure": figure, "municipality": place, "year": year, "unit": "percent",
            "value": None if (place, year) in hidden else 100 * count / n[place, year],
            "n": None if (place, year) in hidden else n[place, year],
            "shown": (place, year) not in hidden,
        }
        for (place, year), count in counts(base).items()
        if n[place, year]
    ]  # fmt: skip


def base(*values: int) -> dict:
    return dict(zip(N, values, strict=True))


def numbers(prefix: str, form: str, n: dict | None = None) -> list[dict]:
    """Return the rows that say how many answered, and how many forms there are."""
    return [
        {"figure": name, "municipality": place, "year": year, "unit": "answers", "value": count,
         "n": None, "shown": True}
        for name in (f"{prefix}.n", f"n.{form}")
        for (place, year), count in counts(n or N).items()
    ]  # fmt: skip


CHANNEL = Question("channel", "registration", ("police", "health"), exclusive=False)
SMALL = base(3, 9, 8, 12, 11, 10)
SQUARE = (("koge", "2023"), ("koge", "2024"), ("odense", "2023"), ("odense", "2024"))
