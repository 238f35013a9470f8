"""Write answers the way each survey system exports them, as it comes."""

import csv
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pandas as pd
import pyreadstat

from surveys.codebook import Column, Form, Item

# A row: "id", "time", and a value a column: a code, 0 or 1, a number, a text, None.
Row = dict[str, Any]
Rows = list[Row]

FIRST, LAST = datetime(2024, 10, 2), datetime(2025, 8, 20)


def answers(form: Form, count: int, chance: random.Random) -> Rows:
    """Draw answers to all of a form; what an answer skips is not answered."""
    return [_row(form, number, chance) for number in range(1, count + 1)]


def _row(form: Form, number: int, chance: random.Random) -> Row:
    seconds = chance.randrange(int((LAST - FIRST).total_seconds()))
    row: Row = {"id": str(4_000 + number), "time": FIRST + timedelta(seconds=seconds)}
    skipped: set[str] = set()
    for item in form.items:
        row |= _answer(item, item.id in skipped, chance)
        for option in item.options:
            chosen = row.get(f"{item.id}_{option.id}") == 1 or row.get(item.id) == option.code
            if chosen:
                skipped |= {other.id for other in form.skipped_by(item, option)}
    return row


def _answer(item: Item, skipped: bool, chance: random.Random) -> Row:
    # What the next version of a form asks, nobody was asked yet.
    skipped |= bool(item.added and item.added > LAST.date())
    left_out = skipped or (not item.required and chance.random() < 0.08)
    row: Row = {}
    ticked = {option.id for option in item.options if chance.random() < 0.3}
    ticked = ticked or {item.options[0].id} if item.options else set()
    for column in item.columns():
        if column.kind == "text":
            row[column.name] = None if left_out or chance.random() < 0.7 else "egne ord, og flere"
        elif left_out:
            row[column.name] = None
        elif column.kind == "flag":
            row[column.name] = int(column.option.id in ticked)
        elif column.kind == "date":
            row[column.name] = FIRST.date() + timedelta(days=chance.randrange(300))
        elif column.kind == "number":
            row[column.name] = chance.randint(item.low, min(item.high, item.low + 40))
        else:
            row[column.name] = chance.choice(list(column.codes))
    return row


def label(column: Column, value: Any) -> str:
    """Return a code's label."""
    return "" if value is None else column.codes[value].label["da"]


def part(column: Column) -> str:
    """Return the words of a column's option or row."""
    asked = column.option or column.row
    return asked.label["da"] if asked else ""


def _cell(column: Column, value: Any) -> Any:
    return label(column, value) if column.kind == "code" else "" if value is None else value


