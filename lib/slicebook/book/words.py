"""Every word the book adds to the notebooks, in both languages."""

from slicebook.text import Label

PARTS = {
    "00_summary": Label("Kort fortalt", "In short"),
    "01_intake": Label("Implementering", "Implementation"),
    "02_outcomes": Label("Resultater", "Outcomes"),
    "03_costs": Label("Omkostninger", "Costs"),
    "04_synthesis": Label("Samlet vurdering", "Synthesis"),
}
ABOUT = Label("Om bogen", "About")
CODEBOOK = Label("Kodebog", "Codebook")
CONTENTS = Label("Indhold", "Contents")
ON_THIS_PAGE = Label("På denne side", "On this page")

SEARCH = Label("Søg i bogen", "Search the book")

# The switch to the same page in another language, said in that language.
SAME_PAGE = Label("Denne side på dansk", "This page in English")

# The switcher between municipalities and years.
SWITCHER = Label("Kommune og år", "Municipality and year")
MUNICIPALITY = Label("Kommune", "Municipality")
YEAR = Label("År", "Year")
ALL_YEARS = Label("Alle år", "All years")

# Code, charts and tables.
SHOW_CODE = Label("Vis kode", "Show code")
HIDE_CODE = Label("Skjul kode", "Hide code")
SHOW_TABLE = Label("Vis som tabel", "Show as table")
DOWNLOAD = Label("Hent som CSV", "Download CSV")
CHART_KEYS = Label(
    "Figur; piletasterne går fra værdi til værdi", "Chart; arrow keys step through its values"
)

# What a page rests on.
SYNTHETIC_TITLE = Label("Siden bygger på syntetiske svar", "This page rests on synthetic answers")
SYNTHETIC_TITLE_WHOLE = Label(
    "Bygget på syntetiske svar: resultaterne er ikke deltagernes",
    "Built on synthetic answers: the results are not the participants'",
)
SYNTHETIC = Label(
    "Deltagernes svar er fortrolige. Svarene bag siden er kunstige. De er lavet, så de passer med "
    "de fleste af de tal, rapporten nævner i sin tekst; afstemningen viser, hvor de ikke gør. "
    "Rapportens diagrammer kendes ikke. Alle andre tal viser kun metoden og siger intet om "
    "virkelige personer.",
    "The participants' answers are confidential. The answers behind this page are made up, so that "
    "they agree with most of the figures that the report states in its text; the reconciliation "
    "shows where they do not. The report's charts are not known here. All other figures show the "
    "method alone and say nothing of real persons.",
)
SOURCE_TITLE = Label("Om denne side", "About this page")
DATA = Label("Data", "Data")
NOTEBOOK = Label("Notebook", "Notebook")
PARAMETERS = Label("Parametre", "Parameters")
OPEN_WITH = Label("åbn den med", "open it with")
MADE_UP = Label("Syntetiske svar", "Synthetic answers")
EXPORTED = Label("Eksporterede svar", "Exported answers")
FROM_RESULTS = Label("Tal fra bogens andre sider", "Figures from the other pages of this book")
NO_ANSWERS = Label(
    "Ingen svar; rapportens trykte tal og udgiftslinjer (data/report)",
    "No answers; the report's printed figures and cost lines (data/report)",
)

COMPUTED = Label("Sådan er det beregnet", "How it was computed")
CODE_FOLDED = Label(
    "koden står bag »Vis kode« ved hvert resultat og bruger {}; "
    '<a href="../../methods.html">metodesiden</a> forklarer den',
    'the code is behind "Show code" at each result and uses {}; '
    '<a href="../../methods.html">the page on methods</a> explains it',
)

# From a result to the code that computes it.
COMPUTED_IN = Label("Beregnet i celle {}", "Computed in cell {}")
SOURCE_PAGE = Label(
    "Al kode i {}, celle for celle, bag siden {}. Hver celle kan bruge, hvad der står over den.",
    "All code of {}, cell by cell, behind the page {}. Each cell may use what stands above it.",
)

# How to cite a page, and which edition it is of.
CITE = Label("Henvis til siden som:", "Cite this page as:")
EDITION = Label("Udgave", "Edition")
COMMIT = Label("commit", "commit")
WITH_CHANGES = Label("med senere ændringer", "with later changes")
OUTSIDE_GIT = Label("bygget uden for git", "built outside git")
ANSWERS_UNTIL = Label("svar til og med {}", "answers until {}")
WITHOUT_ANSWERS = Label("uden svar", "without answers")

