"""The line from exports to figures, step by step; a step that nothing changed for is not done."""

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.console import Console, RenderableType

from slicebook import paths
from slicebook.runs.execute import Report
from slicebook.runs.steps import Done, hashes, named, of_library, unless_unchanged
from slicebook.runs.timings import summed, timing_table

# Of the reconciliation, as the terminal shows it.
COLUMNS = ["figure", "municipality", "year", "as_printed", "computed", "status", "reason"]
# Notebooks in the timing report.
SLOWEST = 10


def write_synthetic(folder: Path, seed: int, formats: Sequence[str]) -> Done:
    """Write synthetic exports and say which."""

    def work() -> Done:
        from surveys.synthetic import write_exports

        made = write_exports(folder, seed, formats)
        return Done(
            "\n".join(f"synthetic answers: {named(path.absolute())}" for path in made),
            _files(folder, made),
        )

    made_of = of_library("surveys.synthetic.write_exports")
    settings = {"settings": f"{named(folder.absolute())} {seed} {' '.join(formats)}"}
    return unless_unchanged("synthetic", made_of | settings, work)


def take_in(exports: Sequence[Path]) -> Done:
    """Take exports in and say how many answers were read, accepted and rejected, and why."""

    def work() -> Done:
        from surveys import intake
        from surveys.intake.summary import summary_table

        table = summary_table(intake.take_in(exports))
        kept = [*paths.build("data").rglob("*"), *paths.build("rejects").rglob("*")]
        return Done(_rendered(table), tuple(sorted(filter(Path.is_file, kept))))

    code = of_library("surveys.intake.take_in", "surveys.intake.summary.summary_table")
    return unless_unchanged("intake", code | hashes(_present(exports)), work)


def protect() -> Done:
    """Decide what is withheld in all linked tables together and say how much it is."""

    def work() -> Done:
        from modning import protection
        from modning.protection.summary import summary_line

        said = [summary_line(one) for one in protection.protect()]
        made = sorted(filter(Path.is_file, paths.build("disclosure").rglob("*")))
        return Done("\n".join(said), tuple(made))

    code = of_library("modning.protection.protect", "modning.protection.summary.summary_line")
    answers = sorted(paths.build("data").rglob("*.parquet"))
    return unless_unchanged("protected", code | hashes(answers), work)


def timing(report: Report) -> str:
    """Say how long the runs took, by notebook and by slice, and which were reused."""
    from slicebook.tables import terminal

    table = timing_table(report)
    by_notebook = summed(table, "notebook").nlargest(SLOWEST, "seconds")
    tables = {"Slowest notebooks": by_notebook, "Slices": summed(table, "slice")}
    return _rendered(
        *(terminal(frame.round(1), title=f"{title}, in seconds") for title, frame in tables.items())
    )


def reconcile() -> Done:
    """Compare the computed figures with the printed report; say what differs."""

    def work() -> Done:
        from slicebook import reconcile as reconciliation
        from slicebook.tables import terminal

        rows = reconciliation.reconcile()
        counts = rows["status"].value_counts().to_dict()
        said = [", ".join(f"{count} {status}" for status, count in counts.items())]
        differing = rows[~rows["status"].isin(reconciliation.QUIET)]
        if len(differing):
            said.insert(0, terminal(differing[COLUMNS], title="Printed and computed"))
        return Done(_rendered(*said), well=reconciliation.failures(rows).empty)

    code = of_library("slicebook.reconcile.reconcile", "slicebook.tables.terminal")
    return unless_unchanged("reconciled", code | hashes([paths.build("results.parquet")]), work)


def audit() -> Done:
    """Try to work out what is withheld from all that is shown; well where nothing gives way."""

    def work() -> Done:
        from modning.audit import audit as attack
        from modning.audit.report import said
        from slicebook import editions

        found = attack(earlier=editions.earlier())
        return Done("\n".join(said(found)), well=not found.unsafe)

    stamps = paths.build("book").glob("*/stamp")
    shown = filter(Path.is_file, [paths.build("results.csv"), *stamps])
    files = [*shown, *paths.editions().glob("*.csv")]
    code = of_library("modning.audit.report.audit", "slicebook.editions.earlier")
    return unless_unchanged("audited", code | hashes(files), work)


def _files(folder: Path, made: Sequence[Path]) -> tuple[Path, ...]:
    """Return whole names of the exports and of the note beside them that says what they are."""
    return tuple(path.absolute() for path in (*made, folder / "synthetic.json"))


def _present(exports: Sequence[Path]) -> Iterator[Path]:
    """Yield the files of exports, and those beside them that intake looks at or mentions."""
    for export in exports:
        found = export.iterdir() if export.is_dir() else [export]
        yield from (path.absolute() for path in found if not path.is_dir())


def _rendered(*parts: RenderableType) -> str:
    said = io.StringIO()
    console = Console(file=said, width=Console().width, soft_wrap=True)
    console.print(*parts, sep="\n")
    return said.getvalue().rstrip("\n")
