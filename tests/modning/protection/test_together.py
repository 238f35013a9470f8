"""Counts and statistics decided together, from the answers of a form."""

import numpy as np
import pytest

from cellguard.joint import program
from modning.protection import counts
from modning.protection.published import families
from modning.protection.statistics import statistics
from modning.protection.tables import tables
from modning.protection.together import asked, case
from random_answers import random_answers
from slicebook.programme import load_programme
from surveys.codebook import load_codebook

PROGRAMME = load_programme()
FORM = load_codebook()["completion"]


@pytest.mark.parametrize("exact", [True, False])
def test_what_was_answered_fits_all_that_is_shown_of_it(exact):
    answers = random_answers(FORM, 60)
    whole = counts.system(list(families(FORM, answers)), tables(answers, PROGRAMME), PROGRAMME)
    for one in list(statistics(FORM, answers))[::6]:
        question = case(asked(one, whole, PROGRAMME.threshold), exact)
        known = program(question, (), [])
        true = question.start().seen[0]
        for at, value in enumerate(true):
            known.know({at: 1.0}, value, value)
        assert np.isfinite(known.bounds({0: 1.0})).all()
