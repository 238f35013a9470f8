"""Exports as they come: changed at random, they are taken in, rejected with a reason or refused.

`MODNING_MUTATIONS=2600 pytest -n 0 tests/surveys/intake/test_properties.py` tries so many of each
kind, at random, and says at the end how many ended in what, as the rows of docs/intake.md have it.
"""

import os
import shutil
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from slicebook.errors import InputError
from slicebook.paths import build
from surveys.answers import read_answers
from surveys.codebook import Form
from surveys.intake import Intake, take_in

MUTATIONS = os.environ.get("MODNING_MUTATIONS")
mutated = settings(
    max_examples=int(MUTATIONS or 20),
    derandomize=not MUTATIONS,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)

Frame = pd.DataFrame
Change = Callable[[st.DataObject, Frame, Form], Frame]


def answers(data: st.DataObject) -> Frame:
    """Draw good registration forms as codes, whatever the order and number of rows."""
    count = data.draw(st.integers(1, 6))
    rows = [data.draw(good_row(number)) for number in range(1, count + 1)]
    return pd.DataFrame(rows, dtype="object")


@st.composite
def good_row(draw: st.DrawFn, number: int) -> dict[str, str]:
    moment = draw(st.datetimes(datetime(2023, 9, 4), datetime(2025, 8, 25)))
    new = moment >= datetime(2024, 10, 1)
    asked = draw(st.booleans())
    ticks = st.sampled_from(["0", "1"])
    violence = st.sampled_from(["1", "2", "8", ""])
    return {
        "answer_id": str(1000 + number),
        "submitted": f"{moment:%Y-%m-%d %H:%M}:{number:02}",
        "municipality": draw(st.sampled_from("12")),
        "gender": draw(st.sampled_from(["1", "2", "3"] if new else ["1", "2"])),
        "age": str(draw(st.integers(18, 100))),
        "channel_police": draw(ticks),
        "channel_none": draw(ticks),
        "channel_other": draw(ticks),
        "channel_other_text": draw(st.sampled_from(["", "en ven", 'sagde "ja"; straks'])),
        "violence_physical": draw(violence),
        "violence_other": draw(violence),
        "violence_digital": draw(violence) if new else "",
        "violence_other_text": "",
        "helped": "1" if asked else "2",
        "where_shelter": draw(ticks) if asked else "",
        "where_doctor": draw(ticks) if asked else "",
        "comment": draw(st.sampled_from(["", "tak", "to\nlinjer", "=1+1"])) if asked else "",
    }


# Changes that leave the answers the same.


