"""What is lost of the figures that the report draws, by what is withheld where."""

from modning.protection import counts
from modning.protection.printed import lost
from modning.protection.protect import Protection
from modning.protection.published import families
from modning.protection.summary import of_printed
from modning.protection.tables import tables
from random_answers import random_answers
from slicebook.programme import load_programme
from surveys.codebook import load_codebook
from surveys.disclosure import cell_name

PROGRAMME, FORM = load_programme(), load_codebook()["baseline"]


def test_withheld_counts_of_a_printed_question_are_counted_where_they_are_shown():
    """Answers apart stand on the whole's page alone; a question that is not printed is left out."""
    answers = random_answers(FORM, 200)
    asked = ("baseline/education", "baseline/gender")
    found = [one for one in families(FORM, answers) if one.scope in asked]
    system = counts.system(found, tables(answers, PROGRAMME), PROGRAMME)
    slices = system.tables.slices
    apart = cell_name("baseline", "education", ("primary",))
    vocational = cell_name("baseline", "education", ("vocational",))
    woman = cell_name("baseline", "gender", ("woman",))
    hidden = [{apart, woman} for _ in slices]
    hidden[slices.index(("koge", "all"))].add(vocational)
    of = lost(FORM, system, hidden)
    everywhere = [name for name, cell in system.cells.items()
                  if name.startswith("baseline/education.") and not cell.whole]  # fmt: skip
    whole = [name for name in system.cells if name.startswith("baseline/education.")]
    assert of == {
        "Figur 2.6": {
            "whole": [1, len(whole)],
            "by municipality": [1, 2 * len(everywhere)],
            "by year": [0, 3 * len(everywhere)],
            "by both": [0, 6 * len(everywhere)],
        }
    }
    done = Protection("baseline", 0, 0, 0, 0.0, {}, 0.0, printed=of)
    [row] = of_printed({"own": [done]}).to_dict("records")
    assert (row["figure"], row["rules"]) == ("Figur 2.6", "own")
    assert row["by municipality"] == f"1 of {2 * len(everywhere)}"
