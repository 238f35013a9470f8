"""Multi-item scales: scores, reliability and what their published users found.

Two five-item instruments are used, each answered 1 to 5: Brief INSPIRE (a person's view of the
support received; Williams et al. 2015, Social Psychiatry and Psychiatric Epidemiology 50:777) and
Brief INSPIRE-O (personal recovery). Two scores: the mean answer, as the report's Figur 2.9 and
3.4 show it, and the instruments' own from 0 to 100 (each answer counted 0 to 4, summed, times 5).

Missing items: a score needs all five answers. The report's n agree with this rule, and nothing is
assumed about an answer that was not given. The instruments' scoring sheets are not open to a
search engine, so that their own rule for missing items is not known to agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np
import pandas as pd
import pingouin

from modning.codebook import load_codebook
from modning.programme import load_programme
from modning.text import Label

MOELLER_2024 = (
    "Moeller SB, Larsen PV, Austin S, Slade M, Arendt IMTP, Andersen MS, Simonsen S (2024). "
    "Scalability, test–retest reliability and validity of the Brief INSPIRE-O measure of personal "
    "recovery in psychiatric services. Frontiers in Psychiatry 15:1327020."
)
MOELLER_2025 = (
    "Moeller SB, Larsen PV, Austin SF, Slade M, Arendt IMTP, Kring L, Simonsen S (2025). Assessing "
    "change and establishing empirical cutoffs: the Brief INSPIRE-O measure for personal recovery "
    "in mental health services. Social Psychiatry and Psychiatric Epidemiology, "
    "doi:10.1007/s00127-025-02948-7."
)
SWILDENS_2025 = (
    "Swildens WE, Visser E, van Ens W, Schaefer B, Nugter A, Delespaul P, van Weeghel J, Slade M, "
    "Sanches SA (2025). Assessing personal recovery in individuals with severe mental illness: "
    "validation of the Dutch Brief INSPIRE-O. Social Psychiatry and Psychiatric Epidemiology "
    "60:1379–1390."
)


BEFORE = Label("før", "before")
AFTER = Label("efter", "after")


class Reason(Enum):
    """Why a statistic is not stated."""

    NO_ANSWERS = Label("ingen svar", "no answers")
    NO_BEFORE = Label("ingen svar før", "no answers before")
    NO_AFTER = Label("ingen svar efter", "no answers after")
    TOO_FEW = Label("for få svar", "too few answers")
    NO_SPREAD = Label("alle svar er ens", "all answers are the same")
    ONE_ITEM = Label("kun ét spørgsmål", "only one item")
    WITHHELD = Label("tilbageholdt, for få svar", "withheld, too few answers")


@dataclass(frozen=True)
class Reference:
    """A published value to compare with, and where it is printed."""

    label: Label
    value: float
    source: str


# On the score from 0 to 100. All are printed in the abstracts of the papers named.
OUTPATIENTS = Reference(
    Label("Danske ambulante patienter", "Danish outpatients"), 39.9, MOELLER_2024
)
POPULATION = Reference(Label("Befolkningens gennemsnit", "General population"), 71.1, MOELLER_2024)
RECOVERED = Reference(Label("Grænse for recovery", "Cut-off for recovery"), 50, MOELLER_2025)
RELEVANT_CHANGE = Reference(
    Label("Klinisk relevant ændring", "Clinically relevant change"), 8, MOELLER_2025
)
# Without unit.
ALPHA_DANISH = Reference(Label("Dansk undersøgelse", "Danish study"), 0.73, MOELLER_2024)
ALPHA_DUTCH = Reference(Label("Nederlandsk undersøgelse", "Dutch study"), 0.77, SWILDENS_2025)
RETEST = Reference(Label("Test–retest", "Test–retest"), 0.75, MOELLER_2024)

REFERENCES = {
    "outpatients": OUTPATIENTS,
    "recovered": RECOVERED,
    "population": POPULATION,
    "relevant_change": RELEVANT_CHANGE,
    "alpha_danish": ALPHA_DANISH,
    "alpha_dutch": ALPHA_DUTCH,
    "retest": RETEST,
}
COEFFICIENTS = ("alpha_danish", "alpha_dutch", "retest")

TITLES = {
    "recovery": Label(
        "Personlig recovery (Brief INSPIRE-O)", "Personal recovery (Brief INSPIRE-O)"
    ),
    "support": Label(
        "Gruppelederes støtte (Brief INSPIRE)", "Group leaders' support (Brief INSPIRE)"
    ),
}


@dataclass(frozen=True)
class Scale:
    """A grid whose rows make one score; `low` and `high` are its first and last answer code."""

    id: str
    title: Label
    items: Mapping[str, Label]
    low: int
    high: int
    answer_labels: Mapping[int, Label]

    def answers(self, form: pd.DataFrame) -> pd.DataFrame:
        """Return the scale's answers as floats: a column an item, a row an answer set."""
        columns = {f"{self.id}_{item}": item for item in self.items}
        return floats(form[list(columns)].rename(columns=columns))

    def score(self, form: pd.DataFrame) -> pd.Series:
        """Return each answer set's mean answer; NaN where an item is missing."""
        return mean_score(self.answers(form))

    def hundred(self, mean: float | pd.Series) -> float | pd.Series:
        """Turn a mean answer (or a series of them) into the score from 0 to 100."""
        return (mean - self.low) / (self.high - self.low) * 100

    def points(self, difference: float | None) -> float | None:
        """Turn a difference of mean answers into points of the score from 0 to 100."""
        return None if difference is None else difference / (self.high - self.low) * 100


