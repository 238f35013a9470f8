"""The commands; each prints what a person needs and leaves the work to the library."""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, NoReturn

import rich.box
import typer
from rich.console import Console
from rich.table import Table

from slicebook import paths
from slicebook.errors import InputError, of_the_disk
from slicebook.programme import ALL, load_programme

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="From exported survey forms and budgets to a published evaluation.",
)
console = Console(soft_wrap=True, markup=False, highlight=False, emoji=False)

Exports = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders of exports; build/exports without.")
]
Jobs = Annotated[int | None, typer.Option(help="Worker processes; the CPUs without.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="en, da; both without.")]
AsExample = Annotated[
    bool, typer.Option("--as-example", help="Publish synthetic answers as what they are.")
]
Limit = Annotated[
    int | None, typer.Option(min=1, help="At most so many slices of each notebook, for a try.")
]
Language = Annotated[str | None, typer.Option(help="en or da; programme.yml's without.")]


def main() -> None:
    """Start a command; what a terminal or file in another encoding cannot show becomes "?"."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    app()


def guarded(function: Callable) -> Callable:
    """Let a user's mistake or a full disk end a command with one message and code 2."""

    @wraps(function)
    def wrapped(*arguments: object, **options: object) -> None:
        try:
            function(*arguments, **options)
        except InputError as mistake:
            _stop(str(mistake))
        except OSError as problem:
            if (said := of_the_disk(problem)) is None:
                raise
            _stop(said)

    return wrapped


def command(function: Callable) -> Callable:
    """Register a command under its function's name."""
    app.command()(guarded(function))
    return function


def _stop(message: str) -> NoReturn:
    told = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)
    told.print(message)
    raise typer.Exit(2) from None


@command
def new(
    folder: Annotated[Path, typer.Argument(help="Where to write; it must be empty.")],
    forms: Annotated[
        list[Path] | None,
        typer.Option(help="A form: an XLSForm, a data dictionary …; again for each; an example."),
    ] = None,
    languages: Annotated[str | None, typer.Option(help="Of the book, such as en,da.")] = None,
    places: Annotated[str | None, typer.Option(help="Such as North,South.")] = None,
    years: Annotated[str | None, typer.Option(help="Such as 2024-2026.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing, take what is usual.")] = False,
) -> None:
    """Write a project of your own that builds at once."""
    from modning.new import write_project
    from modning.new.asking import wanted

    ask = None if yes else typer.prompt
    for remark in write_project(wanted(folder, forms or [], languages, places, years, ask)):
        _say(remark)
    _say(f"wrote {_short(folder.absolute())}; there: make book (or: modning evaluate)")


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

    done = line.take_in(exports or [paths.exports()])
    _say(done.said)
    if not done.well:
        raise typer.Exit(1)
    protect()


@app.command("map")
@guarded
def map_exports(
    exports: Annotated[list[Path], typer.Argument(help="Files, folders or archives.")],
    accept: Annotated[bool, typer.Option("--accept", help="Use what is sure from now on.")] = False,
    by_position: Annotated[
        bool, typer.Option("--by-position", help="The columns stand in the form's order.")
    ] = False,
) -> None:
    """Find which column of an export is which question; write it to mappings/, to be looked at."""
    from surveys.intake.mapping import command as mapping

    said, well = mapping.map_exports(exports, accept, by_position)
    _say(said)
    if not well:
        raise typer.Exit(1)


@command
def template(
    form: Annotated[str, typer.Argument(help="The form's id.")],
    path: Annotated[Path | None, typer.Argument(help="Where to write; FORM.xlsx here.")] = None,
) -> None:
    """Write an empty spreadsheet with a form's headings and what each column may hold."""
    from surveys.intake.template import write_template

    console.print(f"wrote {_short(write_template(form, path or Path.cwd() / f'{form}.xlsx'))}")


@command
def protect(
    presets: Annotated[
        bool, typer.Option("--presets", help="Say what each preset of the rules would withhold.")
    ] = False,
) -> None:
    """Decide what is withheld in all linked tables together; `validate` and `run` do it too."""
    from modning import line

    _say(line.protect().said)
    if presets:
        _say(line.losses())


@command
def run(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="Notebooks to run; all of them without.")
    ] = None,
    municipality: Annotated[list[str] | None, typer.Option(help="Only these.")] = None,
    year: Annotated[list[str] | None, typer.Option(help="Only these.")] = None,
    data: Annotated[
        list[Path] | None, typer.Option(help="Exports to take in first, files or folders.")
    ] = None,
    jobs: Jobs = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler, tcp://… or tls://….")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Run what did not change too.")] = False,
    cell_timeout: Annotated[float, typer.Option(help="Seconds a cell may take.")] = 300,
    run_timeout: Annotated[float, typer.Option(help="Seconds a notebook may take.")] = 900,
    limit: Limit = None,
) -> None:
    """Run the notebooks for every municipality and year; gather build/results.csv."""
    from modning import line
    from slicebook import runs
    from slicebook.runs.steps import gathered
    from slicebook.slices import chosen_slices

    if data:
        validate(data)
    programme = load_programme()
    slices = chosen_slices(programme, municipality, year)
    planned = runs.plan(runs.notebook_paths(notebooks), slices, limit)
    protect()
    limits = runs.Limits(cell_timeout, run_timeout)
    report = runs.execute(planned, jobs=jobs, scheduler=scheduler, force=force, limits=limits)
    if report.executed:
        _say(line.timing(report))
    _say(gathered(programme).said)
    if report.failures:
        raise typer.Exit(1)


