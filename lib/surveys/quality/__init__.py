"""The quality report of an intake, `build/quality/index.html`: for the researcher's eyes alone."""

from surveys.quality.facts import FileFacts, FormFacts, Recode, Unused
from surveys.quality.measure import form_facts, shown
from surveys.quality.page import page
