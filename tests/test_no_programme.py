"""The library knows no programme: no word of the worked example stands in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from slicebook.programme import load_programme
from surveys.codebook import load_codebook

ROOT = Path(__file__).resolve().parents[1]
VOCABULARY = re.compile(
    r"violen|\bvold|\bsara\b|inspire|shelter|krisecent|perpetrator|partner violence|udøver", re.I
)
# Ids of questions and answers that are words of everyday English, or of statistics.
ORDINARY = {
    "age", "assessed", "better", "children", "comment", "control", "course", "current", "digital",
    "duration", "economic", "education", "elsewhere", "employment", "extent", "family", "gender",
    "group", "helped", "identity", "income", "knowledge", "left", "meaning", "monthly",
    "municipal", "municipality", "network", "never", "none", "once", "other", "primary",
    "psychiatry", "recovery", "research", "same", "sessions", "stopped", "student", "support",
    "trust", "unknown", "weekly", "worse",
}  # fmt: skip
# Where such a word means something else: a setting of charts, a column of a survey system, Monday,
# a manager, a shell's completion, a kernel's channel, what is known at the start.
ALLOWED: dict[str, set[str]] = {
    "modning/charts/costs/curves.py": {"baseline"},
    "modning/charts/model.py": {"baseline"},
    "modning/commands.py": {"completion"},
    "slicebook/book/findings.py": {"IN_COMMON"},
    "surveys/instruments/flat.py": {"completion"},
    "surveys/intake/mapping/frame.py": {"completion"},
    "surveys/intake/worded.py": {"man"},
    "warmkernel/manager.py": {"channel"},
    "warmkernel/notebook.py": {"man"},
}


def names() -> set[str]:
    """Return what the worked example calls its places, forms, questions, rows and answers."""
    programme, forms = load_programme(), load_codebook()
    found = {name for form in forms.values() for item in form.items
             for name in (item.id, *(part.id for part in (*item.options, *item.rows)))}  # fmt: skip
    places = {str(place.name).lower() for place in programme.municipalities.values()}
    return (found | {*programme.municipalities, *forms} | places) - ORDINARY


def told(text: str, known: set[str]) -> Iterator[str]:
    """Yield the words of a text that are the programme's."""
    yield from (match[0].lower() for match in VOCABULARY.finditer(text))
    whole = re.findall(r"\w+", text)
    parts = (part for word in whole for part in word.split("_"))
    yield from (word for word in (*whole, *parts) if word.lower() in known)


def test_no_word_of_the_programme_stands_in_the_library():
    known, found = names(), {}
    for path in sorted((ROOT / "lib").rglob("*.py")):
        words = set(told(path.read_text(encoding="utf-8"), known))
        if words := words - ALLOWED.get(path.relative_to(ROOT / "lib").as_posix(), set()):
            found[path.relative_to(ROOT).as_posix()] = sorted(words)
    assert found == {}


@pytest.mark.parametrize("file", ALLOWED)
def test_what_is_allowed_is_there(file):
    words = set(told((ROOT / "lib" / file).read_text(encoding="utf-8"), names()))
    assert ALLOWED[file] <= words


def test_a_word_of_the_programme_is_found():
    assert set(told('cell = "baseline/education.none"  # Køge', names())) == {"baseline", "Køge"}
    assert list(told("violence", names())) == ["violen", "violence", "violence"]
    assert set(told("koge_2023 = n_baseline", names())) == {"koge", "baseline"}


def test_ordinary_words_are_ids_of_the_programme():
    forms = load_codebook()
    ids = {name for form in forms.values() for item in form.items
           for name in (item.id, *(part.id for part in (*item.options, *item.rows)))}  # fmt: skip
    assert ids >= ORDINARY
