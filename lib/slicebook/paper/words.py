"""The words that only the edition on paper has, in both languages."""

from slicebook.text import Label

CONTENTS = Label("Indhold", "Contents")
PAGE = Label("s.", "p.")
KEY_FIGURES = Label("Nøgletal", "Key figures")
IN_BRIEF = Label("Kort fortalt", "In brief")
EDITION = Label("Udgave {date}, {commit}", "Edition of {date}, {commit}")
