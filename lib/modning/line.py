"""The line from exports to figures, step by step; a step that nothing changed for is not done."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.runs.dependencies import LIBRARY
from slicebook.runs.execute import Report
from slicebook.runs.steps import Done, of_library, unchanged, unless_unchanged
from slicebook.runs.taken import Fingerprint, hash_file, hashes
from slicebook.runs.timings import summed, timing_table
from surveys.export_folders import NOTE, mappings, present
from surveys.partitions import manifest_file

if TYPE_CHECKING:
    from surveys.intake import Intake

OTHERS = (
    "the printed report is of other answers than these, so it need not agree (`report` in "
    "programme.yml); the book's page on the reconciliation has every figure beside the printed one"
)
NO_BOOK = "build/html is missing: no book was built yet; call `modning book`"
# Notebooks in the timing report.
SLOWEST = 10


def write_synthetic(folder: Path, seed: int, formats: Sequence[str]) -> Done:
    """Write synthetic exports and say which."""

    def work() -> Done:
        from surveys.synthetic import write_exports

        made = write_exports(folder, seed, formats)
        return Done(
            "\n".join(f"synthetic answers: {paths.named(path.absolute())}" for path in made),
            tuple(path.absolute() for path in (*made, folder / NOTE)),
        )

    made_of = of_library("surveys.synthetic.write_exports")
    settings = {"settings": f"{paths.named(folder.absolute())} {seed} {' '.join(formats)}"}
    return unless_unchanged("synthetic", made_of | settings, work)


def take_in(exports: Sequence[Path]) -> Done:
    """Take exports in and say how many answers were read, accepted and rejected, and why."""

    def work() -> Done:
        from surveys import intake
        from surveys.intake.summary import summary_table

        taken = intake.take_in(exports)
        report = _quality(taken)
        said = f"{_rendered(summary_table(taken))}\nquality of the answers: {paths.named(report)}"
        kept = [*paths.build("data").rglob("*"), *paths.build("rejects").rglob("*"), report]
        made = tuple(sorted(filter(Path.is_file, kept)))
        return Done(said, made, well=not taken.wholly_rejected)

    files = [*LIBRARY.glob("surveys/systems/*.yml"), *LIBRARY.glob("surveys/quality/*.jinja")]
    code = of_library(
        "surveys.intake.take_in",
        "surveys.intake.summary.summary_table",
        "surveys.quality.page.page",
    )
    known = {path.relative_to(LIBRARY).as_posix(): hash_file(path) for path in sorted(files)}
    read = hashes([*present(exports), *mappings()])
    return unless_unchanged("intake", code | known | read, work)


def _quality(taken: "Intake") -> Path:
    """Write the quality report and return its file."""
    from slicebook import files
    from surveys import quality
    from surveys.codebook import load_codebook

    path = paths.build("quality", "index.html")
    forms = load_codebook(load_programme())
    files.write(path, quality.page(forms, taken.measured, taken.seen, taken.synthetic))
    return path


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
    return unless_unchanged("protected", code | hashes([*answers, manifest_file()]), work)


def losses() -> str:
    """Say what this programme's rules withhold, and what each preset would."""
    from modning import protection
    from modning.protection.summary import losses, of_printed
    from slicebook.tables import terminal

    done = {"programme.yml": protection.protect(), **protection.under_presets()}
    tables = {"Withheld": losses(done), "Withheld of what the report draws": of_printed(done)}
    return _rendered(*(terminal(one, title=title) for title, one in tables.items() if len(one)))


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

        if not paths.has_report():
            return Done("no printed report (data/report/published.csv) to compare with")
        rows = reconciliation.reconcile()
        binding = reconciliation.is_binding()
        said = reconciliation.said(rows) if binding else [reconciliation.tally(rows), OTHERS]
        return Done("\n".join(said), well=not binding or reconciliation.failures(rows).empty)

    code = of_library("slicebook.reconcile.reconcile")
    read = [paths.build("results.parquet"), manifest_file(), paths.programme()]
    return unless_unchanged("reconciled", code | hashes(read), work)


def audit() -> Done:
    """Try to work out what is withheld from all that is shown; well where nothing gives way."""

    def work() -> Done:
        from modning.audit import audit as attack
        from modning.audit.report import said
        from slicebook import editions

        found = attack(earlier=editions.earlier())
        return Done("\n".join(said(found)), well=found.well)

    if not paths.build("results.csv").is_file():
        raise InputError("build/results.csv is missing: nothing was run yet; call `modning run`")
    beside = [paths.build("results.csv"), *paths.editions().glob("*.*")]
    code = of_library("modning.audit.report.audit", "slicebook.editions.earlier")
    return unless_unchanged("audited", code | pages() | hashes(beside), work)


def links() -> Done:
    """Follow every link of the built book; well where each leads to a page and a place on it."""

    def work() -> Done:
        from slicebook.book.check import broken_links

        broken = broken_links(paths.build("html"))
        return Done("\n".join([f"{len(broken)} links lead to nothing", *broken]), well=not broken)

    if not paths.build("html").is_dir():
        raise InputError(NO_BOOK)
    return unless_unchanged(
        "links", of_library("slicebook.book.check.broken_links") | pages(), work
    )


def accessibility(say: Callable[[str, list[str]], None] | None = None) -> Done:
    """Look at every page by the rules of accessibility; `say` is told of each as it was seen."""
    if not paths.build("html").is_dir():
        raise InputError(NO_BOOK)

    def work() -> Done:
        from slicebook.book.accessibility import looked_at

        return looked_at(paths.build("html"), say)

    return unless_unchanged("accessibility", looking(), work)


def accessibility_seen() -> Done | None:
    """Return what was found when this book was looked at; None where it was not."""
    return unchanged("accessibility", looking())


def looking() -> Fingerprint:
    """Return the hashes of what a look at the pages depends on."""
    return of_library("slicebook.book.accessibility.looked_at") | pages()


def pages() -> Fingerprint:
    """Return the hashes of all that the built book consists of."""
    return hashes(filter(Path.is_file, paths.build("html").rglob("*")))


def _rendered(*parts: RenderableType) -> str:
    said = io.StringIO()
    console = Console(file=said, width=Console().width, soft_wrap=True)
    console.print(*parts, sep="\n")
    return said.getvalue().rstrip("\n")
