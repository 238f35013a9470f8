"""What Brief INSPIRE-O's published users found, to compare with, and where it is printed."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from slicebook.text import Label, quantity

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


@dataclass(frozen=True)
class Reference:
    """A published value to compare with, and where it is printed."""

    label: Label
    value: float
    source: str


# On the score from 0 to 100. All were read in the abstracts of the papers named.
OUTPATIENTS = Reference(
    Label("Danske ambulante patienter", "Danish outpatients"), 39.9, MOELLER_2024
)
POPULATION = Reference(Label("Befolkningens gennemsnit", "General population"), 71.1, MOELLER_2024)
RECOVERED = Reference(Label("Grænse for recovery", "Cut-off for recovery"), 50, MOELLER_2025)
RELEVANT_CHANGE = Reference(
    Label("Klinisk relevant ændring", "Clinically relevant change"), 8, MOELLER_2025
)
# Without unit.
ALPHA_DANISH = Reference(
    Label("Alfa, dansk undersøgelse", "Alpha, Danish study"), 0.73, MOELLER_2024
)
ALPHA_DUTCH = Reference(
    Label("Alfa, nederlandsk undersøgelse", "Alpha, Dutch study"), 0.77, SWILDENS_2025
)
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

HEADINGS = (Label("Trykt i", "Printed in"), Label("Værdier", "Values"))
CAPTION = Label("Hvor de offentliggjorte værdier står", "Where the published values are printed")
NOTE = Label(
    "Hver værdi er læst i artiklens resumé, som udgiveren eller et bibliotek gengiver det.",
    "Each value was read in the paper's abstract, as its publisher or a library prints it.",
)


def reference_figures() -> pd.DataFrame:
    """Return the published values of Brief INSPIRE-O as figures to record, `reference.…`."""
    return pd.DataFrame(
        [
            {
                "figure": f"reference.{key}",
                "value": reference.value,
                "unit": _unit(key),
            }
            for key, reference in REFERENCES.items()
        ]
    )


def reference_table(language: str) -> dict[str, Any]:
    """Return the published values, a row a source, as arguments of `tables.show`."""
    said: dict[str, list[str]] = {}
    for key, one in REFERENCES.items():
        value = quantity(one.value, _unit(key), language)
        said.setdefault(one.source, []).append(f"{one.label[language]}: {value}")
    rows = [(source, "; ".join(values)) for source, values in said.items()]
    return {
        "frame": pd.DataFrame(rows, columns=[heading[language] for heading in HEADINGS]),
        "caption": CAPTION[language],
        "language": language,
        "note": NOTE[language],
    }


def _unit(key: str) -> str:
    return "coefficient" if key in COEFFICIENTS else "points"
