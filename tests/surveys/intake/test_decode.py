from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from surveys.intake.decode import decode_answers
from surveys.intake.grid import Grid


def as_grid(frame, **more):
    cells = tuple(pa.chunked_array([pa.array(frame[name], pa.string())]) for name in frame)
    return Grid("x.csv", None, tuple(frame), cells, np.arange(2, 2 + len(frame)), **more)


@pytest.fixture
def decoded(rows, registration):
    """Decode registration forms whose columns are given; the count follows from the first."""

    def run(labels=None, missing=None, **columns):
        count = len(next(iter(columns.values())))
        grid = as_grid(rows(count, **columns))
        return decode_answers(
            replace(grid, labels=labels or {}, missing=missing or {}), registration
        )

    return run


def values(decoded, name):
    return [None if pd.isna(value) else value for value in decoded.frame[name]]


def wrong(decoded):
    return [(fault.column, fault.at.tolist(), list(fault.values)) for fault in decoded.faults]


@pytest.mark.parametrize(
    "text",
    ["2", "2.0", "2,0", " 2 ", "2\u00a0", "Kvinde", "kvinde", "KVINDE ", "Woman", "\ufeffwoman"],
)
def test_a_code_or_a_label_in_either_language(decoded, text):
    result = decoded(gender=[text])
    assert values(result, "gender") == [2]
    assert wrong(result) == []


@pytest.mark.parametrize(
    "text", ["Én gang", "E\u0301n gang", "én  gang", "ÉN\u00a0GANG", "Once", "2"]
)
def test_labels_however_their_letters_are_composed(decoded, text):
    assert values(decoded(violence_physical=[text]), "violence_physical") == [2]


def test_an_id_of_an_option_as_kobo_has_it(decoded):
    found = decoded(gender=["man", "woman", "nobody"])
    assert values(found, "gender") == [1, 2, None]


def test_a_municipality_and_an_age_as_people_write_them(decoded):
    found = decoded(municipality=["Køge Kommune", "odense kommune"], age=["58 år", "1 year"])
    assert values(found, "municipality") == [1, 2]
    assert values(found, "age") == [58, None]


def test_danish_letters_composed_and_decomposed(decoded):
    result = decoded(municipality=["Køge", "KØGE", "køge "], where_shelter=["1", "1", "1"])
    assert values(result, "municipality") == [1, 1, 1]


@pytest.mark.parametrize("text", ["", " ", "\u00a0", ".", "NA", "#NULL!", "NaN", "n/a", "--"])
def test_no_answer(decoded, text):
    result = decoded(gender=[text], age=[text], channel_police=[text], helped=["Ja"])
    assert values(result, "gender") == [None]
    assert values(result, "age") == [None]
    assert wrong(result) == []


@pytest.mark.parametrize("text", ["Kvindr", "2.5", "1e0", "1 2", "#N/A", "2;3", "99999999999"])
def test_what_is_neither_code_nor_label_is_a_fault_with_its_value(decoded, text):
    result = decoded(gender=["1", text])
    assert values(result, "gender") == [1, None]
    assert wrong(result) == [("gender", [1], [text])]


def test_numbers_with_either_decimal_mark(decoded):
    result = decoded(age=["35", "35.0", "35,00", "35,5", "femten", "-35"])
    assert values(result, "age") == [35, 35, 35, None, None, None]
    assert wrong(result) == [("age", [3, 4, 5], ["35,5", "femten", "-35"])]


@pytest.mark.parametrize(
    ("yes", "no"),
    [("1", "0"), ("1.0", "0.0"), ("1,0", "0,0"), ("ja", "nej"), ("Ja ", "Nej"), ("Yes", "no"),
     ("TRUE", "FALSE"), ("x", "0"), ("Valgt", "Ikke valgt")],
)  # fmt: skip
def test_ticks_with_an_explicit_no(decoded, yes, no):
    result = decoded(
        channel_police=[yes, no, ""], channel_other=[no, "", ""], channel_none=[""] * 3
    )
    assert values(result, "channel_police") == [True, False, None]
    assert values(result, "channel_other") == [False, None, None]
    assert wrong(result) == []


@pytest.mark.parametrize("mark", ["x", "X", "1", "ja", "Politiet", "the police"])
def test_ticks_alone_leave_the_others_unchosen(decoded, mark):
    result = decoded(
        channel_police=[mark, "", ""], channel_other=["", "x", ""], channel_none=[""] * 3
    )
    assert values(result, "channel_police") == [True, False, None]
    assert values(result, "channel_other") == [False, True, None]


