import codecs

import pytest

from slicebook.errors import InputError
from surveys.intake.csv_files import read_csv
from surveys.intake.heads import Familiar

KNOWN = Familiar(frozenset({"answer_id", "submitted", "municipality", "label"}))
LINES = ("answer_id;label;note", "1;Køge;æøå ÆØÅ é", "2;Ærø;blåbærgrød", "3;Odense;søvnløs")


def grid(path, coded=("municipality", "label")):
    return read_csv(path, KNOWN, coded)


def texts(read, name):
    return [str(value) for value in read.column(name).to_pylist()]


def write(tmp_path, content, encoding="utf-8"):
    path = tmp_path / "x.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "cp1252", "latin-1", "cp850", "mac_roman", "utf-16", "utf-16-le",
     "utf-16-be", "utf-32"],
)  # fmt: skip
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_encoding_is_found(tmp_path, encoding, ending):
    read = grid(write(tmp_path, ending.join(LINES) + ending, encoding))
    assert read.names == ("answer_id", "label", "note")
    assert texts(read, "label") == ["Køge", "Ærø", "Odense"]
    assert texts(read, "note") == ["æøå ÆØÅ é", "blåbærgrød", "søvnløs"]


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("label", ["Én gang", "Køge", "Århus"])
def test_the_encoding_is_found_by_a_single_letter(tmp_path, encoding, label):
    content = f"answer_id;label\n1;Odense\n2;{label}\n"
    assert texts(grid(write(tmp_path, content, encoding)), "label") == ["Odense", label]


def test_quotation_marks_are_quotation_marks_in_every_encoding(tmp_path):
    content = 'answer_id;label;note\n1;Odense;"a;\nb"\n'
    for encoding in ("utf-8", "cp1252", "utf-16", "utf-16-le"):
        assert texts(grid(write(tmp_path, content, encoding)), "note") == ["a;\nb"]


def test_an_old_encoding_shows_in_the_last_byte(tmp_path):
    """One by which a letter of UTF-8 would begin, with nothing after it."""
    read = grid(write(tmp_path, "answer_id;label;note\n1;Odense;blå", "cp1252"))
    assert texts(read, "note") == ["blå"]


def test_utf16_with_a_mark_of_the_other_byte_order(tmp_path):
    content = codecs.BOM_UTF16_BE + "\n".join(LINES).encode("utf-16-be")
    assert texts(grid(write(tmp_path, content)), "label") == ["Køge", "Ærø", "Odense"]


def test_bytes_that_are_not_utf8_far_into_a_large_file_are_seen(tmp_path):
    head = "answer_id;label\n" + "1;Odense\n" * 600_000
    read = grid(write(tmp_path, head.encode() + "2;Køge\n".encode("cp1252")))
    assert str(read.column("label")[-1]) == "Køge"


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_the_one_that_yields_known_columns(tmp_path, delimiter):
    # Names hold the other delimiters; counting characters would go wrong.
    content = (
        f'"answer_id"{delimiter}"label"{delimiter}"a,b;c,d;e|f|g"\n1{delimiter}x{delimiter}"y"\n'
    )
    assert grid(write(tmp_path, content)).names[:2] == ("answer_id", "label")


def test_names_are_read_as_the_codebook_spells_them(tmp_path):
    read = grid(write(tmp_path, ' Answer-ID ;"SUBMITTED";la\u0308bel x\n1;2;3\n'))
    assert read.names == ("answer_id", "submitted", "läbel_x")


def test_rows_are_counted_as_a_person_counts_them(tmp_path):
    content = 'answer_id;note\n1;"two\nlines"\n\n2;x\n3;y;z\n4;w\n'
    read = grid(write(tmp_path, content))
    assert texts(read, "answer_id") == ["1", "", "2", "4"]
    assert read.rows.tolist() == [2, 3, 4, 6]
    assert read.torn == ((5, 3),)


