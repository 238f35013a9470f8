"""Self-generated codes as they are made up and mistyped."""

import numpy as np
import pytest

from surveys.synthetic.link_codes import Habits, codes, typed

NONE = Habits(slip=0, slip_twice=0, forget=0)


@pytest.fixture
def given() -> np.ndarray:
    return codes(200, 4, np.random.default_rng(1))


def changed(given: np.ndarray, habits: Habits) -> np.ndarray:
    """Return how many parts of each code are typed otherwise than given."""
    return (typed(given, habits, np.random.default_rng(2)) != given).sum(axis=1)


def test_without_slips_a_code_is_typed_as_given(given):
    assert changed(given, NONE).tolist() == [0] * 200


@pytest.mark.parametrize(("slip", "twice"), [(1.0, 0.0), (0.0, 1.0)])
def test_a_slip_changes_as_many_parts_as_it_says(given, slip, twice):
    habits = Habits(slip=slip, slip_twice=twice, forget=0)
    assert set(changed(given, habits)) == {2 if twice else 1}


def test_what_is_typed_instead_is_another_persons_answer_or_nothing(given):
    written = typed(given, Habits(slip=1, slip_twice=0, forget=0), np.random.default_rng(2))
    for part in range(4):
        assert set(written[:, part]) <= {None, *given[:, part]}
    assert (written == None).any()  # noqa: E711


def test_who_forgets_leaves_all_of_it_out(given):
    written = typed(given, Habits(slip=0, slip_twice=0, forget=1), np.random.default_rng(2))
    assert (written == None).all()  # noqa: E711


def test_a_code_is_two_letters_a_day_and_how_many_siblings_in_turn():
    given = codes(5000, 5, np.random.default_rng(1))
    assert all(len(text) == 1 and text.isupper() for at in (0, 1, 4) for text in given[:, at])
    assert {*map(int, given[:, 2])} == set(range(1, 32))
    siblings = given[:, 3].astype(int)
    assert siblings.min() == 0
    assert siblings.mean() == pytest.approx(0.8, abs=0.05)
    # Initials are uneven: the commonest letter is twice as frequent as the next.
    counts = np.sort(np.unique(given[:, 0], return_counts=True)[1])[::-1]
    assert counts[0] / counts[1] == pytest.approx(2, abs=0.25)
    assert (counts[0] / 5000) == pytest.approx(1 / sum(1 / np.arange(1, 27)), abs=0.02)


def test_slips_and_what_is_forgotten_are_as_frequent_as_they_are_said_to_be():
    given = codes(5000, 4, np.random.default_rng(1))
    written = typed(given, Habits(slip=0.3, slip_twice=0.1, forget=0), np.random.default_rng(2))
    shares = np.bincount((written != given).sum(axis=1)) / 5000
    assert shares == pytest.approx([0.6, 0.3, 0.1], abs=0.025)
