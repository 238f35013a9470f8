"""From contact to completed course: who is assessed, where they go, and the hours it takes."""

from collections.abc import Mapping

import pandas as pd

from modning.costs.intervals import Interval
from modning.shares import percent, tally
from slicebook.programme import ALL, Programme
from surveys.answers import MUNICIPALITY
from surveys.codebook import Form
from surveys.disclosure import rounded, slice_of_frame, withheld

# The first three are counted on the registration form, the last two on the participants' own.
STEPS = ("contact", "assessed", "referred", "started", "completed")

# The cells of the steps that are answers; the others count forms.
CELLS = {"assessed": "registration/sara.assessed", "referred": "registration/referral.group"}

Forms = Mapping[str, pd.DataFrame]


def men_figures(registration: pd.DataFrame, form: Form) -> pd.DataFrame:
    """Return where the men were referred to, as figures `referral.<answer>.men` (footnote 10)."""
    men = registration[registration["gender"] == form.item("gender").option("man").code]
    table = tally(men, form, "referral", group="men").figures()
    return table.assign(figure=table["figure"] + ".men")


def steps(forms: Forms, codebook: Mapping[str, Form], programme: Programme) -> pd.DataFrame:
    """Return how many reached each of `STEPS` in each municipality.

    Columns: `municipality`, `step`, `count`, `per_hundred` (for a hundred contacts, missing without
    any) and `shown`, false where disclosure control withholds the count. The forms are not linked:
    started and completed are counts of other forms.
    """
    rows = []
    for key in programme.municipalities:
        here = {form: frame[frame[MUNICIPALITY] == key] for form, frame in forms.items()}
        counts = _as_shown(_counts(here, codebook["registration"]), forms, key)
        rows += [
            (key, step, counts[step], percent(counts[step], counts["contact"]),
             _may_tell(step, forms, key))
            for step in STEPS
        ]  # fmt: skip
    columns = ["municipality", "step", "count", "per_hundred", "shown"]
    return pd.DataFrame(rows, columns=columns)


def step_figures(forms: Forms, codebook: Mapping[str, Form]) -> pd.DataFrame:
    """Return `funnel.assessed` and `funnel.referred` (persons) and `funnel.started_per_referred`.

    The last is the number of courses begun for a hundred referrals to a group, which exceeds 100
    where courses are filled with people referred earlier.
    """
    counts = _as_shown(_counts(forms, codebook["registration"]), forms)
    referred = counts["referred"]
    started = percent(counts["started"], referred)
    shown = {step: _may_tell(step, forms) for step in CELLS}
    rows = [
        ("funnel.assessed", counts["assessed"], None, "persons", shown["assessed"]),
        ("funnel.referred", referred, None, "persons", shown["referred"]),
        ("funnel.started_per_referred", started, referred, "percent", shown["referred"]),
    ]
    return pd.DataFrame(rows, columns=["figure", "value", "n", "unit", "shown"])


def workload_figures(
    hours_each: Interval, inquiries: Interval, registered: Interval, budget: Interval
) -> pd.DataFrame:
    """Return what assessing everybody would take against the hours budgeted, as figures.

    `sara.hours_needed`: hours for all inquiries; `sara.hours_registered`: for the persons with a
    registration form; `sara.hours_budgeted`; `sara.affordable`: how many assessments the budget
    pays for. Ranges from the range of hours for one (report section 2.3.1 and Tabel 4.3).
    """
    rows = {
        "sara.hours_each": (hours_each, "hours"),
        "sara.inquiries": (inquiries, "inquiries"),
        "sara.hours_needed": (hours_each * inquiries, "hours"),
        "sara.hours_registered": (hours_each * registered, "hours"),
        "sara.hours_budgeted": (budget, "hours"),
        "sara.affordable": (budget / hours_each, "assessments"),
    }
    return pd.DataFrame(
        [
            (figure, float(value.mid), float(value.low), float(value.high), unit)
            for figure, (value, unit) in rows.items()
        ],
        columns=["figure", "value", "low", "high", "unit"],
    ).assign(shown=True)


def _counts(forms: Forms, form: Form) -> dict[str, int]:
    registration = forms["registration"]
    assessed = tally(registration, form, "sara").given["assessed"]
    referred = tally(registration, form, "referral").given["group"]
    return {
        "contact": len(registration),
        "assessed": int(assessed.sum()),
        "referred": int(referred.sum()),
        "started": len(forms["baseline"]),
        "completed": len(forms["completion"]),
    }


def _may_tell(step: str, forms: Forms, municipality: str = ALL) -> bool:
    here = slice_of_frame(forms["registration"])
    cell = CELLS.get(step)
    return (
        not cell
        or bool(rounded(cell, here, municipality))
        or not withheld(cell, here, municipality)
    )


def _as_shown(counts: dict[str, int], forms: Forms, municipality: str = ALL) -> dict[str, int]:
    """Return the counts, rounded where the programme rounds."""
    here = slice_of_frame(forms["registration"])
    told = {step: rounded(cell, here, municipality) for step, cell in CELLS.items()}
    return counts | {step: one.count for step, one in told.items() if one}
