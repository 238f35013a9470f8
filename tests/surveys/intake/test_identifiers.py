import numpy as np
import pyarrow as pa
import pytest

from surveys.intake.grid import Grid
from surveys.intake.identifiers import identifiers, identifying_names, of_persons

PERSON_NUMBERS = [
    "010180-1234",
    "0101801234",
    "010180 1234",
    "010180–1234",
    "01.01.80-1234",
    "hendes cpr er 010180-1234, ring ikke",
    "CPR:0101801234.",
    "211062-5629",  # the worked example of python-stdnum, with check digit
    "310399-0000",
    "290200-4321",  # a leap day
    "610180-1234",  # a replacement number: 60 is added to the day
    "101801234",  # stored as a number: the first zero is lost
    "0101801234.0",
    "010180\u00a01234",
]
NO_PERSON_NUMBERS = [
    "320180-1234",  # no such day
    "011380-1234",  # no such month
    "300280-1234",
    "010180-12345",
    "9010180-1234",
    "01018012345",
    "1-2-3",
    "0.0101801234",
    "2024-02-05 10:11:12",
    "450e8400-e29b-41d4-a716-446655440000",
]
OTHERS = [
    "anna.berg@eksempel.dk",
    "skriv til a@b.dk i morgen",
    "20304050",
    "20 30 40 50",
    "2030 4050",
    "20.30.40.50",
    "+45 20 30 40 50",
    "+4520304050",
    "0045 20304050",
    "tlf. 20304050 efter kl. 16",
]
HARMLESS = [
    "",
    "35",
    "2023-2024",
    "2022 2023",
    "20-12-2024",
    "24.12.2024 kl. 10.30",
    "20240105",
    "12345678",  # Danish numbers do not begin with 0 or 1
    "999040506",
    "kl. 10.30-11.45",
    "@home",
    "3 børn på 4, 7 og 11 år",
    "25.000.000 kr.",
    "5.12345678",
]


def grid(name, *values, coded=False):
    cells = pa.chunked_array([pa.array(values, pa.string())])
    cells = cells.dictionary_encode() if coded else cells
    return Grid("x.csv", None, (name,), (cells,), np.arange(2, 2 + len(values)))


@pytest.mark.parametrize("coded", [False, True])
@pytest.mark.parametrize("value", PERSON_NUMBERS + OTHERS)
def test_an_identifier_stops_intake_and_is_not_repeated(value, coded):
    (message,) = identifiers(grid("comment", "", "ingen", value, coded=coded))
    assert message.startswith('x.csv: row 4, column "comment": looks like a')
    assert value not in message
    assert ("person number" in message) == (value in PERSON_NUMBERS)


@pytest.mark.parametrize("value", NO_PERSON_NUMBERS + HARMLESS)
def test_other_values_pass(value):
    assert not identifiers(grid("comment", value))


@pytest.mark.parametrize("name", ["answer_id", "respondentid", "seed", "_id", "sagsnummer"])
@pytest.mark.parametrize("value", ["20304050", "101801234", "3201801234", "R-0101801234-x"])
def test_a_running_number_is_neither_telephone_nor_person_number(name, value):
    assert not identifiers(grid(name, value))


@pytest.mark.parametrize("coded", [False, True])
def test_numbers_that_run_on_are_nobodys(coded):
    assert not identifiers(grid("løbe", "20304050", "20304051", "20304053", coded=coded))
    assert identifiers(grid("løbe", "20304050", "71304051", "45304053", coded=coded))


def test_numbers_run_on_within_twenty_for_each_of_them():
    assert not identifiers(grid("løbe", "20304050", "20304080", "20304109"))
    assert identifiers(grid("løbe", "20304050", "20304080", "20304110"))


def test_a_column_is_of_persons_by_its_name_or_by_what_it_holds():
    assert of_persons(grid("navn", "x"), 0)
    assert of_persons(grid("comment", "a@b.dk"), 0)
    assert not of_persons(grid("comment", "x"), 0)


@pytest.mark.parametrize("value", ["0101801234", "010180-1234", "a@b.dk"])
def test_a_person_is_not_to_be_known_by_the_running_number(value):
    assert "answer_id" in identifiers(grid("answer_id", "17", value))[0]


@pytest.mark.parametrize("value", ["05-02-2024 10:11:12", "2024-02-05T10:11:12", "13926507072",
                                   "45327.4244444444"])  # fmt: skip
def test_a_time_of_submission_is_no_telephone_number(value):
    assert not identifiers(grid("submitted", value))


@pytest.mark.parametrize(
    "name",
    ["navn", "name", "fornavn", "efternavn", "first_name", "last_name", "borgerens_navn",
     "borgernavn", "navn2", "full_name", "cpr", "cpr_nr", "e_mail", "tlf", "telefon_privat",
     "RecipientLastName", "IPAddress", "Fornavn og efternavn"],
)  # fmt: skip
def test_a_column_named_as_a_name_stops_intake_where_it_holds_any(name):
    (message,) = identifying_names(grid(name, "", "Berg"), {"age"})
    assert message.startswith(f'x.csv: the column "{name}" seems to say who')
    assert "Berg" not in message
    assert not identifying_names(grid(name, "", "*****"), {"age"})


def test_all_columns_that_name_a_person_are_named_at_once():
    cells = grid("navn", "Berg").cells
    table = Grid("x.csv", None, ("navn", "age", "tlf"), cells * 3, np.arange(1))
    assert '"navn", "tlf" seem to say who' in identifying_names(table, {"age"})[0]


@pytest.mark.parametrize(
    "name",
    ["age", "kommunenavn", "renamed", "tournament", "channel_other", "redcap_event_name",
     "Navn på tilbud", "Navn på kommune", "survey_name"],
)  # fmt: skip
def test_other_names_of_columns_pass(name):
    assert not identifying_names(grid(name, "x"), set())


def test_a_forms_own_column_may_be_called_anything():
    assert not identifying_names(grid("name", "x"), {"name"})


def test_a_file_without_a_header_does_not_get_its_first_row_told():
    (message,) = identifying_names(grid("010180_1234", ""), set())
    assert "the name of column 1 looks like a Danish" in message
    assert "1234" not in message
