"""How often the outcomes' methods keep their promise, for the page on their statistics.

The counts are those of `data/methods/rates.csv`, which `benchmarks.rates` makes.
"""

import pandas as pd

from modning.scales import reference_table, used_measures
from modning.shares import percent, wilson
from slicebook import paths
from slicebook.book.markup import table
from slicebook.errors import InputError
from slicebook.text import NONE, Label, number, quantity

NO_BREAK = "\N{NO-BREAK SPACE}"
HEADINGS = Label(
    "Hvad der tælles|Hvor|Personer|Bør være|Blev, %|Gentagelser",
    "What is counted|Where|Persons|Should be|Was, %|Repetitions",
)
PROMISES = {
    "about": Label("{}", "{}"),
    "at least": Label("mindst {}", "at least {}"),
    "at most": Label("højst {}", "at most {}"),
}
FAILS = Label("{}; forudsætningen svigter", "{}; assumption fails")
CAPTIONS = {
    "alpha": Label("Alfa, hvor sandheden er kendt", "Alpha where the truth is known"),
    "change": Label("Før og efter, hvor sandheden er kendt",
                    "Before and after where the truth is known"),
    "shares": Label("Andele, hvor sandheden er kendt", "Shares where the truth is known"),
    "overlap": Label("Delvist overlappende grupper, hvor intet har ændret sig",
                     "Partially overlapping samples where nothing changed"),
    "dropout": Label("Grænserne, når man ved, hvem der faldt fra",
                     "The bounds when it is known who left"),
    "linking": Label("Koblingen, når man ved, hvem der er hvem",
                     "The links when it is known who is who"),
    "linked": Label("Koblede svar, hvor sandheden er kendt",
                    "Linked answers where the truth is known"),
    "reliable": Label("Personer, der ikke har ændret sig", "Persons who did not change"),
    "same": Label("»Ingen forskel«, hvor sandheden er kendt",
                  "“No difference” where the truth is known"),
    "power": Label("Den planlagte fase gennemført", "The planned phase carried out"),
}  # fmt: skip
RATES = {
    "alpha_covers": Label("Intervallet rummer den sande alfa", "The interval holds the true alpha"),
    "welch_covers": Label("Welchs interval rummer den sande forskel",
                          "Welch's interval holds the true difference"),
    "welch_errs": Label("Welchs test finder en forskel, hvor der ingen er",
                        "Welch's test finds a difference where there is none"),
    "rank_errs": Label("Rangtesten finder en forskel, hvor gennemsnittene er ens",
                       "The rank test finds a difference where the means are the same"),
    "holm_errs": Label("Mindst ét udsagn kaldes ændret, hvor intet er det (Holm)",
                       "Any statement is called changed where none is (Holm)"),
    "g_covers": Label("Intervallet rummer den sande g", "The interval holds the true g"),
    "wilson_covers": Label("Wilsons interval rummer den sande andel",
                           "Wilson's interval holds the true share"),
    "newcombe_covers": Label("Newcombes interval rummer den sande forskel",
                             "Newcombe's interval holds the true difference"),
    "overlap_errs": Label("Testen finder en forskel, hvor der ingen er",
                          "The test finds a difference where there is none"),
    "bounds_contain": Label("Grænserne rummer de gennemførendes egen ændring",
                            "The bounds hold the completers' own change"),
    "bounds_sure": Label("Grænserne med usikkerhed rummer den sande ændring",
                         "The bounds with uncertainty hold the true change"),
    "exact_linked": Label("Par, der findes: samme kode", "Pairs found: same code"),
    "exact_wrong": Label("Forkerte af koblingerne: samme kode", "Wrong of the links: same code"),
    "tolerant_linked": Label("Par, der findes: én del må afvige",
                             "Pairs found: one part may differ"),
    "tolerant_wrong": Label("Forkerte af koblingerne: én del må afvige",
                            "Wrong of the links: one part may differ"),
    "paired_covers": Label("Intervallet rummer den sande ændring",
                           "The interval holds the true change"),
    "ancova_covers": Label("Intervallet rummer den sande forskel ved samme start",
                           "The interval holds the true difference at the same start"),
    "reliable_errs": Label("En person tæller som ændret", "A person counts as changed"),
    "same_errs": Label("»Ingen forskel« hævdes, hvor forskellen netop er grænsen",
                       "“No difference” is claimed where it is just the margin"),
    "same_found": Label("»Ingen forskel« findes, hvor der ingen er",
                        "“No difference” is found where there is none"),
    "power_unlinked": Label("Ændringen ses: før og efter, ukoblet",
                            "The change is seen: before and after, unlinked"),
    "power_linked": Label("Ændringen ses: før og efter, koblet",
                          "The change is seen: before and after, linked"),
    "power_groups": Label("Ændringen ses: forsøg, grupper trækkes",
                          "The change is seen: trial, groups drawn"),
    "power_places": Label("Ændringen ses: forsøg, kommuner trækkes",
                          "The change is seen: trial, municipalities drawn"),
}  # fmt: skip
SETTINGS = {
    "alpha.parallel": Label("Normale svar på ligeværdige udsagn",
                            "Normal answers to like statements"),
    "alpha.answers": Label("Svar i fem trin", "Answers in five steps"),
    "change.forms": Label("Så mange svar som i rapporten", "As many answers as in the report"),
    "change.small": Label("Så mange svar som i én kommune", "As many answers as in a municipality"),
    "change.few": Label("En håndfuld svar", "A handful of answers"),
    "change.alike": Label("To ens grupper", "Two groups alike"),
    "change.uneven": Label("Lille gruppe med stor spredning, stor med lille",
                           "A small group of wide spread, a large one of narrow"),
    "change.normal": Label("Normale scorer", "Normal scores"),
    "shares.n21": Label("En andel lidt over midten", "A share just above the middle"),
    "shares.n24": Label("En andel nær enden", "A share near the end"),
    "overlap.right": Label("De fleste svarede begge gange; korrelationen er kendt",
                           "Most answered both times; the correlation is known"),
    "overlap.strangers": Label("De tages for fremmede", "They are taken for strangers"),
    "overlap.strong": Label("Korrelationen antages stærkere, end den er",
                            "The correlation is assumed stronger than it is"),
    "dropout.chance": Label("Tilfældige falder fra", "Leavers by chance"),
    "dropout.lower": Label("Nogle af den lavere halvdel falder fra",
                           "Some of the lower half leave"),
    "dropout.lowest": Label("Alle de laveste falder fra", "All of the lowest leave"),
    "dropout.joined": Label("De laveste falder fra, og andre kommer til uden første skema",
                            "The lowest leave, and others join without a first form"),
    "linking.programme": Label("En indsats af denne størrelse", "A programme of this size"),
    "linking.large": Label("En indsats, der er mange gange større",
                           "A programme many times as large"),
    "linking.careless": Label("Koder, der skrives skødesløst", "Codes written carelessly"),
    "linked.persons": Label("Personer i to kommuner", "Persons in two municipalities"),
    "reliable.published": Label("Reliabilitet som offentliggjort", "Reliability as published"),
    "reliable.lower": Label("Reliabilitet lavere end offentliggjort",
                            "Reliability lower than published"),
    "same.n62": Label("Så mange, som fik udsagnet fra begyndelsen",
                      "As many as had the statement from the start"),
    "same.n35": Label("Så mange, som fik det undervejs", "As many as had it added midway"),
    "power.planned": Label("Alt er som antaget", "All is as assumed"),
    "power.resemble": Label("Personer i en gruppe ligner hinanden mere",
                            "Persons of a group resemble each other more"),
}  # fmt: skip