def test_empty_lines_above_the_header_are_counted(tmp_path):
    read = grid(write(tmp_path, "\n\nanswer_id;note\n1;a\n2\n3;b\n"))
    assert read.rows.tolist() == [4, 6]
    assert read.torn == ((5, 1),)


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\r\n \n", codecs.BOM_UTF8])
def test_an_empty_file(tmp_path, content):
    with pytest.raises(InputError, match=r"x\.csv: the file is empty"):
        grid(write(tmp_path, content))


@pytest.mark.parametrize("content", [bytes(range(256)) * 40, b"PK\x03\x04" + b"\0\1\2\3" * 100])
def test_a_binary_file(tmp_path, content):
    with pytest.raises(InputError, match=r"x\.csv: this is no text"):
        grid(write(tmp_path, content))


def test_zeros_far_into_a_text_file(tmp_path):
    with pytest.raises(InputError, match=r"x\.csv: this is no text"):
        grid(write(tmp_path, b"answer_id;note\n" + b"1;a\n" * 5000 + b"2;\0\n"))


def test_a_file_cut_off_in_a_row(tmp_path):
    with pytest.raises(InputError, match=r"cut off in row 4, after 2 of 3 columns"):
        grid(write(tmp_path, "\n".join(LINES)[:-8]))


def test_a_short_last_row_that_is_whole_is_torn_and_not_cut_off(tmp_path):
    assert grid(write(tmp_path, "\n".join(LINES) + "\n4;x\n")).torn == ((5, 2),)


@pytest.mark.parametrize("row", ['2;"secret;x', '2;secret;"x', '2;"secret;x\n5;"b;z'])
def test_a_quotation_mark_that_is_never_closed(tmp_path, row):
    content = f"answer_id;note;x\n1;a;x\n{row}\n3;b;y\n4;c;z\n"
    with pytest.raises(InputError, match="row 3: a quotation mark is opened") as caught:
        grid(write(tmp_path, content))
    assert "secret" not in str(caught.value)


def test_rows_that_all_have_another_number_of_values_than_the_header(tmp_path):
    with pytest.raises(InputError, match="row 2 has 3 values, but the header names 2 columns"):
        grid(write(tmp_path, "answer_id;note\n1;0;5\n2;1;5\n"))


def test_a_short_list_of_values_is_kept_once(tmp_path):
    read = grid(write(tmp_path, "answer_id;label\n" + "1;a\n2;b\n" * 10))
    assert "dictionary" in str(read.column("label").type)
    assert str(read.column("answer_id").type) == "string"


def test_the_delimiter_may_be_said_in_the_first_line(tmp_path):
    read = grid(write(tmp_path, "sep=;\nanswer_id;label,x\n1;a\n"))
    assert read.names == ("answer_id", "label,x")
    assert read.rows.tolist() == [3]


def test_a_title_may_stand_above_the_header(tmp_path):
    read = grid(write(tmp_path, "Udtræk fra maj;;\n;;\nanswer_id;label;note\n1;a;x\n2;b;y\n"))
    assert read.names == ("answer_id", "label", "note")
    assert read.rows.tolist() == [4, 5]


def test_a_long_text_with_delimiters_and_lines_is_one_value(tmp_path):
    text = "et; to; tre; fire\nfem; seks\nsyv"
    read = grid(write(tmp_path, f'answer_id;note;x\n1;"{text}";2\n3;b;y\n'))
    assert texts(read, "note") == [text, "b"]


def test_lines_in_the_last_column_are_one_value(tmp_path):
    read = grid(write(tmp_path, 'answer_id;note\n1;"one\ntwo\nthree"\n2;b\n'))
    assert texts(read, "note") == ["one\ntwo\nthree", "b"]


def test_the_mark_at_the_end_of_a_dos_text_is_no_row(tmp_path):
    read = grid(write(tmp_path, "\n".join(LINES) + "\n\x1a"))
    assert (len(read.rows), read.torn) == (3, ())


def test_two_encodings_in_one_file(tmp_path):
    content = "answer_id;label\n1;Køge\n".encode() + "2;Køge\n".encode("cp1252")
    with pytest.raises(InputError, match=r"two encodings .* line 2 is written in UTF-8, line 3"):
        grid(write(tmp_path, content))
