import pytest

from modning.says import COLUMNS, report_says
from slicebook import paths
from slicebook.errors import InputError
from slicebook.text import languages, speaking
from slicebook.text_tables import read_text_table

ROWS = read_text_table(paths.report("says.csv"), COLUMNS)


def test_a_topic_is_told_row_by_row_in_the_language_spoken():
    with speaking("da"):
        said = report_says("phases", "Faser")
    assert said["caption"] == "Faser"
    assert said["frame"].iloc[:, 0].tolist() == ["Screening", "Modning", "Afprøvning", "Udbredelse"]
    assert said["frame"].iloc[0, 2].startswith("afsnit")


def test_a_topic_without_rows_is_a_message_that_names_those_there_are(tmp_path):
    path = tmp_path / "says.csv"
    path.write_text("topic,aspect,text,source\nlaw,§ 1,One may.,section 1\n", encoding="utf-8")
    with pytest.raises(InputError, match=r'says\.csv, column topic: expected "rule"; found law'):
        report_says("rule", "Rules", path)


def test_each_topic_is_shown_in_a_notebook():
    cells = "\n".join(
        path.read_text(encoding="utf-8") for path in paths.notebooks().rglob("*.ipynb")
    )
    topics = dict.fromkeys(ROWS["topic"])
    assert [topic for topic in topics if f'report_says(\\"{topic}\\"' not in cells] == []


@pytest.mark.parametrize("language", languages())
def test_every_row_has_its_words_in_every_language(language):
    with speaking(language):
        texts = ROWS[["aspect", "text"]].map(str)
    assert not (texts == "").any(axis=None)