@app.command("list")
@guarded
def list_topics(
    notebooks: Annotated[
        list[Path] | None, typer.Argument(help="Notebooks to list; all of them without.")
    ] = None,
    why: Annotated[bool, typer.Option("--why", help="Say of each run why it is due.")] = False,
) -> None:
    """List the notebooks, how many slices each has, and how many of them are due."""
    from slicebook import runs
    from slicebook.runs.listing import topics
    from slicebook.slices import all_slices

    planned = runs.plan(runs.notebook_paths(notebooks), all_slices(load_programme()))
    if why:
        for reason in runs.why(planned):
            _say(reason)
        return
    table = Table(box=rich.box.MARKDOWN)
    for column in ("Notebook", "Topic", "Slices", "Due"):
        table.add_column(column)
    for topic in topics(planned):
        table.add_row(topic.notebook, topic.title, str(topic.slices), str(topic.due))
    console.print(table)


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
def accessibility() -> None:
    """Look at every page under WCAG 2.2 AA, light and dark, desk and telephone; needs Chromium."""
    from modning import line

    def told(page: str, problems: list[str]) -> None:
        _say(f"{page}: {len(problems)}")

    done = line.accessibility(told)
    _say(done.said)
    if not done.well:
        raise typer.Exit(1)


@command
def check(as_example: AsExample = False) -> None:
    """Say what stands between this project and publication; exit 1 where anything does."""
    from modning import check as checking

    found = checking.findings(as_example)
    console.print(checking.table(found))
    if blocking := checking.in_the_way(found):
        _say(f"{len(blocking)} in the way of publication")
        raise typer.Exit(1)
    _say("nothing is in the way of publication")


@command
def publish(
    edition: Annotated[str, typer.Argument(help="The edition's name, such as 2026-01.")],
    to: Annotated[str, typer.Option(help="staging or production: see publish in programme.yml.")],
    as_example: AsExample = False,
) -> None:
    """Put the built book where it is published, unless something stands in the way."""
    from modning import check as checking
    from modning import publication

    try:
        for line in publication.publish(edition, to, as_example):
            _say(line)
    except publication.InTheWayError as problem:
        console.print(checking.table(problem.found))
        _say(f"not put on {to}: {len(checking.in_the_way(problem.found))} in the way")
        raise typer.Exit(1) from None


@command
def codebook(
    folder: Annotated[Path | None, typer.Argument(help="Where to write; build/codebook.")] = None,
    language: Language = None,
) -> None:
    """Write a readable codebook, one Markdown page a form."""
    from modning.pages.codebook import write_codebook
    from slicebook.text import speaking

    programme = load_programme()
    with speaking(language or programme.language):
        for path in write_codebook(folder or paths.build("codebook"), programme):
            _say(f"wrote {_short(path)}")