# Front matter.
VERDICT_COLUMNS = Label(
    "Kriterium|Efter betingelserne|Rapporten", "Criterion|By the conditions|The report"
)
INTERVAL = Label("95 %-interval {} til {}", "95% interval {} to {}")
RANGE = Label("{} til {}", "{} to {}")
VERDICTS = Label("De fem kriterier", "The five criteria")
ON_PAPER = Label("Bogen på papir", "The book on paper")
EVALUATION = Label("Evaluering", "An evaluation")
INTAKE_COLUMNS = Label("Skema|Læst|Godkendt|Afvist", "Form|Read|Accepted|Rejected")
INTAKE = Label("Svar, der er læst ind", "Answers taken in")

# Codebook.
FILLED_BY = Label("Udfyldes af", "Filled in by")
FILLED_WHEN = Label("Hvornår", "When")
FORM_SOURCE = Label("Trykt i", "Printed in")
COLUMN = Label("Kolonne", "Column")
MEANING = Label("Betydning", "Meaning")
CODE = Label("Kode", "Code")
ANSWER = Label("Svar", "Answer")
COLUMNS_OF = Label("Kolonner", "Columns")
CODES_OF = Label("Svarkoder", "Answer codes")
NUMBER = Label("Spørgsmål {}", "Question {}")
UNNUMBERED = Label("Mangler i skemaets bilag", "Missing from the form's appendix")
ADDED = Label("Tilføjet {}", "Added {}")
REWORDED = Label("Omformuleret {}", "Reworded {}")
GO_TO = Label("videre til spørgsmål {}", "goes on to question {}")
WRITE_IN = Label("kan uddybes", "may be elaborated")
FREE_TEXT = Label(
    "Kun om der er skrevet noget; selve teksten gemmes ikke",
    "Only whether anything was written; the text itself is not kept",
)
TYPES = {
    "municipality": Label("Kommune", "Municipality"),
    "single": Label("Ét svar", "One answer"),
    "multiple": Label("Flere svar", "Several answers"),
    "grid": Label("Gitter: ét svar i hver linje", "Grid: one answer a line"),
    "number": Label("Tal fra {} til {}", "A number from {} to {}"),
    "date": Label("En dato", "A day"),
    "text": Label("Fritekst", "Free text"),
    "link_code": Label(
        "Selvvalgt kode; kun en nøglet hash af hver del gemmes, og ingen del vises",
        "Self-generated code; only a keyed hash of each part is stored, and no part is shown",
    ),
}

# Reconciliation.
STATUS = {
    "matches": Label("stemmer", "matches"),
    "differs (explained)": Label("afviger, forklaret", "differs, explained"),
    "differs (unexplained)": Label("afviger, uforklaret", "differs, unexplained"),
    "explained, but matches": Label("forklaret, men stemmer", "explained, but matches"),
    "not yet computed": Label("ikke beregnet", "not computed"),
    "input": Label("læses af analysen", "read by the analysis"),
}
RECONCILED_COLUMNS = Label(
    "Tal|Afgrænsning|Kilde|Trykt|Beregnet|Status", "Figure|Slice|Source|Printed|Computed|Status"
)
DIFFERENCE_COLUMNS = Label("Tal|Trykt|Beregnet|Grund", "Figure|Printed|Computed|Reason")
DIFFERENCES = Label("Hvor rapporten modsiger sig selv", "Where the report contradicts itself")
CONTRADICTIONS = Label(
    "Hvor rapporten siger to ting, uden at noget tal kan beregnes",
    "Where the report says two things and no figure can be computed",
)
CONTRADICTION_COLUMNS = Label(
    "Steder|Hvad der siges dér|Regnestykke, og hvordan vi læser det",
    "Places|What is said there|Arithmetic, and how we read it",
)
CHAPTER = Label("Afsnit {}", "Section {}")
# The filter of the printed figures, which a script makes from these.
FILTER = {
    "legend": Label("Vis kun nogle af de trykte tal", "Show only some of the printed figures"),
    "status": Label("Status", "Status"),
    "chapter": Label("Afsnit", "Section"),
    "text": Label("Søg i rækkerne", "Search the rows"),
    "any": Label("Alle", "All"),
    "clear": Label("Vis alle", "Show all"),
    "count": Label("{shown} af {all} tal vises", "{shown} of {all} figures shown"),
}
