"""Files as people have them: each is mapped once, taken in, and compared with what it means.

`endings.csv` has the case, the file of `truths` with what its rows mean, its ending, and what the
message or the summary says. Endings: right (every row and cell as meant), fewer (rows set aside
with a reason, the others right), more (a row that only a person can tell is one too many), refused
(nothing stored, one message). `pytest -s tests/surveys/test_field.py` ends with the table.
"""

import csv
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from rich.console import Console

from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.answers import read_answers
from surveys.codebook import Form, load_codebook
from surveys.intake import Intake, take_in
from surveys.intake.mapping.command import map_exports
from surveys.intake.summary import summary_table

ROOT = Path(__file__).resolve().parents[2]
FIELD = Path(__file__).parent / "field"
with (FIELD / "endings.csv").open(encoding="utf-8", newline="") as file:
    CASES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    counts: Counter[str] = Counter()
    yield counts
    print("\nendings:", dict(counts))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("programme.yml", "instruments"):
        (folder / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(folder))
    return folder


def test_every_case_has_its_ending() -> None:
    folders = {path.name for path in (FIELD / "cases").iterdir()}
    assert folders == {case["case"] for case in CASES}


@pytest.mark.parametrize("case", CASES, ids=[case["case"].split("_")[0] for case in CASES])
def test_a_case(case: dict[str, str], project: Path, tmp_path: Path, tally: Counter[str]) -> None:
    exports = tmp_path / case["case"]
    shutil.copytree(FIELD / "cases" / case["case"], exports)
    truth = json.loads((FIELD / "truths" / f"{case['truth']}.json").read_text(encoding="utf-8"))
    tally[case["ending"]] += 1
    mapped(exports)
    if case["ending"] == "refused":
        with pytest.raises(InputError) as caught:
            take_in([exports])
        assert case["says"] in str(caught.value)
        return
    taken = take_in([exports])
    assert case["says"] in said(taken)
    compare(case["ending"], taken, truth)


def mapped(exports: Path) -> None:
    """Map what can be mapped; what cannot be read is for the intake to refuse."""
    try:
        map_exports([exports], accept=True)
    except InputError:
        return


def compare(ending: str, taken: Intake, truth: dict[str, list[dict]]) -> None:
    stored = Counter(row for form in load_codebook().values() for row in rows_stored(form))
    meant = Counter(
        row for form in load_codebook().values() for row in rows_meant(form, truth.get(form.id, []))
    )
    if ending == "right":
        assert stored == meant
    elif ending == "fewer":
        assert not stored - meant
        assert sum(stored.values()) + taken.total.rejected >= sum(meant.values())
    else:
        assert ending == "more"
        assert not meant - stored


def rows_stored(form: Form) -> Iterator[str]:
    places = load_programme().municipalities
    frame = read_answers(form.id)
    item = next(item for item in form.items if item.type == "municipality")
    for row in frame.to_dict("records"):
        row[item.id] = places[row["municipality"]].codes[form.id]
        values = {name: None if pd.isna(row[name]) else int(row[name]) for name in form.columns}
        yield _known(form, str(row["submitted"]), values)


def rows_meant(form: Form, rows: list[dict]) -> Iterator[str]:
    for row in rows:
        values = {
            name: bool(row.get(name)) if column.kind == "text" else row.get(name)
            for name, column in form.columns.items()
        }
        known = {
            name: None if value in ("", None) else int(value) for name, value in values.items()
        }
        yield _known(form, row["submitted"], known)


def _known(form: Form, submitted: str, values: dict[str, int | None]) -> str:
    """Return a row as text; that no text was given is the same as none that could be."""
    texts = {name: values[name] or 0 for name in values if form.columns[name].kind == "text"}
    return f"{form.id} {submitted[:19].replace('T', ' ')} {values | texts}"


def said(taken: Intake) -> str:
    console = Console(width=400, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(summary_table(taken))
    return console.export_text()
