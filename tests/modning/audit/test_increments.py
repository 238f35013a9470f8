"""What two editions tell together of who was counted before and is now."""

from itertools import chain

import pandas as pd
import pytest
from tests.modning.audit.tables import CHANNEL, SMALL, SQUARE, N, base, numbers, rows

from modning.audit.increments import attack_increments
from modning.audit.knowledge import Question
from modning.audit.reading import Seen, shares
from slicebook.editions import TOGETHER
from slicebook.programme import load_programme

PROGRAMME = load_programme()


def edition(counts: dict, n: dict = N, hidden: tuple = ()) -> pd.DataFrame:
    return pd.DataFrame([*rows("channel.police", counts, hidden, n=n),
                         *numbers("channel", "registration", n)])  # fmt: skip


def attack(before: pd.DataFrame, now: pd.DataFrame, asked=CHANNEL, also: tuple = ()) -> dict:
    """Return what a reader of both learns: the ends by figure and slice."""
    seen = [*shares(now), *also]
    found = attack_increments([asked], before, seen, now, "first", PROGRAMME)
    return {(one.figure, one.municipality, one.year): (one.low, one.high) for one in found
            if not one.safe}  # fmt: skip


def more(of: dict, **by: int) -> dict:
    """Return counts with some more, by `<municipality>_<year>`."""
    added = {tuple(key.split("_")): count for key, count in by.items()}
    return {key: count + added.get(key, 0) for key, count in of.items()}


def test_a_new_edition_less_the_old_one_tells_of_those_in_between():
    before = edition(SMALL)
    now = edition(more(SMALL, koge_2025=1), more(N, koge_2025=2))
    found = attack(before, now)
    assert found["channel.police since first", "koge", "2025"] == (1, 1)
    assert found["channel.police since first", "all", "all"] == (1, 1)
    assert attack(before, before) == {}
    # What a chart rounds is a count all the same.
    drawn = [
        Seen(one.figure, one.municipality, one.year, one.low - 0.01, one.high + 0.01, one.n)
        for one in shares(now)
    ]
    assert attack(before, now, also=tuple(drawn)) == found


def test_of_ten_newcomers_nine_of_whom_gave_an_answer_one_did_not():
    found = attack(edition(SMALL), edition(more(SMALL, koge_2025=9), more(N, koge_2025=10)))
    assert found["channel.police since first", "koge", "2025"] == (9, 9)


def test_an_old_edition_less_the_new_one_tells_of_those_withdrawn():
    now = edition(more(SMALL, koge_2025=-1), more(N, koge_2025=-2))
    found = attack(edition(SMALL), now)
    assert found["channel.police withdrawn since first", "koge", "2025"] == (1, 1)


def test_of_a_year_that_was_corrected_alone_nothing_follows():
    now = edition(more(SMALL, koge_2024=1, koge_2025=-1))
    assert attack(edition(SMALL), now) == {}


def test_a_correction_elsewhere_hides_no_newcomer():
    """One answer of another municipality's was corrected; the newcomer of Køge 2025 stays alone."""
    now = edition(more(SMALL, koge_2025=1, odense_2023=-1), more(N, koge_2025=2))
    found = attack(edition(SMALL), now)
    assert found["channel.police since first", "koge", "2025"] == (1, 1)
    assert not [key for key in found if key[1:] == ("odense", "2023")]


def test_newcomers_of_one_year_and_withdrawals_of_another_are_told_apart():
    now = edition(more(SMALL, koge_2025=1, odense_2024=-2), more(N, koge_2025=2, odense_2024=-4))
    found = attack(edition(SMALL), now)
    assert found["channel.police since first", "koge", "2025"] == (1, 1)
    assert found["channel.police withdrawn since first", "odense", "2024"] == (2, 2)


def test_what_is_withheld_now_and_was_shown_before_is_known():
    """Each edition by itself withholds a square; together they leave nothing of it."""
    other = (("koge", "2023"), ("koge", "2025"), ("odense", "2023"), ("odense", "2025"))
    found = attack(edition(SMALL, hidden=SQUARE), edition(SMALL, hidden=other))
    assert found["channel.police with first", "koge", "2023"] == (3, 3)
    assert found["channel.police in first", "koge", "2023"] == (3, 3)
    assert attack(edition(SMALL, hidden=SQUARE), edition(SMALL, hidden=SQUARE)) == {}


def test_newcomers_to_a_square_make_it_no_clearer():
    """Ten came to a withheld cell: the old and the new edition withhold the same."""
    n = more(N, koge_2023=20)
    found = attack(edition(SMALL, hidden=SQUARE), edition(more(SMALL, koge_2023=10), n, SQUARE))
    assert found == {}


@pytest.mark.parametrize(("came", "found"), [(4, True), (1, True), (6, False)])
def test_newcomers_must_be_as_uncertain_as_the_rule_asks(came, found):
    """The new edition shows a rounded share: three values are left, one too few."""
    before = edition(base(*[10] * 6), dict.fromkeys(N, 60))
    there = (before["municipality"] == "koge") & (before["year"] == "2025")
    before = before[there & (before["unit"] == "percent")]

    def unsafe(low: int, high: int) -> dict:
        one = Seen("channel.police", "koge", "2025", 10 + low, 10 + high, 80)
        nothing = pd.DataFrame(columns=before.columns).astype({"shown": bool})
        return attack(before, nothing, also=(one,))

    assert bool(unsafe(came - 1, came + 1)) == found
    assert not unsafe(came - 1, came + 2)


def test_a_merge_that_is_split_later_tells_what_the_new_edition_withholds():
    """First "no, or don't know" is shown; then "no", and who does not know is withheld."""
    asked = Question("sara", "registration", ("assessed", "not_assessed", "unknown"), True)
    no, unknown = base(*[10] * 6), SMALL
    yes = {key: N[key] - no[key] - unknown[key] for key in N}
    both = {key: no[key] + unknown[key] for key in N}

    def table(*told: list[dict]) -> pd.DataFrame:
        return pd.DataFrame(list(chain(*told, numbers("sara", "registration"))))

    before = table(rows("sara.assessed", yes), rows("sara.no_or_unknown", both))
    now = table(rows("sara.not_assessed", no), rows("sara.unknown", unknown, SQUARE),
                rows("sara.assessed", yes, SQUARE))  # fmt: skip
    before.attrs[TOGETHER] = {"sara.no_or_unknown": ["not_assessed", "unknown"]}
    found = attack(before, now, asked)
    assert found["sara.unknown with first", "koge", "2023"] == (3, 3)
    # Shown as one still, it tells nothing more.
    merged = table(rows("sara.assessed", yes), rows("sara.no_or_unknown", both))
    assert attack(before, merged, asked) == {}