@dataclass(frozen=True)
class Reliability:
    """Cronbach's alpha with Feldt's 95 % interval; None with a `reason` where there is none."""

    alpha: float | None
    low: float | None
    high: float | None
    n: int
    missing: int
    reason: Reason | None = None

    @property
    def stated_n(self) -> int:
        """Return what a stated alpha rests on; where none is stated, 0 unless it is withheld."""
        return self.n if self.alpha is not None or self.reason is Reason.WITHHELD else 0


def load_scale(id: str, form: str = "baseline") -> Scale:
    """Return the scale a grid item of a form makes, with the codebook's words."""
    item = load_codebook()[form].item(id)
    codes = {option.code: option.label for option in item.options}
    return Scale(
        id=id,
        title=TITLES.get(id, item.question),
        items={row.id: row.label for row in item.rows},
        low=min(codes),
        high=max(codes),
        answer_labels=codes,
    )


def reference_figures() -> pd.DataFrame:
    """Return the published values of Brief INSPIRE-O as figures to record, `reference.…`."""
    return pd.DataFrame(
        [
            {
                "figure": f"reference.{key}",
                "value": reference.value,
                "unit": "coefficient" if key in COEFFICIENTS else "points",
            }
            for key, reference in REFERENCES.items()
        ]
    )


def floats(answers: pd.DataFrame) -> pd.DataFrame:
    """Return nullable answer codes as floats, NaN where missing."""
    return answers.astype("Float64").astype(object).where(answers.notna(), np.nan).astype(float)


def mean_score(items: pd.DataFrame) -> pd.Series:
    """Return the mean of each row's items; NaN unless every item was answered."""
    return items.mean(axis=1, skipna=False)


def reliability(items: pd.DataFrame, fewest: int = 1) -> Reliability:
    """Return Cronbach's alpha over the rows without a missing item.

    The interval is Feldt, Woodruff and Salih's (1987). None is stated below `fewest` complete rows
    (withheld) or three (too few), for one item, nor where the rows do not differ.
    """
    complete = items.dropna()
    n, missing = len(complete), len(items) - len(complete)
    if n < max(fewest, 3):
        few = Reason.WITHHELD if n < fewest else Reason.TOO_FEW
        return Reliability(None, None, None, n, missing, few if n else Reason.NO_ANSWERS)
    if items.shape[1] < 2:
        return Reliability(None, None, None, n, missing, Reason.ONE_ITEM)
    if complete.sum(axis=1).var() == 0:
        return Reliability(None, None, None, n, missing, Reason.NO_SPREAD)
    # Complete rows only: pingouin takes the degrees of freedom from the frame it is given.
    alpha, (low, high) = pingouin.cronbach_alpha(complete)
    return Reliability(float(alpha), float(low), float(high), n, missing)


def item_statistics(items: pd.DataFrame, low: int, high: int) -> pd.DataFrame:
    """Return how each item behaves, over the rows without a missing item; one row an item.

    Columns: `item`, `n` (all answers to the item), `missing`, `mean`, `sd`, `item_rest` (Pearson's
    correlation with the sum of the others), `alpha_without`, `floor` and `ceiling` (shares of the
    lowest and highest answer). A statistic that cannot be had is NaN.
    """
    complete = items.dropna()
    return pd.DataFrame(
        [
            {
                "item": item,
                "n": int(answers.count()),
                "missing": int(answers.isna().sum()),
                "mean": answers.mean(),
                "sd": answers.std(),
                "item_rest": _correlation(complete[item], complete.drop(columns=item).sum(axis=1)),
                "alpha_without": reliability(complete.drop(columns=item)).alpha,
                "floor": _share(answers, low),
                "ceiling": _share(answers, high),
            }
            for item, answers in items.items()
        ]
    )


STATISTICS = {
    "item": Label("Spørgsmål", "Item"),
    "n": Label("Svar", "Answers"),
    "mean": Label("Gennemsnit", "Mean"),
    "sd": Label("Standardafvigelse", "Standard deviation"),
    "item_rest": Label("Korrelation med de øvrige", "Correlation with the rest"),
    "alpha_without": Label("Alfa uden spørgsmålet", "Alpha without the item"),
    "floor": Label("Laveste svar", "Lowest answer"),
    "ceiling": Label("Højeste svar", "Highest answer"),
}
STATISTICS_CAPTION = Label("{title} {when}: de enkelte spørgsmål", "{title} {when}: item by item")


def statistics_table(
    scale: Scale, form: pd.DataFrame, when: Label, language: str
) -> dict[str, Any]:
    """Return a scale's item statistics as arguments of `tables.show`.

    What rests on fewer answers than the programme shows is left out, as are shares of so few.
    """
    fewest = load_programme().threshold
    table = item_statistics(scale.answers(form), scale.low, scale.high)
    for share in ("floor", "ceiling"):
        count = (table[share] * table["n"]).round()
        table[share] = 100 * table[share].mask(count.between(1, fewest - 1))
    table.loc[table["n"] < fewest, list(STATISTICS)[1:]] = np.nan
    table["item"] = [scale.items[item][language] for item in table["item"]]
    names = {key: heading[language] for key, heading in STATISTICS.items()}
    units = {"n": "", "floor": "percent", "ceiling": "percent"}
    return {
        "frame": table[list(STATISTICS)].rename(columns=names),
        "caption": STATISTICS_CAPTION[language].format(
            title=scale.title[language], when=when[language]
        ),
        "language": language,
        "units": {name: units.get(key, "scale") for key, name in names.items() if key != "item"},
    }


def _share(answers: pd.Series, value: float) -> float:
    present = answers.dropna()
    return float((present == value).mean()) if len(present) else np.nan


def _correlation(one: pd.Series, other: pd.Series) -> float:
    if len(one) < 3 or one.nunique() < 2 or other.nunique() < 2:
        return np.nan
    return float(np.corrcoef(one, other)[0, 1])
