import pytest

from surveys.instruments.names import as_id, id_of, is_word, shared_start
from surveys.instruments.skips import atoms, of_limesurvey, of_redcap, of_xlsform


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Børn i husstanden", "boern_i_husstanden"),
        ("På vej, måske…", "paa_vej_maaske"),
        ("7.-10. klasse", "n7_10_klasse"),
        ("Ophørt for mindst ca. 5 år siden eller mere", "ophoert_for_mindst_ca_5_aar"),
        ("?", "n"),
    ],
)
def test_an_id_is_made_of_a_text(text: str, id: str) -> None:
    assert as_id(text) == id


@pytest.mark.parametrize("name", ["gender", "who5_calm", "no", "income2024"])
def test_what_says_something_is_a_name(name: str) -> None:
    assert is_word(name)


@pytest.mark.parametrize(
    "name", ["s_12", "q7", "v12a", "var0012", "question_3", "q1_2", "A1", "x", "2"]
)
def test_what_counts_is_none(name: str) -> None:
    assert not is_word(name)


def test_an_id_is_not_given_twice() -> None:
    taken = {"mood", "mood_2"}
    assert id_of("mood", {"": "Mood"}, taken) == "mood_3"
    assert id_of("q1", {"da": "Humør", "en": "Mood"}, ()) == "mood"


def test_parts_keep_names_that_are_ids() -> None:
    assert shared_start(["who5_calm", "who5_glad"]) == "who5"
    assert shared_start(["children_age_from_0_to_2", "children_age_from_18"]) == "children_age"
    assert shared_start(["calm", "glad"]) == ""


@pytest.mark.parametrize(
    "condition",
    [
        of_xlsform("not(selected(${who}, 'a')) and ${how} != '2'"),
        of_redcap("[who(a)] = '0' and [how] <> '2'"),
        of_redcap("[who(a)] <> '1' and [how] <> '2'"),
        of_limesurvey('((who_a.NAOK != "Y" and how.NAOK != "2"))'),
    ],
)
def test_conditions_of_all_systems_read_alike(condition: str) -> None:
    assert atoms(condition) == ("and", [("who", "<>", "a"), ("how", "<>", "2")])


@pytest.mark.parametrize("condition", ["[a] = '1' and [b] <> '2' or [c] = '3'", "count([a]) > 2"])
def test_what_is_no_row_of_answers_is_not_guessed(condition: str) -> None:
    assert atoms(condition) is None
