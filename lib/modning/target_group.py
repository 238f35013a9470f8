"""Who makes contact and who takes part: their age, and the violence they tell of."""

import pandas as pd

from modning.shares import Tally, figures, percent, tally, tally_bands, tally_rows
from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.codebook import Form
from surveys.disclosure import is_public, may_tell_mean, mean_cell

# Answers to the registration form's question 5, gathered into what the report's Figur 2.3 shows.
CURRENT = ("current",)
STOPPED = ("stopped_1", "stopped_2", "stopped_3", "stopped_4", "stopped_5")
UNKNOWN = ("unknown",)
VIOLENCE = {
    "ever": (*CURRENT, *STOPPED),
    "current": CURRENT,
    "stopped": STOPPED,
    "unknown": UNKNOWN,
}

# Answers of the baseline form gathered as the report's sentences do.
BEYOND_PRIMARY = (
    "upper_secondary",
    "vocational",
    "short_higher",
    "medium_higher",
    "long_higher",
    "research",
)
PUBLIC_SUPPORT = (
    "unemployment_insurance",
    "sickness_benefit",
    "cash_benefit",
    "disability_pension",
    "rehabilitation",
)
OVER_FIVE_YEARS = (*(f"up_to_{years}_years" for years in range(6, 11)), "over_10_years")
# How long the violence has lasted, gathered as the report's Figur 2.8 draws it.
DURATIONS = (
    ("up_to_6_months", "up_to_1_year"),
    ("up_to_2_years", "up_to_3_years"),
    ("up_to_4_years", "up_to_5_years"),
    OVER_FIVE_YEARS[:-1],
    OVER_FIVE_YEARS[-1:],
)
CONTINUES = ("better", "same", "worse")
MET = ("once", "less_than_monthly", "monthly", "weekly", "daily")
OFTEN = ("weekly", "daily")
DAILY = ("daily",)
EARLIER = ("childhood", "earlier_partner", "other_close", "elsewhere")


def ages(answers: pd.DataFrame, form: Form) -> Tally:
    """Count the persons in bands of age (report Bilagsfigur 3.2)."""
    return tally_bands(answers, form, "age")


def age_figures(ages: Tally) -> pd.DataFrame:
    """Return the most frequent band of age as the figure `age.modal_group`.

    The value is its lowest age, `low` and `high` its lowest and highest; of equally frequent ones
    the youngest. The open last band has no highest age. Missing where no age is known.
    """
    table = ages.shares()
    place = _counts(ages, "age.modal_group").to_numpy().argmax()
    bands = [option.code for option in ages.item.options]
    low = bands[place] if ages.n else None
    last = place == len(bands) - 1
    high = None if low is None or last else bands[place + 1] - 1
    # Which band is the largest bounds all the others.
    shown = bool(table["shown"].all())
    rows = [("age.modal_group", low, low, high, ages.n, "age group", shown)]
    return pd.DataFrame(rows, columns=["figure", "value", "low", "high", "n", "unit", "shown"])


def violence(answers: pd.DataFrame, form: Form, state: str) -> Tally:
    """Count each type of violence in a state of `VIOLENCE` (report Figur 2.3)."""
    return tally_rows(answers, form, "violence", VIOLENCE[state])


def violence_figures(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return `violence.<type>.<state>` for every type and state, and `violence.n`, as figures."""
    parts = [violence(answers, form, "ever").n_figure()]
    for state in VIOLENCE:
        named = figures(violence(answers, form, state).shares(), "violence")
        parts.append(named.assign(figure=named["figure"] + f".{state}"))
    return pd.concat(parts, ignore_index=True)


def met(baseline: pd.DataFrame, form: Form) -> Tally:
    """Count who met each type of violence at least once, by the baseline form's question 10."""
    return tally_rows(baseline, form, "violence_frequency", MET)


def frequency_figures(baseline: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return how often each type of violence occurred, as figures (report Bilagsfigur 3.3).

    `violence_frequency.<type>`: met at least once; `.often`: at least weekly; `.daily`.
    """
    parts = [figures(met(baseline, form).shares(), "violence_frequency")]
    for name, answers in (("often", OFTEN), ("daily", DAILY)):
        counted = tally_rows(baseline, form, "violence_frequency", answers)
        named = figures(counted.shares(), "violence_frequency")
        parts.append(named.assign(figure=named["figure"] + f".{name}"))
    return pd.concat(parts, ignore_index=True)


def rank_figure(counted: Tally, answer: str) -> pd.DataFrame:
    """Return an answer's place by how many gave it, 1 the most, as `<question>.<answer>_rank`.

    Shown where every share is, since a place bounds those after it, or where the report prints it.
    Missing where nobody answered.
    """
    figure = f"{counted.item.id}.{answer}_rank"
    counts = _counts(counted, figure)
    rank = 1 + int((counts > counts[answer]).sum()) if counted.n else None
    shown = counted.shares()["shown"].all() or _is_public(figure, counted.here, rank)
    rows = [(figure, rank, counted.n, "place", bool(shown))]
    return pd.DataFrame(rows, columns=["figure", "value", "n", "unit", "shown"])


def men_figures(baseline: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return how many men take part, as the figure `men.baseline` (report section 2.3.3)."""
    men = int(tally(baseline, form, "gender").given["man"].sum())
    return pd.DataFrame([("men.baseline", men, "persons")], columns=["figure", "value", "unit"])


def burden_figures(answers: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return two figures over all types of violence, of those with an answer to at least one.

    `violence.types`: how many types a person has met, on average. `violence.doubt`: the share of
    the answers that are "don't know" (no interval: a person gives several of them).
    """
    ever, unknown = (violence(answers, form, state).given for state in ("ever", "unknown"))
    known = ever.notna().any(axis=1)
    n = int(known.sum())
    answered, steps = int(ever.notna().to_numpy().sum()), load_programme().rules.coarse
    rows = [
        ("violence.types", steps.value(ever.sum().sum() / n) if n else None, n, "types"),
        (
            "violence.doubt",
            round(percent(int(unknown.sum().sum()), answered)) if n else None,
            n,
            "percent",
        ),
    ]
    shown = may_tell_mean(mean_cell(form.id, "violence"), answers, n)
    return pd.DataFrame(rows, columns=["figure", "value", "n", "unit"]).assign(shown=shown)


def _counts(counted: Tally, figure: str) -> pd.Series:
    """Return how often each answer was given; as it is shown where rounded and not public."""
    as_counted = counted.here is None or not load_programme().rules.rounds
    if as_counted or _is_public(figure, counted.here):
        return counted.given.sum()
    return counted.shares().set_index("answer")["count"].fillna(-1)


def _is_public(figure: str, here: Slice | None, value: float | None = None) -> bool:
    key = (here.municipality, str(here.year)) if here else None
    return is_public(figure, key, load_programme(), value)
