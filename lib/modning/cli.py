"""The commands; each prints what a person needs and leaves the work to the library."""

import errno
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import ALL, load_programme

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="From exported survey forms and budgets to a published evaluation.",
)
console = Console(soft_wrap=True)

# No room, no right to write, a disk that takes none: nothing a traceback would explain.
DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM}

Exports = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders of exports; build/exports without.")
]
Jobs = Annotated[int | None, typer.Option(help="Worker processes; the CPUs without.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="en, da; both without.")]
Language = Annotated[str | None, typer.Option(help="en or da; programme.yml's without.")]


def command(function: Callable) -> Callable:
    """Register a command; a user's mistake or a full disk ends it with one message and code 2."""

    @app.command()
    @wraps(function)
    def wrapped(*arguments: object, **options: object) -> None:
        try:
            function(*arguments, **options)
        except InputError as mistake:
            _stop(str(mistake))
        except OSError as problem:
            if problem.errno not in DISK:
                raise
            _stop(f"{problem.filename or 'build'}: cannot be written: {problem.strerror}")

    return function


def _stop(message: str) -> NoReturn:
    Console(stderr=True, soft_wrap=True, highlight=False).print(message, markup=False)
    raise typer.Exit(2) from None


@command
def synth(
    folder: Annotated[Path | None, typer.Argument(help="Where to write; build/exports.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    formats: Annotated[list[str] | None, typer.Option("--format", help="csv, sav, xlsx.")] = None,
) -> None:
    """Write synthetic answers in which every figure the report prints holds."""
    from modning import line

    _say(line.write_synthetic(folder or paths.exports(), seed, formats or ["csv"]).said)


@command
def validate(exports: Exports = None) -> None:
    """Take exports in: read, decode, check; good rows go on, bad ones to build/rejects."""
    from modning import line

    _say(line.take_in(exports or [paths.exports()]).said)
    protect()


@command
def protect() -> None:
    """Decide what is withheld in all linked tables together; `validate` and `run` do it too."""
    from modning import line

    _say(line.protect().said)


@command
def run(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="Notebooks to run; all of them without.")
    ] = None,
    municipality: Annotated[list[str] | None, typer.Option(help="Only these.")] = None,
    year: Annotated[list[str] | None, typer.Option(help="Only these.")] = None,
    languages: Languages = None,
    data: Annotated[
        list[Path] | None, typer.Option(help="Exports to take in first, files or folders.")
    ] = None,
    jobs: Jobs = None,
    scheduler: Annotated[
        str | None, typer.Option(help='A Dask scheduler, tcp://…, or "local" to start one.')
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Run what did not change too.")] = False,
    cell_timeout: Annotated[float, typer.Option(help="Seconds a cell may take.")] = 300,
    run_timeout: Annotated[float, typer.Option(help="Seconds a notebook may take.")] = 900,
    why: Annotated[
        bool, typer.Option("--why", help="Say why each run would run; run none.")
    ] = False,
) -> None:
    """Run the notebooks for every municipality and year; gather build/results.csv."""
    from modning import line
    from slicebook import runs
    from slicebook.runs.steps import gathered
    from slicebook.slices import chosen_slices

    if data:
        validate(data)
    programme = load_programme()
    slices = [
        here
        for language in programme.languages(languages or ())
        for here in chosen_slices(programme, language, municipality, year)
    ]
    planned = runs.plan(runs.notebook_paths(notebooks), slices)
    if why:
        for reason in runs.why(planned):
            _say(reason)
        return
    protect()
    limits = runs.Limits(cell_timeout, run_timeout)
    report = runs.execute(planned, jobs=jobs, scheduler=scheduler, force=force, limits=limits)
    if report.executed:
        _say(line.timing(report))
    _say(gathered(programme, programme.language).said)
    if report.failures:
        raise typer.Exit(1)


@command
def reconcile() -> None:
    """Compare the computed figures with the printed report; exit 1 on an unexplained difference."""
    from modning import line

    done = line.reconcile()
    _say(done.said)
    if not done.well:
        raise typer.Exit(1)


@command
def audit() -> None:
    """Try to work out what is withheld from all that is shown; exit 1 where it gives way."""
    from modning import line

    done = line.audit()
    _say(done.said)
    if not done.well:
        raise typer.Exit(1)


@command
def publish(
    edition: Annotated[str, typer.Argument(help="The edition's name, such as 2026-01.")],
) -> None:
    """Audit what was built and, if it holds, note in editions/ what this edition shows."""
    from slicebook import editions

    audit()
    console.print(f"wrote {_short(editions.publish(edition))}")


@command
def codebook(
    folder: Annotated[Path | None, typer.Argument(help="Where to write; build/codebook.")] = None,
    language: Language = None,
) -> None:
    """Write a readable codebook, one Markdown page a form."""
    from modning.pages.codebook import write_codebook

    programme = load_programme()
    for path in write_codebook(
        folder or paths.build("codebook"), language or programme.language, programme
    ):
        _say(f"wrote {_short(path)}")


@command
def translate(language: Language = "da") -> None:
    """Bring the catalogues in book/locale up to date with the English prose; list what lacks."""
    from slicebook.book.catalogues import merge, unfinished

    for path in merge(language):
        console.print(f"wrote {_short(path)}", highlight=False, emoji=False)
    missing = unfinished(language)
    for line in missing:
        console.print(line, highlight=False, markup=False, emoji=False)
    console.print(f"{len(missing)} texts are missing or fuzzy in {language}")


@command
def book(languages: Languages = None) -> None:
    """Build the book from the executed notebooks: build/html/index.html."""
    from slicebook.book import build_book

    index = build_book(load_programme(), languages or ())
    _say(f"open {_short(index)}")


@command
def evaluate(
    exports: Exports = None,
    languages: Languages = None,
    jobs: Jobs = None,
) -> None:
    """Do all of it: answers in (synthetic without EXPORTS), run, reconcile, paper, book, audit."""
    if not exports:
        synth()
    validate(exports)
    run(languages=languages, jobs=jobs)
    reconcile()
    paper(languages)
    book(languages)
    audit()


@command
def preview(
    exports: Exports = None,
    municipality: Annotated[str, typer.Option(help="The slice to show.")] = ALL,
    year: Annotated[str, typer.Option(help="The slice to show.")] = ALL,
    language: Language = None,
    port: Annotated[int, typer.Option(help="Where the browser finds it.")] = 8787,
) -> None:
    """Show one slice in the browser and follow every save of a notebook, the library or data."""
    from slicebook.preview import Wanted
    from slicebook.preview import preview as follow
    from slicebook.slices import slice_of

    programme = load_programme()
    here = slice_of(municipality, year, language or programme.language, programme)
    follow(Wanted(here, tuple(exports or ())), port, _say)


def _say(text: str) -> None:
    console.print(text, markup=False, highlight=False)


@command
def paper(languages: Languages = None) -> None:
    """Print the book's main pages: build/paper/<language>/report.pdf and report.docx."""
    from slicebook.paper import build_paper

    programme = load_programme()
    for language in programme.languages(languages or ()):
        for path in build_paper(programme, language):
            _say(f"printed {_short(path)}")


def _short(path: Path) -> str:
    """Return a path as a person types it here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    sys.exit(app())
