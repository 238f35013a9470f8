"""The attacker reads which of several sentences a page says of a figure that is withheld."""

import json
import shutil

import pandas as pd
import pytest

from book.one_book import small_project  # noqa: F401
from book.small_book import OUTCOMES, within
from modning.audit.chosen import chosen
from slicebook.programme import load_programme

TEXT = (
    "{{ gain | told('It rose beyond chance.', 'It fell beyond chance.', 'Chance may give it.') }} "
    "{% if gain > 1 %}More than a point.{% endif %} All persons answered: {{ gain.persons }}."
)
# The gain is withheld of the one place and year, and shown as a rise of all.
HIDDEN, SHOWN = "odense-2024", "all-all"


@pytest.fixture
def found(small_project, tmp_path):  # noqa: F811
    """Give what is found where a page of the small book says something more."""

    def of(slice_: str, said: str) -> list[str]:
        runs, book = tmp_path / "runs", tmp_path / "en"
        shutil.copytree(small_project / "build" / "runs", runs, dirs_exist_ok=True)
        for path in (runs / OUTCOMES).glob("*.ipynb"):
            notebook = json.loads(path.read_text("utf-8"))
            text = next(cell for cell in notebook["cells"] if cell["cell_type"] == "markdown")
            text["source"] += f"\n\n{TEXT}"
            path.write_text(json.dumps(notebook), "utf-8")
        shutil.copytree(small_project / "build" / "html" / "en", book, dirs_exist_ok=True)
        page = book / OUTCOMES / f"{slice_}.html"
        before = page.read_text("utf-8")
        page.write_text(before.replace("</article>", f"<p>{said}</p></article>", 1), "utf-8")
        with within(small_project):
            results = pd.read_parquet(small_project / "build" / "results.parquet")
            return list(chosen(book, "en", load_programme(), results, runs))

    return of


@pytest.mark.parametrize(
    "said",
    ["It rose beyond chance.", "It <em>fell</em> beyond chance.", "Chance may give it.",
     "More than a point."],
)  # fmt: skip
def test_a_sentence_that_a_withheld_figure_chose_is_found(found, said):
    [one] = found(HIDDEN, said)
    assert one.startswith(f"en/{OUTCOMES}/{HIDDEN}.html: withheld figures chose: ")


@pytest.mark.parametrize(
    ("slice_", "said"),
    [
        (SHOWN, "It rose beyond chance."),
        (HIDDEN, "All persons answered: 40 persons."),
        (HIDDEN, "In another place it rose beyond chance."),
    ],
)
def test_what_a_shown_figure_chose_may_stand(found, slice_, said):
    assert found(slice_, said) == []


def test_a_page_that_says_more_than_before_is_looked_at_again(found):
    assert found(HIDDEN, "Nothing is told of it.") == []
    assert len(found(HIDDEN, "It rose beyond chance.")) == 1


@pytest.mark.parametrize("language", ["en", "da"])
def test_no_sentence_of_the_small_book_is_chosen_so(small_project, language):  # noqa: F811
    with within(small_project):
        results = pd.read_parquet(small_project / "build" / "results.parquet")
        built = small_project / "build" / "html" / language
        found = chosen(built, language, load_programme(), results, small_project / "build/runs")
        assert list(found) == []
