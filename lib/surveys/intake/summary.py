"""The result of an intake as a table for the terminal."""

from calendar import month_abbr
from collections.abc import Iterator, Sequence

from rich.box import MARKDOWN
from rich.table import Table
from rich.text import Text

from slicebook.slices import SIDE_BY_SIDE
from surveys.intake.outcome import Count, FileCount, Intake, Reason
from surveys.quality import FormFacts

# Reasons shown for each form; the rest are counted, all of them stand in build/rejects.
_REASONS = 10


def summary_table(intake: Intake) -> Table:
    """Return the counts by form and file, why rows were rejected and what was left aside.

    The last row says read = accepted + rejected of everything.
    """
    title = "Intake of synthetic answers" if intake.synthetic else "Intake"
    table = Table(title=title, box=MARKDOWN)
    table.add_column("What")
    for heading in ("Read", "Accepted", "Rejected"):
        table.add_column(heading, justify="right")
    for form, count in intake.forms.items():
        table.add_row(form, *_numbers(count))
        for file in intake.files:
            if file.form == form:
                table.add_row(Text(f"  {_title(file)}"), *_numbers(file.count))
                for note in _notes(file):
                    table.add_row(Text(f"    {note}"))
        for text, rows in _reasons(intake.reasons, form):
            table.add_row(Text(f"    {text}"), "", "", rows)
        if blanked := _reasons(intake.blanked, form):
            table.add_row(Text("  cells left missing, their rows accepted:"))
            for text, rows in blanked:
                table.add_row(Text(f"    {text}"), "", "", rows)
        for facts in intake.measured:
            for line, rows in _months(facts) if facts.form == form else ():
                table.add_row(Text(line), "", str(rows), "")
        table.add_section()
    for note in (*intake.notes, *intake.wholly_rejected):
        table.add_row(Text(note))
    if intake.left_aside:
        table.add_row(Text(f"not read: {', '.join(intake.left_aside)}"))
        table.add_section()
    total = intake.total
    table.add_row(
        f"read = accepted + rejected: {total.read} = {total.accepted} + {total.rejected}",
        *_numbers(total),
    )
    return table


def _numbers(count: Count) -> tuple[str, str, str]:
    return str(count.read), str(count.accepted), str(count.rejected)


def _title(file: FileCount) -> str:
    return f'{file.file}, sheet "{file.sheet}"' if file.sheet else file.file


def _notes(file: FileCount) -> list[str]:
    said = {
        "columns ignored": file.ignored,
        "columns not in the file": file.absent,
        "sheets not read": file.other_sheets,
    }
    listed = [f"{what}: {', '.join(filter(None, names))}" for what, names in said.items() if names]
    return [*file.notes, *listed]


def _reasons(found: Sequence[Reason], form: str) -> list[tuple[str, str]]:
    found = [reason for reason in found if reason.form == form]
    lines = [
        (f"{reason.column or 'row'}: expected {reason.expected}{_found(reason)}", str(reason.rows))
        for reason in found[:_REASONS]
    ]
    if rest := found[_REASONS:]:
        lines.append((f"other reasons ({len(rest)})", str(sum(reason.rows for reason in rest))))
    return lines


def _found(reason: Reason) -> str:
    return f"; found {', '.join(reason.found)}" if reason.found else ""


def _months(facts: FormFacts) -> Iterator[tuple[str, int]]:
    """Yield a line for each municipality and year with its months, and their answer sets.

    Of many municipalities, one of all of them; the report on quality has each.
    """
    months = facts.months.drop(index="All")
    months = (
        months[["All"]] if len(months.columns) > SIDE_BY_SIDE + 1 else months.drop(columns="All")
    )
    for place, counts in months.items():
        for year, part in counts[counts > 0].groupby(lambda month: month[:4]):
            told = (f"{month_abbr[int(month[5:])]} {n}" for month, n in part.items())
            yield f"  {place} {year}: {', '.join(told)}", int(part.sum())
