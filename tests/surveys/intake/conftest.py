"""A small programme with three small forms, so that each test sees all it depends on."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from slicebook.programme import Programme, load_programme
from surveys.codebook import Form, load_codebook

PROGRAMME = """
name: {da: Prøven, en: The trial}
language: en
municipalities:
  koge: {name: Køge, codes: {registration: 1, baseline: 2, completion: 2}}
  odense: {name: Odense, codes: {registration: 2, baseline: 1, completion: 1}}
forms: {registration: register, baseline: before, completion: after}
years: [2023, 2024, 2025]
collection: {first: 2023-09-04, last: 2025-08-25}
changes:
  later: {date: 2024-10-01, dated_by: assumed, label: {da: Tilføjet, en: Added}}
price_level: 2024
disclosure:
  threshold: 5
  protection_width: 3
  minimum: {mean: 5, spread: 5, test: 5}
  dominance: {n: 1, k: 75}
  p_percent: 10
  coarse: {mean: 0.1, interval: 0.2}
"""

HEAD = """
title: {da: Skema, en: Form}
filled_by: {da: Nogen, en: Someone}
filled_when: {da: Engang, en: Some time}
source: none
items:
  - {id: municipality, number: 1, type: municipality, required: true, question: Kommune}
"""

REGISTRATION = (
    HEAD
    + """
  - id: gender
    number: 2
    type: single
    question: Køn
    options:
      1: {id: man, da: Mand, en: Man}
      2: {id: woman, da: Kvinde, en: Woman}
      3: {id: other, da: Andet køn, en: Other gender, added: later}
  - {id: age, number: 3, type: number, low: 18, high: 100, question: Alder}
  - id: channel
    number: 4
    type: multiple
    question: Kendskab
    options:
      1: {id: police, da: Politiet, en: The police}
      2: {id: none, da: Nej, en: "No", alone: true}
      3: {id: other, da: Ærlig ven, en: Honest friend, write_in: true}
  - id: violence
    number: 5
    type: grid
    question: Vold
    rows:
      physical: {da: Fysisk, en: Physical}
      other: {da: Anden, en: Other, write_in: true}
      digital: {da: Digital, en: Digital, added: later}
    options:
      1: {id: never, da: Aldrig, en: Never}
      2: {id: once, da: Én gang, en: Once}
      8: {id: unknown, da: Ved ikke, en: Don't know}
  - id: helped
    number: 6
    type: single
    question: Hjulpet
    options:
      1: {id: yes_, da: Ja, en: "Yes"}
      2: {id: no_, da: Nej, en: "No", go_to: 9}
  - id: where
    number: 7
    type: multiple
    question: Hvorhen
    options:
      1: {id: shelter, da: Krisecenter, en: Shelter}
      2: {id: doctor, da: Læge, en: Doctor}
  - {id: comment, number: 8, type: text, question: Kommentar}
"""
)

OTHER = """
  - id: {item}
    number: 2
    type: single
    required: true
    question: Spørgsmål
    options:
      1: {{id: a, da: Første, en: First}}
      2: {{id: b, da: Anden, en: Second}}
  - {{id: {item}_note, number: 3, type: text, question: Bemærkning}}
"""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "programme.yml").write_text(PROGRAMME, encoding="utf-8")
    (folder / "instruments").mkdir()
    texts = {"registration": REGISTRATION}
    for form, item in (("baseline", "support"), ("completion", "benefit")):
        texts[form] = HEAD + OTHER.format(item=item)
    for form, text in texts.items():
        (folder / "instruments" / f"{form}.yml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def small(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Work in a project of the small programme; its build folder is the test's own."""
    project = tmp_path / "project"
    project.mkdir()
    for name in ("programme.yml", "instruments"):
        (project / name).symlink_to(folder / name)
    monkeypatch.setenv("MODNING_PROJECT", str(project))
    return project


@pytest.fixture(scope="session")
def programme(folder: Path) -> Programme:
    return load_programme(folder / "programme.yml")


@pytest.fixture(scope="session")
def forms(folder: Path, programme: Programme) -> dict[str, Form]:
    return load_codebook(programme, folder / "instruments")


@pytest.fixture
def registration(forms: dict[str, Form]) -> Form:
    return forms["registration"]


ROW = {
    "answer_id": "1",
    "submitted": "05-02-2024 10:11:12",
    "municipality": "1",
    "gender": "2",
    "age": "35",
    "channel_police": "1",
    "channel_none": "0",
    "channel_other": "0",
    "channel_other_text": "",
    "violence_physical": "2",
    "violence_other": "",
    "violence_digital": "",
    "violence_other_text": "",
    "helped": "1",
    "where_shelter": "1",
    "where_doctor": "0",
    "comment": "",
}


@pytest.fixture
def rows() -> Callable[..., pd.DataFrame]:
    """Make registration forms, all good: `rows(n, column=[values])` changes columns."""

    def make(count: int = 3, **columns: list[str]) -> pd.DataFrame:
        frame = pd.DataFrame([ROW] * count, columns=list(ROW), dtype="object")
        frame["answer_id"] = [str(number) for number in range(1, count + 1)]
        frame["submitted"] = [f"05-02-2024 10:{at // 60:02}:{at % 60:02}" for at in range(count)]
        return frame.assign(**columns)

    return make


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., Path]:
    """Write a frame of text as a CSV file, as a survey system does."""

    def write(frame: pd.DataFrame, name: str = "registration.csv", **options: object) -> Path:
        path = tmp_path / name
        frame.to_csv(path, index=False, **{"sep": ";", "encoding": "utf-8", **options})
        return path

    return write