def _text(path: Path, records: Sequence[Sequence[Any]], encoding: str, delimiter: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(records)
    return path


def _book(path: Path, sheets: dict[str, Sequence[Sequence[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, records in sheets.items():
        sheet = book.create_sheet(name)
        for record in records:
            sheet.append([None if value == "" else value for value in record])
    book.save(path)
    return path


def _numbers(form: Form) -> dict[str, str]:
    """Return SurveyXact's names of columns: s_1, s_6_1 for an option."""
    names, number = {}, 0
    for item in form.items:
        if item.type == "multiple":
            number += 1
        for column in item.columns():
            if column.kind == "flag":
                names[column.name] = f"s_{number}_{column.option.code}"
            else:
                number += 1
                names[column.name] = f"s_{number}"
    return names


def _xact(form: Form, rows: Rows) -> tuple[list[list[Any]], list[list[Any]], list[list[Any]]]:
    names = _numbers(form)
    before = ["survey", "responde", "organiza", "statinternal_1", "created", "closetim", "email"]
    after = ["statcompletion_1", "statoverall_3", "statoverall_4"]
    data: list[list[Any]] = [[*before, *names.values(), *after]]
    for row in rows:
        time = f"{row['time']:%Y-%m-%d %H:%M:%S}"
        values = ["" if row[name] is None else row[name] for name in names]
        data.append([1596625, row["id"], 269318, 0, time, time, "", *values, 0, 0, 1])
    # A form that was sent and never opened: no closing time, noughts for the options.
    never = [0 if form.columns[name].kind == "flag" else "" for name in names]
    data.append([1596625, "99", 269318, 0, "2024-10-05 10:00:00", "", "", *never, 0, 1, 0])
    labels = [
        [names[name], code, text]
        for name, column in form.columns.items()
        for code, text in _labels(column).items()
    ]
    head = ["questionName", "variableName", "questionType", "subType", "questionText",
            "choiceValue", "choiceText"]  # fmt: skip
    structure = [head]
    for name, column in form.columns.items():
        question = column.item.question["da"]
        if column.kind == "flag":
            tail = [question, column.option.code, part(column)]
        else:
            tail = [f"{question} - {part(column)}" if part(column) else question, "", ""]
        structure.append([names[name], names[name], "Closed", "Single", *tail])
    return data, labels, structure


def _labels(column: Column) -> dict[int, str]:
    if column.kind == "flag":
        return {0: "Ikke valgt", 1: "Valgt"}
    return {code: option.label["da"] for code, option in column.codes.items()}


def surveyxact(form: Form, rows: Rows, folder: Path) -> Path:
    """Write SurveyXact's three files."""
    for name, records in zip(("dataset", "labels", "structure"), _xact(form, rows), strict=True):
        _text(folder / f"{name}.csv", records, "utf-16", "\t")
    return folder


def surveyxact_workbook(form: Form, rows: Rows, folder: Path) -> Path:
    """Write SurveyXact's workbook, its dataset in two sheets."""
    data, labels, structure = _xact(form, rows)
    half = len(data[0]) // 2
    sheets = {
        "Dataset(1)": [record[:half] for record in data],
        "Dataset(2)": [record[half:] for record in data],
        "Labels": labels,
        "Structure": structure,
    }
    return _book(folder / "rapport.xlsx", sheets)


def enalyzer(form: Form, rows: Rows, folder: Path) -> Path:
    """Write Enalyzer's data with questions as headings, months first."""
    head = ["Respondent ID", "Respondent status", "Afsluttet"]
    head += [_heading(column, " - ", "Andet, notér") for column in form.columns.values()]
    body = [
        [row["id"], "Gennemført", f"{row['time']:%m-%d-%Y %H:%M:%S}", *_values(form, row)]
        for row in rows
    ]
    return _book(folder / "Svardata.xlsx", {"Svardata": [head, *body]})


def _heading(column: Column, between: str, words: str) -> str:
    question = column.item.question["da"]
    if column.kind == "text" and column.item.type != "text":
        return f"{question}{between}{words}"
    return f"{question}{between}{part(column)}" if part(column) else question


def _values(form: Form, row: Row) -> Iterator[Any]:
    for name, column in form.columns.items():
        yield _cell(column, row[name])


def limesurvey_syntax(form: Form, rows: Rows, folder: Path) -> Path:
    """Write LimeSurvey's data for SPSS: codes of its own, a syntax file that names them."""
    names = {name: f"G01Q{at:02}_SQ001" for at, name in enumerate(form.columns, start=1)}
    called = dict(enumerate(["id", "submitdate", "lastpage", *names.values()], start=1))
    lines = ["GET DATA /TYPE=TXT", " /VARIABLES="]
    lines += [f" V{at} A19" for at in list(called)[:-1]] + [f" V{len(called)} A19.", "EXECUTE."]
    for at, column in enumerate(form.columns.values(), start=4):
        question = column.item.question["da"]
        words = column.kind == "text" and column.item.type != "text"
        said = "Andet" if words else part(column)
        lines.append(f'VARIABLE LABELS V{at} "{f"[{said}] " if said else ""}{question}".')
        if column.kind in ("code", "flag"):
            pairs = [f' {_lime(column, code)!r} "{text}"' for code, text in _labels(column).items()]
            lines += [f"VALUE LABELS  V{at}", *pairs[:-1], f"{pairs[-1]}."]
    lines += [f"RENAME VARIABLE ( V{at} = {name} )." for at, name in called.items()]
    (folder / "survey_261234_SPSS_syntax_file.sps").write_text("\n".join(lines), encoding="utf-8")
    with (folder / "survey_261234_SPSS_data_file.dat").open("w", encoding="utf-8-sig") as file:
        for row in rows:
            values = ["" if row[n] is None else _lime(c, row[n]) for n, c in form.columns.items()]
            own = [row["id"], f"{row['time']:%d-%m-%Y %H:%M:%S}", 7]
            file.write(",".join(f"'{value}'" for value in (*own, *values)) + "\n")
    return folder


def _lime(column: Column, value: Any) -> Any:
    return f"A{value}" if column.kind == "code" else value


def limesurvey(form: Form, rows: Rows, folder: Path) -> Path:
    """Write LimeSurvey's answers with whole questions as headings."""
    head = ["Response ID", "Date submitted", "Last page", "Start language", "Seed"]
    for column in form.columns.values():
        question = column.item.question["da"]
        words = column.kind == "text" and column.item.type != "text"
        inside = f"{part(column)}" if part(column) else "Andet" if words else ""
        head.append(f"{question} [{inside}]" if inside else question)
    body = []
    for row in rows:
        values = []
        for name, column in form.columns.items():
            value = row[name]
            if column.kind == "flag":
                values.append("N/A" if value is None else ("No", "Yes")[value])
            else:
                values.append(_cell(column, value))
        time = f"{row['time']:%Y-%m-%d %H:%M:%S}"
        body.append([row["id"], time, 12, "da", 104_050_607 + int(row["id"]), *values])
    return _text(folder / "results-survey123456.csv", [head, *body], "utf-8-sig", ",")


def redcap(form: Form, rows: Rows, folder: Path) -> Path:
    """Write REDCap's raw data."""
    names = {
        name: f"{column.item.id}___{column.option.code}" if column.kind == "flag" else name
        for name, column in form.columns.items()
    }
    head = ["record_id", "redcap_survey_identifier", f"{form.id}_timestamp", *names.values(),
            f"{form.id}_complete"]  # fmt: skip
    body = [
        [row["id"], "", f"{row['time']:%Y-%m-%d %H:%M:%S}",
         *("" if row[name] is None else row[name] for name in names), 2]
        for row in rows
    ]  # fmt: skip
    return _text(folder / "Project_DATA_2025-09-01_1012.csv", [head, *body], "utf-8", ",")


def redcap_labels(form: Form, rows: Rows, folder: Path) -> Path:
    """Write REDCap's labels: rows of a matrix by their words alone, boxes checked or not."""
    head = ["Record ID", "Repeat Instrument", "Repeat Instance", "Survey Timestamp"]
    for column in form.columns.values():
        question = column.item.question["da"]
        if column.kind == "flag":
            head.append(f"{question} (choice={part(column)})")
        elif column.kind == "text" and column.item.type != "text":
            head.append("Angiv andet")
        else:
            head.append(part(column) or question)
    body = []
    for row in rows:
        values = [
            ("Unchecked", "Checked")[bool(row[name])]
            if column.kind == "flag"
            else _cell(column, row[name])
            for name, column in form.columns.items()
        ]
        body.append([row["id"], "", "", f"{row['time']:%Y-%m-%d %H:%M:%S}", *values, "Complete"])
    path = folder / "Project_DATA_LABELS.csv"
    return _text(path, [[*head, "Complete?"], *body], "utf-8-sig", ",")


def qualtrics(form: Form, rows: Rows, folder: Path) -> Path:
    """Write Qualtrics' three header rows and a preview among the answers."""
    system = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished",
              "RecordedDate", "ResponseId", "RecipientLastName", "DistributionChannel",
              "UserLanguage"]  # fmt: skip
    names = [f"Q{number}" for number in range(1, len(form.columns) + 1)]
    titles = [_heading(column, " - ", "Andet, notér - Tekst") for column in form.columns.values()]
    ids = [f'{{"ImportId":"QID{number}"}}' for number in range(len(system) + len(names))]
    body = []
    for number, row in enumerate([rows[0], *rows]):
        time = f"{row['time']:%Y-%m-%d %H:%M:%S}"
        kind = ("Survey Preview", "preview") if number == 0 else ("IP Address", "anonymous")
        own = [time, time, kind[0], "*******", 100, "True", time, f"R_{number}", "", kind[1], "DA"]
        body.append([*own, *_values(form, row)])
    records = [[*system, *names], [*system, *titles], ids, *body]
    return _text(folder / "Skema_September 1, 2025_10.12.csv", records, "utf-8-sig", ",")


def surveymonkey_expanded(form: Form, rows: Rows, folder: Path) -> Path:
    """Write SurveyMonkey's expanded columns: one for each answer of a single choice."""
    head = ["Respondent ID", "Collector ID", "Start Date", "End Date"]
    above, below = [*head], [""] * len(head)
    read: list[Callable[[Row], Any]] = []
    last = ""
    for name, column in form.columns.items():
        question = column.item.question["da"]
        words = column.kind == "text" and column.item.type != "text"
        answers = column.codes if column.kind == "code" and not column.row else {}
        parts = [option.label["da"] for option in answers.values()]
        for text in parts or ["Angiv venligst" if words else part(column) or "Response"]:
            above.append("" if question == last else question)
            below.append(text)
            last = question
        for code in answers:
            read.append(lambda row, name=name, code=code, column=column: (
                label(column, code) if row[name] == code else ""))  # fmt: skip
        if column.kind == "flag":
            read.append(lambda row, name=name, column=column: part(column) if row[name] else "")
        elif not answers:
            read.append(lambda row, name=name, column=column: _cell(column, row[name]))
    body = []
    for row in rows:
        time = f"{row['time']:%m/%d/%Y %I:%M:%S %p}"
        body.append([f"1145678{row['id']}", 431, time, time, *(one(row) for one in read)])
    return _text(folder / "Skema.csv", [above, below, *body], "utf-8-sig", ",")


def surveymonkey(form: Form, rows: Rows, folder: Path) -> Path:
    """Write SurveyMonkey's two header rows, ticks as labels, months first."""
    system = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
              "Email Address", "First Name"]  # fmt: skip
    above, below, last = [*system], [""] * len(system), ""
    for column in form.columns.values():
        question = column.item.question["da"]
        above.append("" if question == last else question)
        words = column.kind == "text" and column.item.type != "text"
        below.append("Angiv venligst" if words else part(column) or "Response")
        last = question
    body = []
    for row in rows:
        time = f"{row['time']:%m/%d/%Y %I:%M:%S %p}"
        values = [
            (part(column) if row[name] else "")
            if column.kind == "flag"
            else _cell(column, row[name])
            for name, column in form.columns.items()
        ]
        body.append([f"1145678{row['id']}", 431, time, time, "", "", "", *values])
    return _text(folder / "Skema.csv", [above, below, *body], "utf-8-sig", ",")


def google_forms(form: Form, rows: Rows, folder: Path) -> Path:
    """Write Google Forms' answers: several in a cell, parted by commas."""
    return _forms(form, rows, folder, ", ", "Tidsstempel", "%Y/%m/%d %I:%M:%S %p GMT+2", " [{}]")


def microsoft_forms(form: Form, rows: Rows, folder: Path) -> Path:
    """Write Microsoft Forms' workbook: several answers parted by semicolons, rows' words alone."""
    return _forms(form, rows, folder, ";", "Fuldførelsestidspunkt", None, None)


def _forms(
    form: Form,
    rows: Rows,
    folder: Path,
    mark: str,
    time: str,
    style: str | None,
    rows_as: str | None,
) -> Path:
    head = [time] if rows_as else ["Id", "Starttidspunkt", time, "Mail", "Navn"]
    groups: list[list[Column]] = []
    for item in form.items:
        flags = [column for column in item.columns() if column.kind == "flag"]
        groups += [flags] if flags else []
        groups += [[column] for column in item.columns() if column.kind != "flag"]
    for group in groups:
        column = group[0]
        if column.kind == "flag" or not (column.row or column.kind == "text"):
            name = column.item.question["da"]
        elif column.kind == "text":
            name = column.item.question["da"] if column.item.type == "text" else "Angiv venligst"
        else:
            question = column.item.question["da"]
            name = f"{question}{rows_as.format(part(column))}" if rows_as else part(column)
        head.append(name if name not in head or rows_as else f"{name}{head.count(name) + 1}")
    body = []
    for row in rows:
        values = []
        for group in groups:
            if group[0].kind == "flag":
                chosen = [part(column) for column in group if row[column.name]]
                values.append(mark.join(chosen) + (mark if chosen and not rows_as else ""))
            else:
                values.append(_cell(group[0], row[group[0].name]))
        when = row["time"].strftime(style) if style else row["time"]
        body.append(
            [when, *values] if rows_as else [int(row["id"]), when, when, "anonymous", "", *values]
        )
    if rows_as:
        return _text(folder / "Skema (svar) - Formularsvar 1.csv", [head, *body], "utf-8", ",")
    return _book(folder / "Skema(1-12).xlsx", {"Form1": [head, *body]})


def kobo(form: Form, rows: Rows, folder: Path) -> Path:
    """Write KoBoToolbox's answers as values with groups."""
    head = ["start", "end"]
    columns: list[tuple[str, Callable[[Row], Any]]] = []
    for item in form.items:
        if item.type == "multiple":
            flags = [column for column in item.columns() if column.kind == "flag"]
            columns.append((f"gruppe/{item.id}", lambda row, flags=flags: " ".join(
                column.option.id for column in flags if row[column.name])))  # fmt: skip
        for column in item.columns():
            name = f"{item.id}/{column.option.id}" if column.option else column.name
            name = f"{item.id}/{column.row.id}" if column.row else name
            columns.append((f"gruppe/{name}", lambda row, name=column.name: row[name]))
    head += [name for name, _ in columns]
    head += ["_id", "_uuid", "_submission_time", "_validation_status", "_index"]
    body = []
    for number, row in enumerate(rows, start=1):
        when = row["time"].replace(tzinfo=ZoneInfo("Europe/Copenhagen"))
        own = [31_234_567 + number, f"48583952-1892-4931-8d9c-{number:012}",
               f"{when.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%S}", "", number]  # fmt: skip
        values = [read(row) for _, read in columns]
        zoned = when.isoformat(timespec="milliseconds")
        body.append([zoned, zoned, *("" if value is None else value for value in values), *own])
    return _text(folder / "Skema_-_alle_versioner_-_False.csv", [head, *body], "utf-8-sig", ";")


def spss(form: Form, rows: Rows, folder: Path) -> Path:
    """Write an SPSS file whose own codes and labels say what is meant."""
    names = {name: f"v{number}" for number, name in enumerate(form.columns, start=1)}
    frame = pd.DataFrame({"respid": [float(row["id"]) for row in rows]})
    frame["dato"] = pd.Series([row["time"] for row in rows]).astype("datetime64[us]")
    shift, labels = 10, {}
    for name, column in form.columns.items():
        values = [row[name] for row in rows]
        if column.kind == "text":
            frame[names[name]] = [value or "" for value in values]
            continue
        moved = column.kind == "code"
        frame[names[name]] = [
            float("nan") if value is None else float(value + shift * moved) for value in values
        ]
        if column.kind in ("code", "flag"):
            labels[names[name]] = {code + shift * moved: text for code, text in _sav(column)}
    titles = {
        names[name]: _heading(column, ": ", "Andet, notér") for name, column in form.columns.items()
    }
    path = folder / "data.sav"
    pyreadstat.write_sav(frame, path, column_labels=titles, variable_value_labels=labels)
    return path


def _sav(column: Column) -> Iterator[tuple[int, str]]:
    if column.kind == "flag":
        return enumerate(("Nej", "Ja"))
    return ((code, option.label["da"]) for code, option in column.codes.items())


WRITERS: dict[str, Callable[[Form, Rows, Path], Path]] = {
    write.__name__: write
    for write in (
        surveyxact, surveyxact_workbook, enalyzer, limesurvey, limesurvey_syntax, redcap,
        redcap_labels, qualtrics, surveymonkey, surveymonkey_expanded, google_forms,
        microsoft_forms, kobo, spss,
    )
}  # fmt: skip
