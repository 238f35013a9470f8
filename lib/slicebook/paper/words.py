"""The words that only the edition on paper has, in both languages."""

from slicebook.text import _, pgettext

CONTENTS = _("Contents")
PAGE = _("p.")
KEY_FIGURES = _("Key figures")
THIS_BOOK = _("This book")
EDITION = _("Edition of {date}, {commit}")
REPORT = _("main part")
ANNEX = _("annex")
ANNEX_TITLE = _("Annex")
# Before the numbers of the annex: Table A1.
LETTER = pgettext("annex", "A")
IN_ANNEX = _("In the annex: {sections}.")
ANNEX_HAS = _("The annex, a document of its own, has: {titles}.")