def test_an_option_called_no_is_a_tick_where_options_are_ticked_by_label(decoded):
    by_label = {"channel_police": ["Politiet", ""], "channel_other": ["", ""]}
    result = decoded(channel_none=["", "Nej"], **by_label)
    assert values(result, "channel_none") == [False, True]
    by_word = {"channel_police": ["ja", "nej"], "channel_other": ["nej", "nej"]}
    result = decoded(channel_none=["nej", "ja"], **by_word)
    assert values(result, "channel_none") == [False, True]


def test_another_options_label_is_no_tick(decoded):
    assert wrong(decoded(channel_police=["Ærlig ven"])) == [("channel_police", [0], ["Ærlig ven"])]


def test_free_text_is_only_told_to_be_there(decoded):
    result = decoded(comment=["tekst", "", "\u00a0", "NA", "0"])
    assert values(result, "comment") == [True, False, False, False, True]


def test_equal_texts_have_equal_hashes(decoded):
    hashes = decoded(comment=["Tekst", " tekst", "andet"]).texts["comment"]
    assert hashes[0] == hashes[1] != hashes[2]


def test_running_numbers_are_text(decoded):
    result = decoded(answer_id=["17", "18.0", " 19 ", "", "A-20", "21,00"])
    assert values(result, "answer_id") == ["17", "18", "19", None, "A-20", "21"]


def test_a_municipality_outside_the_programme(decoded):
    result = decoded(municipality=["1", "3", "Sorø Kommune", "2 - Odense", "1 - Odense"])
    assert values(result, "municipality") == [1, None, None, 2, None]
    assert wrong(result) == [("municipality", [1, 2, 4], ["3", "Sorø Kommune", "1 - Odense"])]


def test_a_column_the_file_lacks_has_no_answers(rows, registration):
    grid = as_grid(rows(2).drop(columns=["violence_digital", "channel_other_text"]))
    result = decode_answers(grid, registration)
    assert values(result, "violence_digital") == [None, None]
    assert values(result, "channel_other_text") == [None, None]


def test_the_files_own_labels_speak_before_its_codes(decoded):
    result = decoded(gender=["1", "2", "3", ""], labels={"gender": {"1": "Kvinde", "2": "Mand"}})
    assert values(result, "gender") == [2, 1, None, None]
    assert wrong(result) == [("gender", [2], ["3"])]


def test_labels_that_the_codebook_does_not_know_are_an_obstacle(decoded):
    result = decoded(gender=["1", "2"], labels={"gender": {"1": "Hankøn", "2": "Kvinde"}})
    assert result.obstacles[0].startswith(
        'x.csv: the column "gender": its own labels (1 Hankøn, 2 Kvinde) are not those'
    )


def test_a_label_for_no_answer_is_none(decoded):
    labels = {"gender": {"9": "Ønsker ikke at svare"}, "age": {"99": "Uoplyst"}}
    result = decoded(gender=["1", "9"], age=["35", "99"], labels=labels)
    assert not result.obstacles
    assert values(result, "gender") == [1, None]
    assert values(result, "age") == [35, None]


@pytest.mark.parametrize("code", ["0", "4", "7"])
def test_a_code_outside_the_list_makes_the_column_suspect(decoded, code):
    result = decoded(gender=["1", "2", code])
    assert f"it holds {code}, but the form's codes are 1 to 3" in result.obstacles[0]


@pytest.mark.parametrize("code", ["-99", "99", "88", "9", "998"])
def test_a_mark_of_a_missing_answer_is_a_cell_without_one(decoded, code):
    result = decoded(gender=["1", "2", code])
    assert not result.obstacles
    assert wrong(result) == [("gender", [2], [code])]


def test_few_unknown_words_are_cells_and_many_an_obstacle_with_what_was_meant(decoded):
    assert not decoded(gender=["Mand"] * 9 + ["Kvinde."]).obstacles
    said = decoded(gender=["Mand", "Kvinde.", "Kvinde.", "Mænd", "1"]).obstacles[0]
    assert '"Kvinde." (Kvinde?)' in said


def test_an_age_that_too_many_share_may_be_a_mark(decoded):
    assert (
        "3 of 9 are exactly 99"
        in decoded(age=["35", "41", "28", "30", "52", "60"] + ["99"] * 3).obstacles[0]
    )
    assert not decoded(age=["35", "41", "98", "99", "97"] + ["99"] * 3).obstacles


