"""What the pattern answers now to a question that a run noted (`pattern.note_asked`).

Each run so depends on the cells that it asked about, and not on all that is withheld.
"""

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from slicebook.files import read_once
from slicebook.programme import ALL, load_programme
from surveys.disclosure.pattern import figures_files, listed, pattern_file, question_of


def answer(asked: str) -> list[list[str]]:
    """Return all cells of a question, then those withheld in each of its places.

    Of figures, named by how their names begin, those withheld in the slice. Raises `InputError`
    where a file of the pattern cannot be believed.
    """
    _, _, name, _, municipality, year = asked.split()
    form, _, of_form = name.partition("/")
    if not of_form:
        found = (_by_question(path)[name] for path in figures_files(municipality, year))
        return [sorted({figure for figures in found for figure in figures})]
    places = [ALL, *load_programme().municipalities] if municipality == ALL else [municipality]
    files = [pattern_file(form), *(pattern_file(form, place, year) for place in places)]
    return [_by_question(path)[name] for path in files]


@read_once
def _by_question(path: Path) -> Mapping[str, list[str]]:
    found = defaultdict(list)
    for name in sorted(listed(path)):
        found[question_of(name)].append(name)
    return found
