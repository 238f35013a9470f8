"""Questions found in a flat list of variables."""

import pytest

from surveys.instruments.flat import Variable, questions_of
from surveys.instruments.question import Part

YES_NO = (Part("1", {"": "Ja"}), Part("0", {"": "Nej"}))
LEVELS = (Part("1", {"": "Low"}), Part("2", {"": "High"}))


def variables(answers, **texts):
    return [Variable(name, {"": text}, "code", answers) for name, text in texts.items()]


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"q1_1": "Calm", "q1_2": "Glad", "q2_1": "Tired"}, [("grid", 2), ("single", 0)]),
        ({"calm": "Calm", "glad": "Glad"}, [("single", 0), ("single", 0)]),
        ({"v1a": "Calm", "v1b": "Glad"}, [("grid", 2)]),
        # A number alone is no name that two could share.
        ({"1": "Calm", "2": "Glad"}, [("single", 0), ("single", 0)]),
        ({"calm": "Mood: calm", "glad": "Mood: glad"}, [("grid", 2)]),
        ({"q1_1": "Mood: calm", "q1_2": "Day: glad"}, [("single", 0), ("single", 0)]),
    ],
)
def test_rows_share_the_words_before_a_colon_or_the_name_before_a_number(texts, found):
    made = questions_of(variables(LEVELS, **texts))
    assert [(one.type, len(one.rows)) for one in made] == found


def test_ticks_make_one_question_with_an_answer_each():
    [one] = questions_of(variables(YES_NO, help_1="Help: advice", help_2="Help: a bed"))
    assert (one.type, one.texts) == ("multiple", {"": "Help"})
    assert [(part.code, part.texts[""]) for part in one.answers] == [
        ("1", "advice"),
        ("2", "a bed"),
    ]


def test_what_a_system_adds_and_other_answers_are_apart():
    some = [*variables(LEVELS, q1_1="Calm"), *variables(YES_NO, q1_2="Glad")]
    system = Variable("startdate", {"": "Started"}, "date")
    assert [one.name for one in questions_of([system, *some])] == ["q1_1", "q1_2"]
