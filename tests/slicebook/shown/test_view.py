import contextvars

import pandas as pd
import pytest

from slicebook.errors import InputError
from slicebook.shown.static import LANGUAGES
from slicebook.shown.view import in_language, view
from slicebook.text import message, quantity, spoken

WORDS = message({"da": "ja", "en": "yes"})


@view
def frame_of(words, value):
    return pd.DataFrame({words: [f"{spoken()} {quantity(value, 'percent')}"]})


def in_a_notebook(function, *arguments, **named):
    return contextvars.Context().run(function, *arguments, **named)


def test_one_call_says_it_in_every_language_the_programmes_first():
    made = in_a_notebook(frame_of, WORDS, 5)
    assert list(made.languages) == ["en", "da"]
    assert made.languages["en"].to_dict("list") == {"yes": ["en 5%"]}
    assert list(made.languages["da"]) == ["ja"]
    assert made.columns.tolist() == ["yes"]


def test_where_a_language_is_spoken_the_function_is_itself():
    assert frame_of(str(WORDS), 5).columns.tolist() == ["yes"]


def test_a_view_and_words_among_arguments_reach_each_language_as_its_own():
    @view
    def heads(frames, words):
        return [list(frames[0]), words]

    made = in_a_notebook(lambda: heads([frame_of(WORDS, 5)], {"a": (WORDS,)}))
    assert made.languages["da"] == [["ja"], {"a": ("ja",)}]
    assert made.languages["en"] == [["yes"], {"a": ("yes",)}]


def test_a_mistake_is_raised_by_the_call_and_not_lost_in_showing():
    @view
    def wrong():
        raise InputError("what is wrong")

    with pytest.raises(InputError, match="what is wrong"):
        in_a_notebook(wrong)


def test_jupyterlab_shows_the_programmes_language_and_the_book_picks_its_own():
    data, metadata = in_a_notebook(frame_of, WORDS, 5)._repr_mimebundle_()
    output = {"data": data, "metadata": metadata}
    assert "en 5%" in data["text/html"]
    assert set(data[LANGUAGES]) == {"da"}
    assert "<th>ja</th>" in in_language(output, "da")[0]["text/html"]
    for language in ("en", "sv"):
        assert in_language(output, language)[0]["text/html"] == data["text/html"]
        assert LANGUAGES not in in_language(output, language)[0]
