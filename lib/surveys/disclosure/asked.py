"""What the pattern answers now to questions that runs noted (`pattern.note_asked`).

Each run so depends on the cells that it asked about, and not on all that is withheld.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from slicebook.programme import ALL, load_programme
from surveys.disclosure.pattern import figures_files, listed, pattern_file, question_of

Names = Mapping[str, list[str]]


def answering() -> Callable[[str], list[list[str]]]:
    """Return what answers from the pattern as it is now, and reads each file of it once.

    The answer to a question of a form is all its cells, then those withheld in each of its places;
    to figures, named by how their names begin, those withheld in the slice. It raises `InputError`
    where a file of the pattern cannot be believed.
    """
    every = [ALL, *load_programme().municipalities]

    @cache
    def cells(form: str, *of_slice: str) -> Names:
        return _by_question(listed(pattern_file(form, *of_slice)))

    @cache
    def figures(municipality: str, year: str) -> Names:
        files = figures_files(municipality, year)
        return _by_question(frozenset().union(*map(listed, files)))

    def answer(asked: str) -> list[list[str]]:
        _, _, name, _, municipality, year = asked.split()
        form, _, of_form = name.partition("/")
        if not of_form:
            return [figures(municipality, year)[name]]
        places = every if municipality == ALL else [municipality]
        return [cells(form)[name], *(cells(form, place, year)[name] for place in places)]

    return answer


def _by_question(names: Iterable[str]) -> Names:
    found = defaultdict(list)
    for name in sorted(names):
        found[question_of(name)].append(name)
    return found
