"""What tables tell of the answers behind their means, as each language prints numbers."""

import pytest

from cellguard.exhibits import TABLE, Exhibit
from modning.audit.told import Words
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

FORMS = load_codebook()


@pytest.mark.parametrize(
    ("language", "n", "mean"), [("en", "3,723", "3.1"), ("da", "3.723", "3,1")]
)
def test_thousands_of_answers_are_no_three_of_them(language, n, mean):
    words, scale = Words(FORMS, load_programme(), language), FORMS["completion"].item("recovery")
    title = next(name for name, id in words.scales.items() if id == scale.id)
    time = next(word for word, form in words.times.items() if form == "completion")
    columns = {
        "en": ("Group", "When", "Answers", "Mean", "95% from", "95% to"),
        "da": ("Gruppe", "Tidspunkt", "Svar", "Gennemsnit", "95 % fra", "95 % til"),
    }[language]
    row = (scale.rows[0].label[language], time, n, mean, mean, mean)
    told = words.read(Exhibit("page", TABLE, f"{title}: x", columns, (row,)), "koge", "2024")
    facts = {fact.what: fact.span for fact in told}
    assert facts["n"] == (3723, 3723)
    assert facts["mean"][0] < 3.1 < facts["mean"][1]