def reorder(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    return frame[data.draw(st.permutations(list(frame.columns)))]


def reorder_rows(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    return frame.iloc[data.draw(st.permutations(range(len(frame))))]


def rename_alike(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    styles = (
        str.upper,
        str.title,
        lambda name: f" {name}\u00a0",
        lambda name: name.replace("_", "-"),
    )
    return frame.rename(columns=data.draw(st.sampled_from(styles)))


def label(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    names = [name for name, column in form.columns.items() if column.kind == "code"]
    name, language = data.draw(st.sampled_from(names)), data.draw(st.sampled_from(["da", "en"]))
    texts = {str(code): option.label[language] for code, option in form.columns[name].codes.items()}
    style = data.draw(st.sampled_from([str, str.upper, decomposed]))
    return frame.assign(**{name: frame[name].map(lambda code: style(texts.get(code, code)))})


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


def pad(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    name = data.draw(st.sampled_from(list(form.columns)))
    blank = data.draw(st.sampled_from([" ", "\u00a0", "  ", "\t", "\ufeff"]))
    return frame.assign(**{name: frame[name] + blank})


def decimals(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    kinds = ("code", "flag", "number")
    names = [name for name, column in form.columns.items() if column.kind in kinds]
    name = data.draw(st.sampled_from([*names, "answer_id"]))
    tail = data.draw(st.sampled_from([".0", ",0", ",00"]))
    return frame.assign(**{name: [text + tail if text.isdigit() else text for text in frame[name]]})


def tick_words(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    yes, no = data.draw(
        st.sampled_from([("ja", "nej"), ("Yes", "No"), ("X", "0"), ("TRUE", "FALSE")])
    )
    names = [name for name in frame if name.startswith(("channel", "where")) and "text" not in name]
    return frame.assign(**{name: frame[name].replace({"1": yes, "0": no}) for name in names})


def date_style(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    style = data.draw(
        st.sampled_from(["%d-%m-%Y %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H.%M.%S"])
    )
    changed = data.draw(st.lists(st.booleans(), min_size=len(frame), max_size=len(frame)))
    moments = [datetime.fromisoformat(text) for text in frame["submitted"]]
    if len({moment.date() for moment in moments}) > 3 and max(one.day for one in moments) < 13:
        # In such an order that the month may come first, a person is asked.
        return frame
    texts = [
        moment.strftime(style) if change else str(moment)
        for moment, change in zip(moments, changed, strict=True)
    ]
    return frame.assign(submitted=texts)


def extra_column(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    return frame.assign(weight="0,5")


SAME: list[Change] = [reorder, reorder_rows, label, pad, decimals, tick_words, extra_column]

# Changes that may spoil an export.


def drop_column(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    return frame.drop(columns=data.draw(st.sampled_from(list(frame.columns))))


def rename_column(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    name = data.draw(st.sampled_from(list(frame.columns)))
    return frame.rename(
        columns={name: data.draw(st.sampled_from(["alder", "", "Gender", "x" * 80]))}
    )


def double_column(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    name = data.draw(st.sampled_from(list(frame.columns)))
    return pd.concat([frame, frame[[name]]], axis=1)


def spoil_cell(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    odd = ["", "x", "-1", "99", "1,5", "=1+1", "@SUM(A1)", "\ufeff", "1\u00a0", "Ja", "2024-13-45",
           "31-02-2024", "#N/A", "nul\n2;2", "æøå", "1e400", "9" * 30, "'", "None", "inf",
           "-"]  # fmt: skip
    frame = frame.copy().reset_index(drop=True)
    row, column = (data.draw(st.integers(0, size - 1)) for size in frame.shape)
    frame.iloc[row, column] = data.draw(st.sampled_from(odd) | st.text(max_size=8))
    return frame


def repeat_row(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    row = frame.iloc[[data.draw(st.integers(0, len(frame) - 1))]]
    if data.draw(st.booleans()) and "answer_id" in frame:
        row = row.assign(answer_id="77")
    return pd.concat([frame, row])


def repeat_header(data: st.DataObject, frame: Frame, form: Form) -> Frame:
    return pd.concat([frame, pd.DataFrame([dict(zip(frame, frame, strict=True))])])


SPOILING: list[Change] = [drop_column, rename_column, double_column, spoil_cell, spoil_cell,
                          repeat_row, repeat_header]  # fmt: skip

# Ways to write a file.


def write_csv(data: st.DataObject, frame: Frame, path: Path) -> Path:
    delimiter, encoding, ending = (
        data.draw(st.sampled_from(choices))
        for choices in (
            [";", ",", "\t", "|"],
            ["utf-8", "utf-8-sig", "cp1252", "utf-16"],
            ["\n", "\r\n"],
        )
    )
    if encoding == "cp1252" and not frame.map(in_cp1252).all(axis=None):
        encoding = "utf-8"
    quoting = data.draw(st.sampled_from([0, 1]))
    frame.to_csv(path, index=False, sep=delimiter, encoding=encoding, errors="replace",
                 lineterminator=ending, quoting=quoting)  # fmt: skip
    return path


def in_cp1252(text: str) -> bool:
    """Tell whether a text survives in the encoding; a decomposed letter does not."""
    return text == text.encode("cp1252", errors="replace").decode("cp1252")


def write_xlsx(data: st.DataObject, frame: Frame, path: Path) -> Path:
    book = openpyxl.Workbook()
    if data.draw(st.booleans()):
        book.active.append(["gender", "age", "hemmeligt"])
        book.active.sheet_state = "hidden"
        book.create_sheet("Svar")
    sheet = book.worksheets[-1]
    if data.draw(st.booleans()):
        sheet.append(["Besvarelser"])
        sheet.merge_cells("A1:C1")
    sheet.append(list(frame.columns))
    for row in frame.itertuples(index=False):
        sheet.append([excel_value(text) for text in row])
        for cell in sheet[sheet.max_row]:
            if cell.data_type == "f" and data.draw(st.booleans()):
                cell.data_type = "s"
    path = path.with_suffix(".xlsx")
    book.save(path)
    return path


def excel_value(text: str) -> object:
    """Return a value as Excel would hold it: numbers and dates are no text."""
    text = openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", text)
    if text.isascii() and text.isdigit() and len(text) < 15:
        return int(text)
    try:
        return datetime.fromisoformat(text) if len(text) == 19 else text or None
    except ValueError:
        return text


def write_sav(data: st.DataObject, frame: Frame, path: Path) -> Path:
    frame = frame.reset_index(drop=True)
    columns, labels, missing = {}, {}, {}
    for name in dict.fromkeys(frame.columns):
        texts = frame.loc[:, [name]].iloc[:, 0]
        numbers = pd.to_numeric(texts.replace("", None), errors="coerce")
        if name == "submitted":
            columns[name] = pd.to_datetime(texts, errors="coerce").astype("datetime64[us]")
        elif (numbers.notna() | texts.eq("")).all() and numbers.abs().lt(1e9).any():
            columns[name] = numbers.astype(float)
            labels[name] = {1.0: data.draw(st.sampled_from(["Mand", "Ja", "noget", "Aldrig"]))}
            missing[name] = [data.draw(st.sampled_from([2, 8, 35, 99]))]
        else:
            columns[name] = texts.str.replace("\0", "").str[:200]
    path = path.with_suffix(".sav")
    written = pd.DataFrame(columns)
    labelled = {name: labels[name] for name in labels if name not in ("answer_id", "age")}
    chosen = data.draw(st.sampled_from([{}, {"missing_ranges": missing}]))
    options = {"variable_value_labels": labelled if data.draw(st.booleans()) else {}, **chosen}
    try:
        pyreadstat.write_sav(written, path, **options)
    except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError):
        pyreadstat.write_sav(Frame({"x": [1.0]}), path)
    return path


def break_bytes(data: st.DataObject, path: Path) -> None:
    content = path.read_bytes()
    # As a share: a workbook's length depends on the time of its writing.
    at = len(content) * data.draw(st.integers(0, 1000)) // 1000
    odd = data.draw(
        st.sampled_from(
            [b"", b"\xef\xbb\xbf", b"\0", b"\xe6", b'"', b";", b"\n", b"\r", b"\xff\xfe"]
        )
        | st.binary(max_size=20)
    )
    kind = data.draw(st.sampled_from(["insert", "cut", "replace", "only"]))
    path.write_bytes(
        {
            "insert": content[:at] + odd + content[at:],
            "cut": content[:at],
            "replace": content[:at] + odd + content[at + len(odd) :],
            "only": odd * 50,
        }[kind]
    )


WRITERS = [write_csv, write_xlsx, write_sav]
ENDS = ("accepted", "partly quarantined", "all quarantined", "refused with one message")


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter]:
    """Count how files end, by the test that made them; printed where the run asks for many."""
    counted: Counter = Counter()
    yield counted
    if not MUTATIONS:
        return
    with request.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        for test in dict.fromkeys(test for test, _ in counted):
            found = [counted[test, end] for end in ENDS]
            print("\n|", *(f"{cell} |" for cell in (test, sum(found), *found)))


@pytest.fixture
def workshop(tmp_path: Path) -> Callable[[], Path]:
    """Give an empty folder for each example; the store is emptied with it."""
    numbers = count()

    def fresh() -> Path:
        shutil.rmtree(build(), ignore_errors=True)
        folder = tmp_path / f"exports{next(numbers)}"
        folder.mkdir()
        return folder

    return fresh


def outcome(path: Path) -> Intake | None:
    """Take a file in: only an `InputError` of one line may come of it, and the books hold."""
    try:
        intake = take_in([path])
    except InputError as mistake:
        refused = str(mistake)
    else:
        refused = ""
    if refused:
        assert all(line.startswith(path.name) for line in refused.split("\n"))
        assert not build("data").exists()
        return None
    lines = pd.read_csv(build("rejects", "registration.csv"), dtype=str, keep_default_na=False)
    total = intake.forms["registration"]
    assert total.read == total.accepted + total.rejected
    assert len(read_answers("registration")) == total.accepted
    assert lines["row"].nunique() == total.rejected
    assert (lines["expected"] != "").all()
    left = [entry.name for entry in build().iterdir() if not entry.name.startswith(".")]
    assert sorted(left) == ["data", "rejects"]
    return intake


@pytest.fixture
def tried(request: pytest.FixtureRequest, tally: Counter) -> Callable[[Path], Intake | None]:
    """Take a changed file in and count how it ended."""

    def ended(path: Path) -> Intake | None:
        intake = outcome(path)
        tally[request.node.name, end_of(intake)] += 1
        return intake

    return ended


def end_of(intake: Intake | None) -> str:
    if intake is None:
        return ENDS[3]
    if not intake.total.rejected:
        return ENDS[0]
    return ENDS[1] if intake.total.accepted else ENDS[2]


@given(data=st.data())
@mutated
def test_the_same_answers_however_they_are_written(workshop, tried, registration, data):
    folder = workshop()
    frame = answers(data)
    frame.to_csv(folder / "first.csv", index=False)
    assert outcome(folder / "first.csv").total.rejected == 0
    expected = read_answers("registration")
    for change in data.draw(st.lists(st.sampled_from(SAME), max_size=4, unique=True)):
        frame = change(data, frame, registration)
    writer = data.draw(st.sampled_from([write_csv, write_xlsx]))
    if writer is write_csv:
        frame = date_style(data, frame, registration)
    frame = rename_alike(data, frame, registration)
    path = writer(data, without_formulas(frame), folder / "second.csv")
    assert tried(path) is not None
    pd.testing.assert_frame_equal(read_answers("registration"), expected)


@given(data=st.data())
@mutated
def test_a_spoiled_export_is_taken_in_rejected_or_refused(workshop, tried, registration, data):
    frame = answers(data)
    changes = st.lists(st.sampled_from(SPOILING + SAME), min_size=1, max_size=4)
    for change in data.draw(changes):
        try:
            frame = change(data, frame, registration)
        except (KeyError, ValueError, AttributeError, pd.errors.InvalidIndexError):
            continue  # the column it changes is gone or twice there
    tried(data.draw(st.sampled_from(WRITERS))(data, frame, workshop() / "x.csv"))


@given(data=st.data())
@mutated
def test_a_broken_file_is_taken_in_rejected_or_refused(workshop, tried, registration, data):
    writer = data.draw(st.sampled_from(WRITERS))
    path = writer(data, answers(data), workshop() / "x.csv")
    break_bytes(data, path)
    tried(path)


@given(content=st.binary(max_size=300), ending=st.sampled_from([".csv", ".xlsx", ".sav"]))
@mutated
def test_any_bytes_are_refused(workshop, tried, content, ending):
    path = workshop() / f"x{ending}"
    path.write_bytes(content)
    assert tried(path) is None


def without_formulas(frame: Frame) -> Frame:
    return frame.replace(r"^=", "", regex=True)
