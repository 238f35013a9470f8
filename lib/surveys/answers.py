"""The store of accepted answers: one Parquet file a form, municipality and year.

`intake` writes it; notebooks read it through `answers`, which also notes in the notebook's outputs
what was read, so that the book can name its sources and the runner knows what a run depends on.
"""

import hashlib
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from IPython.display import display

from slicebook.errors import InputError
from slicebook.programme import ALL, Programme, load_programme
from slicebook.results import SOURCE_MIME
from slicebook.slices import Slice
from slicebook.written import refuse_unknown
from surveys.codebook import ANSWER_ID, SUBMITTED, Column, Form, Item, Option, load_codebook
from surveys.disclosure import FORM, SLICE, check_current
from surveys.disclosure.origin import note_read
from surveys.partitions import manifest, partitions

MUNICIPALITY = "municipality"
YEAR = "year"
_INT8 = 127


def answers(form: str, here: Slice) -> pd.DataFrame:
    """Return the accepted answers of one form in this slice and note that they were read.

    One row an answer set. Columns: `answer_id`, `submitted`, `municipality` (key), `year`, then
    the form's columns: Int8 answer codes (Int16 for an item with codes above 127), boolean flags
    of multiple choices, Int16 numbers, days as datetime64[s], and for free text only whether any
    was given. Self-generated codes are left out: `link_codes` has their hashes. No row where the
    slice has none.
    """
    programme = load_programme()
    refuse_unknown("form", form, load_codebook(programme))
    check_current(form, stored_hashes(form, programme, here.municipality, here.year))
    frame = read_answers(form, here.municipality, here.year, programme)
    frame.attrs |= {SLICE: here, FORM: form}
    note_read(form)
    note = {
        "form": form,
        "municipality": here.municipality,
        "year": here.year,
        "rows": len(frame),
        "synthetic": manifest()["synthetic"],
    }
    origin = "synthetic" if note["synthetic"] else "exported"
    display(
        {SOURCE_MIME: note, "text/plain": f"{form}: {len(frame)} {origin} answer sets"}, raw=True
    )
    return frame


def read_answers(
    form: str,
    municipality: str = ALL,
    year: str | int = ALL,
    programme: Programme | None = None,
) -> pd.DataFrame:
    """Return stored answers; see `answers` for the columns.

    Raises `InputError` for an unknown form, and where the store was written for other forms than
    `instruments/` has now.
    """
    programme = programme or load_programme()
    forms = load_codebook(programme)
    refuse_unknown("form", form, forms)
    frame = _stored(forms[form], municipality, year, programme)
    first = [ANSWER_ID, SUBMITTED, MUNICIPALITY, YEAR]
    hidden = {*first, *_secrets(forms[form])}
    return frame[first + [name for name in frame.columns if name not in hidden]]


def link_codes(form: str, here: Slice) -> pd.DataFrame:
    """Return the hashes of the self-generated codes in a slice, for linking alone.

    Index: `answer_id`; a column for each part of the code (Int64, missing where it was left out),
    none where the form has no item of the type `link_code`.
    """
    programme = load_programme()
    asked = load_codebook(programme)[form]
    frame = _stored(asked, here.municipality, here.year, programme)
    return frame.set_index(ANSWER_ID)[_secrets(asked)]


def _secrets(form: Form) -> list[str]:
    return [name for name, column in form.columns.items() if column.kind == "secret"]


def _stored(form: Form, municipality: str, year: str | int, programme: Programme) -> pd.DataFrame:
    wanted = schema(form)
    found = [
        (key, int(number), _read_partition(path, wanted))
        for key, number, path in partitions(form.id, municipality, year, programme)
        if path.is_file()
    ]
    tables = [table for _, _, table in found]
    frame = pa.concat_tables([wanted.empty_table(), *tables]).to_pandas(types_mapper=_TYPES.get)
    rows = [table.num_rows for table in tables]
    keys, years = ([each[part] for each in found] for part in (0, 1))
    return frame.assign(
        **{
            MUNICIPALITY: pd.array(np.repeat(np.array(keys, dtype=object), rows), dtype="str"),
            YEAR: np.repeat(np.array(years, dtype="int64"), rows),
        }
    )


def chose(answers: pd.DataFrame, item: Item, option: Option) -> pd.Series:
    """Tell which answer sets chose an option; an unanswered question is no choice.

    `answers` has the form's columns as `answers.answers` returns them.
    """
    if item.type == "multiple":
        given = answers[f"{item.id}_{option.id}"]
    else:
        given = answers[item.id].eq(option.code)
    return given.fillna(False).astype(bool)


def stored_hashes(
    form: str, programme: Programme, municipality: str = ALL, year: str | int = ALL
) -> dict[str, str]:
    """Return hashes of what is stored of a form in a slice, by municipality and year."""
    found = {}
    for key, number, path in partitions(form, municipality, year, programme):
        content = path.read_bytes() if path.is_file() else b""
        found[f"{key} {number}"] = hashlib.blake2b(content, digest_size=8).hexdigest()
    return found


def write_partition(form: Form, frame: pd.DataFrame, path: Path) -> None:
    """Write one partition (the columns of `answers` less municipality and year)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table = pa.Table.from_pandas(frame, schema=schema(form), preserve_index=False)
    # Opened here: Arrow takes a file's name to be UTF-8, whatever the machine does.
    with path.open("wb") as file:
        # Without what pandas notes of itself, the bytes depend on the answers alone.
        pq.write_table(table.replace_schema_metadata(None), file, compression="zstd")


def schema(form: Form) -> pa.Schema:
    """Return a form's Arrow schema; code columns carry their value labels as metadata."""
    fields = [pa.field(ANSWER_ID, pa.string()), pa.field(SUBMITTED, pa.timestamp("s"))]
    # The municipality is a partition's key.
    fields += [_field(one) for one in form.columns.values() if one.item.type != "municipality"]
    return pa.schema(fields)


def _read_partition(path: Path, wanted: pa.Schema) -> pa.Table:
    try:
        with path.open("rb") as content, pq.ParquetFile(content) as file:
            if file.schema_arrow.names == wanted.names:
                return file.read(use_threads=False).cast(wanted)
    except pa.ArrowInvalid:
        pass
    where = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    raise InputError(
        f"{where}: not readable with the forms as they are now; take the exports in again"
    )


def _field(column: Column) -> pa.Field:
    code = pa.int8() if max(column.codes, default=0) <= _INT8 else pa.int16()
    kinds = {
        "code": code,
        "flag": pa.bool_(),
        "number": pa.int16(),
        "date": pa.timestamp("s"),
        "text": pa.bool_(),
        "secret": pa.int64(),
    }
    labels = {str(code): option.label.english for code, option in column.codes.items()}
    metadata = {"labels": json.dumps(labels, ensure_ascii=False)} if column.kind == "code" else None
    return pa.field(column.name, kinds[column.kind], metadata=metadata)


_TYPES = {
    pa.int8(): pd.Int8Dtype(),
    pa.int16(): pd.Int16Dtype(),
    pa.int64(): pd.Int64Dtype(),
    pa.bool_(): pd.BooleanDtype(),
    pa.string(): pd.StringDtype(na_value=float("nan")),
}
