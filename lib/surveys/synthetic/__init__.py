"""Answers that nobody gave, drawn so that the printed figures hold: for tests and for reading."""

from surveys.synthetic.alike import drawn_alike
from surveys.synthetic.exports import basis, draw_form, write_exports
from surveys.synthetic.persons import who
