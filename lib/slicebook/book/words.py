"""Every word the book adds to the notebooks, in both languages."""

from slicebook.text import _

PARTS = {
    "00_summary": _("In short"),
    "01_intake": _("Implementation"),
    "02_outcomes": _("Outcomes"),
    "03_costs": _("Costs"),
    "04_synthesis": _("Synthesis"),
}
ABOUT = _("About")
CODEBOOK = _("Codebook")
CONTENTS = _("Contents")
ON_THIS_PAGE = _("On this page")

SEARCH = _("Search the book")

# A draft's text in the source language.
UNTRANSLATED = _("Not translated yet.")

# The switch to the same page in another language, said in that language.
SAME_PAGE = _("This page in English")

# The switcher between municipalities and years.
SWITCHER = _("Municipality and year")
MUNICIPALITY = _("Municipality")
YEAR = _("Year")
ALL_YEARS = _("All years")

# Code, charts and tables.
SHOW_CODE = _("Show code")
HIDE_CODE = _("Hide code")
SHOW_TABLE = _("Show as table")
DOWNLOAD = _("Download CSV")
ALL_TABLES = _("All tables of the book")
UNCERTAINTY = _("Show uncertainty")
CHART_KEYS = _("Chart; arrow keys step through its values")

# What a page rests on.
SYNTHETIC_TITLE = _("This page rests on synthetic answers")
SYNTHETIC_TITLE_WHOLE = _("Built on synthetic answers: the results are not the participants'")
SYNTHETIC = _(
    "The participants' answers are confidential. The answers behind this page are made up, so that "
    "they agree with most of the figures that the report states in its text; the reconciliation "
    "shows where they do not. The report's charts are not known here. All other figures show the "
    "method alone and say nothing of real persons."
)
SYNTHETIC_ALONE = _(
    "Nobody has given the answers behind this page: they are made up from the questions alone, so "
    "that the pages can be seen before the first answer comes. They say nothing of real persons."
)
# Where made-up answers decide a number, a chart, a table or a summary.
NUMBERS_MADE_UP = _("Numbers underlined like {this} are made up.")
LIKE_THIS = _("this one")
RECOMPUTED = _("What is recomputed: {report}")
MADE_UP_HERE = _("made-up answers")
METHOD_ALONE = _("The answers are made up; this is what the method would say.")
FIGURE_KINDS = {"printed": _("printed"), "computed": _("computed"), "invented": _("made up")}
SOURCE_TITLE = _("About this page")
DATA = _("Data")
NOTEBOOK = _("Notebook")
PARAMETERS = _("Parameters")
OPEN_WITH = _("open it with")
MADE_UP = _("Synthetic answers")
EXPORTED = _("Exported answers")
FROM_RESULTS = _("Figures from the other pages of this book")
NO_ANSWERS = _("No answers; figures and cost lines of the project's data")

COMPUTED = _("How it was computed")
CODE_FOLDED = _(
    'the code is behind "Show code" and uses {}; '
    '<a href="../../methods.html">the page on methods</a> explains it'
)

# From a result to the code that computes it.
COMPUTED_IN = _("Computed in cell {}")
# Each number of a page as a row, to which the prose leads.
ROWS = _("The numbers of this page, one by one ({})")
IN_CELL = _("computed in cell {}")
PRINTED_IN = _("printed as {printed} ({place})")
SOURCE_PAGE = _(
    "All code of {}, cell by cell, behind the page {}. Each cell may use what stands above it."
)

# How to cite a page, and which edition it is of.
CITE = _("Cite this page as:")
EDITION = _("Edition")
VERSION = _("Version")
MADE_WITH = _("made with slicebook {}")
COMMIT = _("commit")
WITH_CHANGES = _("with later changes")
OUTSIDE_GIT = _("built outside git")
ANSWERS_UNTIL = _("answers until {}")
WITHOUT_ANSWERS = _("without answers")

# The page of all editions, where they are published.
EDITIONS_TITLE = _("{title}: all editions")
EDITIONS = _("Editions of this evaluation")
LATEST = _("the latest")
CHANGES_TITLE = _("What changed")

# A book of a few runs.
TRIAL = _("This is a partial build, for a try. It is not to be published.")
TRIAL_LACKS = _("This page needs what was not run:")

# Front matter.
DATASET = _(
    "Every figure of the evaluation {title}, {first} to {last}, by municipality and year: its "
    "value, interval, number of answers and unit."
)
VERDICT_COLUMNS = _("Criterion|By the conditions|The report")
INTERVAL = _("95% interval {} to {}")
RANGE = _("{} to {}")
FROM = _("from {}")
VERDICTS = _("The criteria")
ON_PAPER = _("The book on paper")
BRIEF = _("The brief, PDF")
BOOK, BOOK_DOCX = _("The book, PDF"), _("The book, DOCX")
ANNEX = _("The annex, PDF")
ANNEX_DOCX = _("The annex, DOCX")
EVALUATION = _("An evaluation")
INTAKE_COLUMNS = _("Form|Read|Accepted|Rejected")
INTAKE = _("Answers taken in")

# Codebook.
FILLED_BY = _("Filled in by")
FILLED_WHEN = _("When")
FORM_SOURCE = _("Source")
COLUMN = _("Column")
MEANING = _("Meaning")
CODE = _("Code")
ANSWER = _("Answer")
COLUMNS_OF = _("Columns")
CODES_OF = _("Answer codes")
NUMBER = _("Question {}")
UNNUMBERED = _("Missing from the form's appendix")
ADDED = _("Added {}")
REWORDED = _("Reworded {}")
GO_TO = _("goes on to question {}")
WRITE_IN = _("may be elaborated")
FREE_TEXT = _("Only whether anything was written; the text itself is not kept")
TYPES = {
    "municipality": _("Municipality"),
    "single": _("One answer"),
    "multiple": _("Several answers"),
    "grid": _("Grid: one answer a line"),
    "number": _("A number from {} to {}"),
    "date": _("A day"),
    "text": _("Free text"),
    "link_code": _(
        "Self-generated code; only a keyed hash of each part is stored, and no part is shown"
    ),
}

# Reconciliation.
STATUS = {
    "matches": _("matches"),
    "differs (explained)": _("differs, explained"),
    "differs (unexplained)": _("differs, unexplained"),
    "explained, but matches": _("explained, but matches"),
    "cannot be met": _("cannot be met"),
    "not yet computed": _("not computed"),
    "withheld": _("withheld"),
    "input": _("read by the analysis"),
}
RECONCILED_COLUMNS = _("Figure|Printed in|Printed|Computed|Why")
OUTCOMES = {
    "differs": _("Differs"),
    "cannot be met": _("Cannot be met"),
    "matches": _("Agrees"),
    "open": _("Not compared"),
}
CANNOT_BE_MET = _("No whole number of {n} answers gives it: {below} are {low}, {above} are {high}.")
CONTRADICTIONS = _("Where the report says two things and no figure can be computed")
CONTRADICTION_COLUMNS = _("Places|What is said there|Arithmetic, and how we read it")
CHAPTER = _("Section {}")
# The filter of the printed figures, which a script makes from these.
FILTER = {
    "legend": _("Which printed figures to show"),
    "text": _("Search the printed figures"),
    "any": _("All"),
    "count": _("{shown} of {all} figures shown"),
}