@command
def instrument(
    path: Annotated[Path, typer.Argument(help="An XLSForm, a data dictionary, a labelled file …")],
    form: Annotated[
        str | None, typer.Option(help="The form's name; the file's own without.")
    ] = None,
) -> None:
    """Draft instruments/<form>.yml from another system's file of a form."""
    from surveys import instruments

    places = {}
    if paths.programme().is_file():
        municipalities = load_programme().municipalities
        places = {key: place.name for key, place in municipalities.items()}
    for draft in instruments.draft_forms(path, places, form):
        target = instruments.write_draft(draft)
        _say(f"drafted {_short(target)}: {len(draft.form.items)} questions, to be looked at")
        for remark in draft.remarks:
            _say(f"  {remark}")


@command
def export_form(
    form: Annotated[str, typer.Argument(help="A form of instruments/.")],
    kind: Annotated[str, typer.Option("--as", help="xlsform, redcap or ddi.")],
    folder: Annotated[Path | None, typer.Argument(help="Where to write; build/forms.")] = None,
    language: Language = None,
) -> None:
    """Write a form for another survey system or an archive."""
    from surveys import instruments
    from surveys.codebook import load_codebook

    programme = load_programme()
    forms = load_codebook(programme)
    if form not in forms:
        raise InputError(f'form "{form}" is unknown; expected one of {", ".join(forms)}')
    wanted = language or programme.language
    target = folder or paths.build("forms")
    _say(f"wrote {_short(instruments.export_form(forms[form], kind, target, wanted))}")


@command
def schemas() -> None:
    """Write what editors complete and check the files by that people write: schemas/*.json."""
    from modning.schemas import write_schemas

    _say(f"wrote {len(write_schemas())} schemas to {_short(paths.root() / 'schemas')}")


@command
def cite() -> None:
    """Write CITATION.cff and .zenodo.json from programme.yml."""
    from slicebook.book.citation_files import write_citation_files

    for path in write_citation_files(load_programme()):
        _say(f"wrote {_short(path)}")


@command
def translate(language: Language = "da") -> None:
    """Bring the catalogues in book/locale up to date with the English prose; list what lacks."""
    from slicebook.book.catalogues import merge, unfinished

    for path in merge(language):
        _say(f"wrote {_short(path)}")
    missing = unfinished(language)
    for line in missing:
        _say(line)
    _say(f"{len(missing)} texts are missing or fuzzy in {language}")


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
    only: Annotated[
        list[Path] | None, typer.Option(help="Only these notebooks, for a try.")
    ] = None,
    limit: Limit = None,
) -> None:
    """Do all of it: answers in (synthetic without EXPORTS), run, reconcile, paper, book, audit.

    With --only or --limit, only a book of those runs, for a try.
    """
    from slicebook.book.build import stale

    programme = load_programme()
    due = stale(programme)
    # Said now, not when the notebooks have been run.
    for language in (one for one in programme.languages(languages or ()) if one in due):
        from slicebook.book.catalogues import all_finished

        all_finished(language)
    if not exports:
        synth()
    validate(exports)
    if only or limit:
        _try(only, limit, languages, jobs)
        return
    run(jobs=jobs)
    reconcile()
    paper(languages)
    book(languages)
    audit()


def _try(only: list[Path] | None, limit: int | None, languages: Languages, jobs: Jobs) -> None:
    """Run a part of the notebooks, build the book of it, and say how much that is."""
    from slicebook import runs
    from slicebook.book.trial import build_trial
    from slicebook.slices import all_slices

    run(only, jobs=jobs, limit=limit)
    programme = load_programme()
    slices = all_slices(programme)
    chosen = runs.plan(runs.notebook_paths(only), slices, limit)
    for language in programme.languages(languages or ()):
        _say(f"open {_short(build_trial(programme, language, chosen))}")
    whole = len(runs.plan(runs.notebook_paths(), slices))
    _say(f"PARTIAL: {len(chosen)} of {whole} runs; nothing was reconciled, audited or published")


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
    [language] = programme.languages([language or programme.language])
    here = slice_of(municipality, year, programme)
    follow(Wanted(here, language, tuple(exports or ())), port, _say)


def _say(text: str) -> None:
    console.print(text)


@command
def paper(languages: Languages = None) -> None:
    """Print the book: build/paper/<language>/report, annex (PDF, DOCX) and brief.pdf."""
    from slicebook.paper import build_paper

    programme = load_programme()
    for language in programme.languages(languages or ()):
        for path in build_paper(programme, language):
            _say(f"printed {_short(path)}")


def _short(path: Path) -> str:
    """Return a path as a person types it here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


if __name__ == "__main__":
    main()