def rate_tables(language: str) -> dict[str, str]:
    """Return a table for each method (a key of `CAPTIONS`): what it promised and what it did."""
    path = paths.methods("rates.csv")
    if not path.is_file():
        raise InputError(f"{path}: no such file; make it with python -m benchmarks.rates")
    rates = pd.read_csv(path, keep_default_na=False)
    headings = HEADINGS[language].split("|")
    return {
        method: table(
            caption[language],
            headings,
            [_row(row, language) for row in rates[rates["method"] == method].to_dict("records")],
            language,
        )
        for method, caption in CAPTIONS.items()
    }


def published_values(language: str) -> str:
    """Return the published values of the scales used with their sources as a table, and a note."""
    given = reference_table(used_measures(), language)
    rows = given["frame"].itertuples(index=False, name=None)
    return table(given["caption"], list(given["frame"]), rows, language) + f"\n\n{given['note']}"


def _row(row: dict[str, object], language: str) -> tuple[str, ...]:
    hits, of = int(row["hits"]), int(row["of"])
    return (
        RATES[row["rate"]][language],
        SETTINGS[f"{row['method']}.{row['setting']}"][language],
        str(row["persons"]).replace(" ", NO_BREAK),
        _should_be(row, language),
        _was(hits, of, language),
        number(row["simulations"], language),
    )


def _should_be(row: dict[str, object], language: str) -> str:
    if row["nominal"] == "":
        return NONE
    nominal = quantity(100 * float(row["nominal"]), "percent", language)
    said = PROMISES[row["promise"]][language].format(nominal)
    return said if row["holds"] else FAILS[language].format(said)


def _was(hits: int, of: int, language: str) -> str:
    """Return a rate with the interval that the number of repetitions leaves."""
    if not of:
        return NONE
    low, high = (number(bound, language, 1) for bound in wilson(hits, of))
    return f"{number(percent(hits, of), language, 1)} ({low};{NO_BREAK}{high})"