def test_a_row_without_a_time_is_no_evidence(decoded):
    result = decoded(gender=["1", "2", "67"], submitted=["05-02-2024", "06-02-2024", ""])
    assert not result.obstacles


def test_an_answer_of_ones_own_is_the_other_one(decoded):
    assert values(decoded(gender=["-oth-", "1"]), "gender") == [3, 1]


def test_a_tick_no_is_what_the_other_columns_say(decoded):
    # Ja and Nej beside each other: not chosen. Nothing but labels: chosen.
    words = decoded(channel_police=["Ja", "Nej"], channel_none=["Nej", "Nej"],
                    channel_other=["Nej", "Ja"])  # fmt: skip
    assert values(words, "channel_none") == [False, False]
    labels = decoded(channel_police=["Politiet", ""], channel_none=["", "Nej"],
                     channel_other=["", ""])  # fmt: skip
    assert values(labels, "channel_none") == [False, True]
    alone = decoded(channel_police=[""] * 2, channel_none=["Nej"] * 2, channel_other=[""] * 2)
    assert values(alone, "channel_none") == [True, True]


def test_ticks_that_can_be_read_in_two_ways_are_an_obstacle(decoded):
    both = decoded(channel_police=["Politiet", "Nej"], channel_none=["", "Nej"],
                   channel_other=["", ""])  # fmt: skip
    assert "either its label, chosen, or not chosen" in both.obstacles[0]
    numbers = decoded(channel_police=["1", "2"], channel_none=["2", "2"], channel_other=["2", "1"])
    assert "they hold 1 and 2" in numbers.obstacles[0]


def test_ticks_by_their_options_own_code(decoded):
    result = decoded(channel_police=["1", ""], channel_none=["", ""], channel_other=["3", "3"])
    assert values(result, "channel_other") == [True, True]
    assert values(result, "channel_police") == [True, False]


def test_a_blank_is_read_as_its_row_is_written(decoded):
    result = decoded(channel_police=["1", "x"], channel_none=["0", ""], channel_other=["", ""])
    assert values(result, "channel_other") == [None, False]


def test_ticks_by_their_labels_in_the_file(decoded):
    labels = {name: {"1": "Ja", "2": "Nej"} for name in ("channel_police", "channel_other")}
    result = decoded(
        labels=labels, channel_police=["1", "2"], channel_other=["2", "2"], channel_none=["", ""]
    )
    assert values(result, "channel_police") == [True, False]
    assert values(result, "channel_other") == [False, False]


def test_a_declared_missing_value_is_missing_unless_it_is_an_answer(decoded):
    result = decoded(
        age=["99", "35"],
        violence_physical=["8", "9"],
        missing={"age": [(98.0, 99.0)], "violence_physical": [(8.0, 9.0)]},
    )
    assert values(result, "age") == [None, 35]
    assert values(result, "violence_physical") == [8, None]
    assert wrong(result) == []


@pytest.mark.parametrize(
    "text", ["2 - Kvinde", "Kvinde (2)", "2. kvinde", "(2) Kvinde", "Kvinde [2]"]
)
def test_a_code_beside_its_label(decoded, text):
    assert values(decoded(gender=[text, "1 - Kvinde"]), "gender") == [2, None]


def test_ticks_labelled_by_yes_and_no_with_their_codes(decoded):
    labels = {"channel_none": {"0": "0. Nej", "1": "1. Ja"}}
    assert values(decoded(channel_none=["1", "0"], labels=labels), "channel_none") == [True, False]


@pytest.mark.parametrize("labels", [{"1": "Nej"}, {"0": "Ikke nævnt", "1": "Nej"}])
def test_a_tick_that_the_file_labels_no_is_one(decoded, labels):
    """As Qualtrics writes SPSS files: each tick is 1, and labelled by its answer."""
    done = decoded(
        channel_none=["1", "1"], channel_police=["", ""], labels={"channel_none": labels}
    )
    assert values(done, "channel_none") == [True, True]
    assert not done.obstacles


def test_a_no_that_the_file_labels_beside_yes_is_none(decoded):
    done = decoded(channel_none=["1", "2"], labels={"channel_none": {"1": "Ja", "2": "Nej"}})
    assert values(done, "channel_none") == [True, False]


def test_limesurveys_own_codes_are_said_to_be_such_once_for_all_columns(decoded):
    done = decoded(gender=["A1", "A2", "A3"], helped=["AO01", "AO02", "AO01"])
    [said] = done.obstacles
    assert '"gender", "helped": it holds LimeSurvey' in said
