"""Self-generated codes at the intake: hashed, never shown, stopped only where they identify."""

import stat

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from slicebook import paths
from slicebook.errors import InputError
from slicebook.slices import Slice
from slicebook.text import message
from surveys.answers import link_codes, read_answers
from surveys.codebook import Column, Item, Row
from surveys.intake import take_in
from surveys.intake.link_codes import hashed, normalised

ITEM = """
  - id: link_code
    number: null
    type: link_code
    question: Kode
    added: 2023-10-01
    rows:
      mother: {da: Mor, en: Mother}
      town: {da: By, en: Town}
      day: {da: Dag, en: Day}
      school: {da: Skole, en: School}
"""
PARTS = ["link_code_mother", "link_code_town", "link_code_day", "link_code_school"]
WORD = message({"da": "Kode", "en": "Code"})


def column(part: str) -> Column:
    row = Row(part, WORD)
    item = Item("link_code", None, "link_code", WORD, rows=(row,))
    return Column(f"link_code_{part}", "secret", item, row=row)


def hashes(part: str, *values: str) -> list:
    return hashed(pa.chunked_array([pa.array(values, pa.string())]), column(part)).tolist()


@pytest.fixture
def coded(small, forms):
    """Give the small programme a registration form that asks for a code."""
    texts = {path.name: path.read_text("utf-8") for path in (small / "instruments").iterdir()}
    (small / "instruments").unlink()
    (small / "instruments").mkdir()
    texts["registration.yml"] += ITEM
    for name, text in texts.items():
        (small / "instruments" / name).write_text(text, encoding="utf-8")
    return small


@pytest.mark.parametrize(
    ("written", "read"),
    [(" a ", "A"), ("å-b", "ÅB"), ("A\u030a", "Å"), ("05", "5"), ("5.0", "5"), ("0", "0"),
     ("-", None), ("", None), ("n/a", None)],
)  # fmt: skip
def test_parts_are_read_alike(written, read):
    assert normalised(written) == read


def test_a_part_is_hashed_with_the_secret_and_by_its_place():
    one, again, other, none = hashes("mother", "k", " K", "l", "")
    assert one == again
    assert len({one, other}) == 2
    assert pd.isna(none)
    assert hashes("town", "K") != [one]
    paths.link_key().unlink()
    assert hashes("mother", "K") != [one]


def test_the_secret_is_kept_and_its_owner_s_alone():
    first = hashes("mother", "K")
    secret = paths.link_key().read_bytes()
    assert hashes("mother", "K") == first
    assert paths.link_key().read_bytes() == secret
    assert len(secret) == 64
    assert stat.S_IMODE(paths.link_key().stat().st_mode) == 0o600


@pytest.mark.parametrize("secret", [b"", b"short"])
def test_a_secret_that_was_lost_is_not_replaced_by_none(secret):
    """Hashes without a key are read back in no time."""
    hashes("mother", "K")
    paths.link_key().write_bytes(secret)
    with pytest.raises(InputError, match=rf"\.link-key: holds {len(secret)} bytes, expected 64"):
        hashes("mother", "K")


def test_without_a_code_no_secret_is_made(rows, export):
    take_in([export(rows(3))])
    assert not paths.link_key().exists()


def test_codes_are_stored_as_hashes_and_answers_leave_them_out(coded, rows, export):
    given = dict(zip(PARTS, [["K", "k", ""], ["B", "b", "C"], ["07", "7", "8"], ["S", "S", "T"]],
                     strict=True))  # fmt: skip
    assert take_in([export(rows(3, **given))]).forms["registration"].accepted == 3
    assert not set(PARTS) & set(read_answers("registration"))
    stored = link_codes("registration", Slice("all", "all"))
    assert list(stored) == PARTS
    assert stored.loc["1"].tolist() == stored.loc["2"].tolist()
    assert stored.loc["3"].isna().tolist() == [True, False, False, False]
    assert (stored.dtypes == "Int64").all()


def test_digits_in_a_part_are_no_telephone_number(coded, rows, export):
    given = dict.fromkeys(PARTS, ["20304050"] * 3)
    assert take_in([export(rows(3, **given))]).forms["registration"].accepted == 3
    with pytest.raises(InputError, match="a telephone number"):
        take_in([export(rows(3, comment=["20304050"] * 3))])


@pytest.mark.parametrize("value", ["010180-1234", "anna@eksempel.dk"])
def test_what_names_a_person_still_stops(coded, rows, export, value):
    given = {key: ["K", value, "K"] for key in PARTS}
    with pytest.raises(InputError) as caught:
        take_in([export(rows(3, **given))])
    assert value not in str(caught.value)
    assert not paths.build("data").exists()


def test_a_rejected_code_is_not_repeated(coded, rows, export):
    given = {key: ["KXQZ", "", ""] for key in PARTS}
    early = ["05-09-2023 10:11:12", "05-02-2024 10:11:13", "05-02-2024 10:11:14"]
    counts = take_in([export(rows(3, submitted=early, **given))]).forms["registration"]
    assert (counts.read, counts.rejected) == (3, 1)
    rejects = (paths.build("rejects") / "registration.csv").read_text("utf-8")
    assert '"link_code_mother","(free text)","no answer before 2023-10-01"' in rejects
    assert "KXQZ" not in rejects


def test_exports_from_before_the_code_are_read(coded, rows, export):
    early = [f"05-09-2023 10:11:1{at}" for at in range(3)]
    assert take_in([export(rows(3, submitted=early))]).forms["registration"].accepted == 3
    stored = link_codes("registration", Slice("all", "all"))
    assert stored.isna().to_numpy().all()


def test_codes_tell_two_persons_apart_who_answer_alike(coded, rows, export):
    """Equal answers in the same second are one form sent twice, unless the codes differ."""
    given = {key: ["A", "A", "B"] for key in PARTS}
    counts = take_in([export(rows(3, submitted=["05-02-2024 10:11:12"] * 3, **given))])
    assert counts.forms["registration"].accepted == 2
    stored = link_codes("registration", Slice("all", "all"))
    assert np.unique(stored.to_numpy(dtype="int64")).size == 2 * len(PARTS)
