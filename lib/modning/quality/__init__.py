"""The quality report of an intake, `build/quality/index.html`: for the researcher's eyes alone."""

from modning.quality.columns import shown
from modning.quality.facts import FileFacts, FormFacts, Pair, Recode, Unused
from modning.quality.measure import form_facts
from modning.quality.page import page

__all__ = ["FileFacts", "FormFacts", "Pair", "Recode", "Unused", "form_facts", "page", "shown"]
