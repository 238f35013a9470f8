"""The words that only the edition on paper has, in both languages."""

from slicebook.text import _

CONTENTS = _("Contents")
PAGE = _("p.")
KEY_FIGURES = _("Key figures")
THIS_BOOK = _("This book")
EDITION = _("Edition of {date}, {commit}")
