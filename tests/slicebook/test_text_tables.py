import pytest

from slicebook.errors import InputError
from slicebook.text_tables import read_text_table, row_of


def test_cells_are_text_and_what_is_left_out_is_empty(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n01,\nNA\n", encoding="utf-8")
    assert read_text_table(path, ["b", "a"]).values.tolist() == [["01", ""], ["NA", ""]]
    assert row_of(0) == 2


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "a.csv: no such file"), (b"", "a.csv: no CSV table"), (b"a\n\xe6", "a.csv: no CSV"),
     (b"a\n", "a.csv: the column b is missing")],
)  # fmt: skip
def test_a_file_that_is_no_such_table_is_named(tmp_path, content, message):
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_text_table(path, ["a", "b"])
