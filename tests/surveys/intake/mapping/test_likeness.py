"""Which question a column is by how alike their words are, and by where both stand."""

from types import SimpleNamespace

import numpy as np
import pytest

from surveys.intake.mapping.likeness import _places, _Table
from surveys.intake.mapping.targets import targets


def table(scores, places=None, known=None):
    scores = np.array(scores)
    columns = [SimpleNamespace(at=at) for at in (places or range(scores.shape[0]))]
    wanted = [SimpleNamespace(place=at, name=f"q{at}") for at in range(scores.shape[1])]
    return _Table(columns, wanted, scores, known or {})


@pytest.mark.parametrize(
    ("scores", "sure"),
    [
        ([[0.95, 0.2], [0.1, 0.95]], [(0, 0), (1, 1)]),
        # Not alike enough by itself.
        ([[0.8, 0.2]], []),
        # Another question is nearly as like it.
        ([[0.95, 0.9]], []),
        # Another column is nearly as like the question.
        ([[0.95, 0.1], [0.9, 0.1]], []),
        # The first to come near is no rival of itself.
        ([[0.95, 0.1], [0.3, 0.1]], [(0, 0)]),
    ],
)
def test_what_is_far_ahead_of_all_else_is_sure(scores, sure):
    assert table(scores).between_neighbours() == sure


def test_between_columns_that_are_found_less_is_sure():
    scores = [[0.0, 0.7, 0.0]]
    assert table(scores, [1]).between_neighbours() == []
    assert table(scores, [1], {0: 0, 2: 2}).between_neighbours() == [(0, 1)]


def test_what_is_more_like_a_question_elsewhere_is_not_sure_between_its_neighbours():
    scores = [[0.0, 0.7, 0.0, 0.9]]
    assert table(scores, [1], {0: 0, 2: 2}).between_neighbours() == []
    near = [[0.0, 0.7, 0.0, 0.75]]
    assert table(near, [1], {0: 0, 2: 2}).between_neighbours() == [(0, 1)]


@pytest.mark.parametrize(
    ("scores", "made"),
    [
        ([[0.5, 0.4], [0.4, 0.5]], [(0, 0), (1, 1)]),
        # One is more like the other's question.
        ([[0.5, 0.6], [0.4, 0.5]], []),
        # One is like no question.
        ([[0.5, 0.4], [0.1, 0.2]], []),
        # A column more than questions.
        ([[0.5], [0.5]], []),
    ],
)
def test_a_run_of_as_many_columns_as_questions_is_taken_in_order(scores, made):
    assert table(scores).runs() == made


def test_a_question_of_several_columns_stands_where_its_first_one_does(registration):
    places = _places(targets(registration))
    columns = list(registration.columns)
    assert places["channel"] == columns.index("channel_police")
    assert places["age"] == columns.index("age")
