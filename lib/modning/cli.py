"""The commands; each prints what a person needs and leaves the work to the library."""

import sys
from pathlib import Path
from typing import Annotated

import typer

import modning.project_commands  # noqa: F401
from modning.check_commands import audit, reconcile
from modning.commands import Language, app, command, conclude, console, guarded, say, short
from slicebook import paths
from slicebook.programme import ALL, load_programme

Exports = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders of exports; build/exports without.")
]
Jobs = Annotated[int | None, typer.Option(help="Worker processes; the CPUs without.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="en, da; both without.")]
Limit = Annotated[
    int | None, typer.Option(min=1, help="At most so many slices of each notebook, for a try.")
]


def main() -> None:
    """Start a command; what a terminal or file in another encoding cannot show becomes "?"."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")
    app()


@command
def synth(
    folder: Annotated[Path | None, typer.Argument(help="Where to write; build/exports.")] = None,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
    formats: Annotated[list[str] | None, typer.Option("--format", help="csv, sav, xlsx.")] = None,
) -> None:
    """Write synthetic answers in which every figure the report prints holds."""
    from modning import line

    say(line.write_synthetic(folder or paths.exports(), seed, formats or ["csv"]).said)


@command
def validate(exports: Exports = None) -> None:
    """Take exports in: read, decode, check; good rows go on, bad ones to build/rejects."""
    from modning import line

    done = line.take_in(exports or [paths.exports()])
    conclude(done.said, done.well)
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

    conclude(*mapping.map_exports(exports, accept, by_position))


@command
def protect(
    presets: Annotated[
        bool, typer.Option("--presets", help="Say what each preset of the rules would withhold.")
    ] = False,
) -> None:
    """Decide what is withheld in all linked tables together; `validate` and `run` do it too."""
    from modning import line

    say(line.protect().said)
    if presets:
        say(line.losses())


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
        say(line.timing(report))
    say(gathered(programme).said)
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
    import pandas as pd

    from slicebook import runs
    from slicebook.runs.listing import topics
    from slicebook.slices import all_slices
    from slicebook.tables import headed, terminal

    planned = runs.plan(runs.notebook_paths(notebooks), all_slices(load_programme()))
    if why:
        for reason in runs.why(planned):
            say(reason)
        return
    table = pd.DataFrame(topics(planned), columns=["notebook", "title", "slices", "due"])
    console.print(terminal(headed(table, "Notebook|Topic|Slices|Due")))


@command
def book(languages: Languages = None) -> None:
    """Build the book from the executed notebooks: build/html/index.html."""
    _build(languages)


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
    if not exports:
        synth()
    validate(exports)
    if only or limit:
        _try(only, limit, languages, jobs)
        return
    run(jobs=jobs)
    reconcile()
    _build(languages, printed=True)
    audit()


def _build(languages: Languages, printed: bool = False) -> None:
    """Build the book, print it where it is to be, and say what of it lacks a translation."""
    from slicebook.book import build_book
    from slicebook.book.downloads import printed_files

    programme = load_programme()
    index = build_book(programme, languages or (), printed, say)
    for language in programme.languages(languages or ()) if printed else ():
        _printed(printed_files(language))
    say(f"open {short(index)}")


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
        say(f"open {short(build_trial(programme, language, chosen))}")
    whole = len(runs.plan(runs.notebook_paths(), slices))
    say(f"PARTIAL: {len(chosen)} of {whole} runs; nothing was reconciled, audited or published")


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
    follow(Wanted(here, language, tuple(exports or ())), port, say)


@command
def paper(languages: Languages = None) -> None:
    """Print the book: build/paper/<language>/report, annex (PDF, DOCX) and brief.pdf."""
    from slicebook.paper import build_paper

    programme = load_programme()
    for language in programme.languages(languages or ()):
        _printed(build_paper(programme, language))


def _printed(files: list[Path]) -> None:
    for path in files:
        say(f"printed {short(path)}")


if __name__ == "__main__":
    main()
