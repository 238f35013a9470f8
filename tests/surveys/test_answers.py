"""The store of answers: what is written is read back, by slice, typed and labelled."""

import json

import pandas as pd
import pyarrow.parquet as pq
import pytest

from modning.protection import protect
from slicebook.errors import InputError
from slicebook.paths import build, root
from slicebook.programme import ALL, load_programme
from slicebook.slices import Slice
from surveys.answers import (
    SOURCE_MIME,
    answers,
    manifest,
    partitions,
    read_answers,
    schema,
    write_partition,
)
from surveys.codebook import load_codebook

PROGRAMME = load_programme(root() / "programme.yml")
FORM = load_codebook(PROGRAMME, root() / "instruments")["completion"]


@pytest.fixture(autouse=True)
def store(tmp_path, monkeypatch):
    """A project with two partitions: two forms in Køge 2024, one in Odense 2025."""
    for name in ("programme.yml", "instruments"):
        (tmp_path / name).symlink_to(root() / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    for municipality, year, ids in (("koge", 2024, ["1", "2"]), ("odense", 2025, ["3"])):
        ((*_, path),) = partitions("completion", municipality, year, PROGRAMME)
        write_partition(FORM, forms(ids, year), path)
    return tmp_path


def forms(ids, year):
    frame = schema(FORM).empty_table().to_pandas().reindex(range(len(ids)))
    return frame.assign(
        answer_id=ids,
        submitted=pd.Timestamp(year, 5, 6, 7, 8, 9),
        gender=2,
        sessions=[4, None][: len(ids)],
        onward_to_shelter=True,
        comment=False,
    )


def test_what_was_written_is_read_by_slice():
    ids = {
        (municipality, year): read_answers("completion", municipality, year)["answer_id"].tolist()
        for municipality in (ALL, "koge", "odense")
        for year in (ALL, "2024", 2025)
    }
    assert ids == {
        (ALL, ALL): ["1", "2", "3"],
        (ALL, "2024"): ["1", "2"],
        (ALL, 2025): ["3"],
        ("koge", ALL): ["1", "2"],
        ("koge", "2024"): ["1", "2"],
        ("koge", 2025): [],
        ("odense", ALL): ["3"],
        ("odense", "2024"): [],
        ("odense", 2025): ["3"],
    }


def test_values_and_types():
    frame = read_answers("completion")
    assert list(frame.columns[:4]) == ["answer_id", "submitted", "municipality", "year"]
    assert frame["submitted"].tolist()[0] == pd.Timestamp(2024, 5, 6, 7, 8, 9)
    assert frame["municipality"].tolist() == ["koge", "koge", "odense"]
    assert frame["year"].tolist() == [2024, 2024, 2025]
    assert frame["gender"].tolist() == [2, 2, 2]
    assert frame["sessions"].isna().tolist() == [False, True, False]
    assert frame["onward"].isna().all()
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["gender"], kinds["sessions"]) == ("Int8", "Int16")
    assert kinds["onward_to_shelter"] == kinds["comment"] == "boolean"


def test_an_empty_slice_has_the_columns_and_types_of_a_full_one():
    empty, full = read_answers("completion", "koge", 2023), read_answers("completion")
    assert len(empty) == 0
    assert list(empty.columns) == list(full.columns)
    same = [name for name in full if name not in ("submitted", "municipality")]
    assert empty.dtypes[same].astype(str).tolist() == full.dtypes[same].astype(str).tolist()
    assert pd.api.types.is_datetime64_dtype(empty["submitted"])


def test_the_columns_are_those_of_the_form_without_the_municipality_twice():
    names = read_answers("completion").columns.tolist()
    assert names.count("municipality") == 1
    assert set(names) == {"answer_id", "submitted", "municipality", "year", *FORM.columns}


def test_codes_carry_their_labels(store):
    path = store / "build/data/completion/municipality=koge/year=2024.parquet"
    metadata = pq.read_schema(path).field("gender").metadata
    assert json.loads(metadata[b"labels"]) == {"1": "Man", "2": "Woman", "3": "Other"}


def test_equal_answers_are_equal_bytes(tmp_path):
    frame = forms(["1", "2"], 2024)
    write_partition(FORM, frame, tmp_path / "a.parquet")
    write_partition(FORM, frame.set_index(pd.Index([7, 8])), tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_reading_in_a_notebook_notes_what_was_read(monkeypatch):
    shown = []
    monkeypatch.setattr("surveys.answers.display", lambda data, raw: shown.append(data))
    (build("data") / "intake.json").write_text('{"synthetic": true, "forms": {}}')
    protect(jobs=1)
    assert len(answers("completion", Slice("koge", "2024"))) == 2
    (output,) = shown
    assert output[SOURCE_MIME] == {
        "form": "completion",
        "municipality": "koge",
        "year": "2024",
        "rows": 2,
        "synthetic": True,
    }
    assert output["text/plain"] == "completion: 2 synthetic answer sets"


def test_answers_whose_pattern_is_not_decided_are_not_read_in_a_notebook():
    (build("data") / "intake.json").write_text('{"synthetic": true, "forms": {}}')
    with pytest.raises(InputError, match="call `modning protect`"):
        answers("completion", Slice("koge", "2024"))


def test_of_a_year_that_the_programme_has_not_nobody_answered(store):
    """As that of its prices may be; what another programme stored is not this one's."""
    stored = store / "build/data/completion/municipality=koge"
    (stored / "year=2019.parquet").write_bytes((stored / "year=2024.parquet").read_bytes())
    protect()
    assert answers("completion", Slice(ALL, "2019")).empty


def test_before_any_intake_nothing_is_synthetic_and_nothing_counted():
    assert manifest() == {"synthetic": False, "forms": {}}


def test_partitions_of_the_whole_are_those_of_its_slices():
    whole = list(partitions("completion", ALL, ALL, PROGRAMME))
    assert len(whole) == len(PROGRAMME.municipalities) * len(PROGRAMME.years)
    apart = [
        part
        for municipality in PROGRAMME.municipalities
        for year in PROGRAMME.years
        for part in partitions("completion", municipality, year, PROGRAMME)
    ]
    assert whole == apart
    assert len({path for *_, path in whole}) == len(whole)


def test_an_unknown_form():
    with pytest.raises(InputError, match='form "exit" is unknown; expected one of registration'):
        read_answers("exit")


@pytest.mark.parametrize("spoil", ["bytes", "columns"])
def test_a_store_that_does_not_fit_the_forms(store, spoil):
    path = store / "build/data/completion/municipality=koge/year=2024.parquet"
    if spoil == "bytes":
        path.write_bytes(b"no parquet")
    else:
        pq.write_table(pq.read_table(path, partitioning=None).drop_columns(["gender"]), path)
    with pytest.raises(InputError, match=r"municipality=koge/year=2024\.parquet.*take the exports"):
        read_answers("completion")
