"""How many columns `modning map` finds, system by system, where a form's words were changed.

The form before the programme is written as each system would with other words for its questions,
and mapped onto the form as it is. A column is right, left open, or wrong; none may be wrong.

    PYTHONPATH=tests python -m benchmarks.wordings
"""

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from slicebook.programme import load_programme
from slicebook.text import Message, message
from surveys.codebook import Form, load_codebook
from surveys.intake.mapping.make import make
from surveys.intake.sources import find
from surveys.intake.tables import Reading, tables
from system_writers import WRITERS, answers

# Systems whose exports have the words of questions; KoBo's and REDCap's raw ones have names.
SYSTEMS = [name for name in WRITERS if name not in ("kobo", "redcap")]
SAME = {"alder": "hvor gammel", "hjælp": "støtte", "volden": "vold", "køn": "kønsidentitet",
        "kommune": "hjemkommune", "antal": "hvor mange", "højeste": "længste",
        "om": "hvorvidt", "tidligere": "før", "andre": "øvrige", "varet": "stået på",
        "psykisk": "mental"}  # fmt: skip


def _left_out(text: str) -> str:
    words = text.split()
    return " ".join(words[:-2] + words[-1:]) if len(words) > 1 else text


def _other_words(text: str) -> str:
    return " ".join(SAME.get(word.lower(), word) for word in text.split())


CHANGES: dict[str, Callable[[str, int], str]] = {
    "numbered, with a question mark": lambda text, n: f"{n}. {text}?",
    "a word left out": lambda text, n: _left_out(text),
    '"Angiv venligst …" before, words after': lambda text, n: f"Angiv venligst {text.lower()} her",
    "other words for the same": lambda text, n: _other_words(text),
    "words in another order": lambda text, n: " ".join(reversed(text.split())),
    "nothing of the words left": lambda text, n: f"Felt {n}",
}


def main() -> pd.DataFrame:
    """Return and print right, open and wrong columns by system and change."""
    programme = load_programme()
    asked = programme.form("before")
    forms = {asked: load_codebook(programme)[asked]}
    lines = {
        system: {change: _told(_counted(system, forms, words)) for change, words in CHANGES.items()}
        for system in SYSTEMS
    }
    table = pd.DataFrame(lines).T
    print(table.to_string())
    return table


def _told(count: Counter[str]) -> str:
    return ", ".join(str(count[end]) for end in ("right", "open", "wrong"))


def _counted(
    system: str, forms: Mapping[str, Form], words: Callable[[str, int], str]
) -> Counter[str]:
    count: Counter[str] = Counter()
    for id, form in forms.items():
        changed = _changed(form, words)
        rows = answers(changed, 12, random.Random(f"{system} {id}"))
        with tempfile.TemporaryDirectory() as folder:
            path = WRITERS[system](changed, rows, Path(folder))
            meant, found = (_mapped(path, {**forms, id: one}) for one in (changed, form))
        for heading, what in meant.items():
            end = "open" if heading not in found else "right" if found[heading] == what else "wrong"
            count[end] += 1
        count["wrong"] += len(set(found) - set(meant))
    return count


def _mapped(path: Path, forms: dict[str, Form]) -> dict[str, str]:
    """Return what each heading is."""
    with find([path]) as files:
        (_, grids), *_ = tables(files.files, forms, Reading())
        made = make(max(grids, key=lambda grid: len(grid.names)), forms, load_programme())
    if isinstance(made, str):
        return {}
    return {heading: entry.is_ for one in made for heading, entry in one.mapping.columns.items()}


def _changed(form: Form, words: Callable[[str, int], str]) -> Form:
    def said(text: Message, number: int) -> Message:
        return message({"da": words(text["da"], number), "en": text["en"]})

    items = [
        replace(item, question=said(item.question, number))
        for number, item in enumerate(form.items, start=1)
    ]
    return replace(form, items=tuple(items))


if __name__ == "__main__":
    main()
