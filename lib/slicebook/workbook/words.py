"""Words of the workbook."""

from slicebook.text import _

TITLE = _("{title}: all tables")
WHAT = _(
    "Every table that the book shows is here, one on a sheet: {count} tables on as many sheets. "
    "Where pages of several municipalities and years show the same table, they are one table, "
    "and its first columns say which page a row is from."
)
SYNTHETIC = _(
    "Built on synthetic answers: the participants' answers are confidential, and made-up ones "
    "stand in their place. Counts and figures of answers say nothing of real persons; costs and "
    "what is said to be printed are the report's. Each sheet says whether it rests on such answers."
)
SYNTHETIC_ALONE = _(
    "Built on synthetic answers, made up from the questions alone. Counts and figures of answers "
    "say nothing of real persons. Each sheet says whether it rests on such answers."
)
OWN = _("The answers are those of the exports that were taken in.")
SHEET_SYNTHETIC = _("The page that shows these numbers rests on synthetic answers.")
SHEET_MADE_UP = _(
    "Made up: synthetic answers decide these numbers, but for what the report prints."
)
SHEET_REAL = _(
    "Not made up: synthetic answers stand on the page, but decide none of these numbers."
)
CONTENTS, NOTES, COVER = _("Contents"), _("Notes"), _("Cover")
CONTENTS_WHAT = _("One table: the sheets of this workbook, in the order of the book.")
CONTENTS_COLUMNS = _("Sheet|Table|Page of the book")
KIND, REAL = _("Kind of number"), _("printed or computed")
NOTES_WHAT = _("One table: what stands in cells in the place of a number, and in headings.")
NOTES_COLUMNS = _("Shorthand|What it means")
NOTES_WITHHELD = _(
    "Too few answers to be shown, or a figure by which such few could be worked out. "
    "The rule is {threshold} answers; the book's page on methods has it in full."
)
NOTES_NOTHING = _("Nothing is there: nobody answered, or there is no such figure.")
NOTES_OTHER = _("The table on this row's page does not have the column.")
NOTES_MADE_UP = _(
    "Made up: synthetic answers decide this number. The mark is behind each such number, since a "
    "table may have others too, of how many forms there are or of what is printed."
)
NOTES_N = _("How many answers the numbers rest on; in a column of its own where pages differ.")
NOTES_SPAN = _("The ends of an interval of 95 per cent confidence.")
SPAN = _("95% from, 95% to")
NUMBER_OF = _("{} (n)")
PAGE_MUNICIPALITY, PAGE_YEAR = _("Page's municipality"), _("Page's year")
PAGE, TABLE, GROUP, ROW = (
    _("Page of the book"),
    _("Table of the page"),
    _("Heading above the rows"),
    _("Row"),
)
SAME_EVERYWHERE = _("All pages of the topic that show this table show the same.")
ON_PAGE = _("From the page: {}")
BACK = _("To the contents")
SHORTHAND = _("One table. Shorthand is explained on the sheet of notes.")
# Headings of columns that the tables of the pages do not have.
ADDED = (PAGE_MUNICIPALITY, PAGE_YEAR, PAGE, TABLE, GROUP)
