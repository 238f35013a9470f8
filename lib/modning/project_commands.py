"""The commands for a project's own files: its forms, schemas, citation and translations."""

from pathlib import Path
from typing import Annotated

import typer

from modning.commands import Language, command, console, say, short
from slicebook import paths
from slicebook.programme import load_programme
from slicebook.written import refuse_unknown


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
        say(remark)
    say(f"wrote {short(folder.absolute())}; there: make book (or: modning evaluate)")


@command
def notebook(
    name: Annotated[str, typer.Argument(help="Folder, number and name, such as 01_intake/09_age.")],
    form: Annotated[str | None, typer.Option(help="The form that it asks.")] = None,
) -> None:
    """Write a notebook to begin with: it runs, and shows the question that its name ends with."""
    from modning.new.blank import write_notebook

    say(f"wrote {short(write_notebook(name, form))}; see it: make preview, edit it: make lab")


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
        say(f"drafted {short(target)}: {len(draft.form.items)} questions, to be looked at")
        for remark in draft.remarks:
            say(f"  {remark}")


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
    refuse_unknown("form", form, forms)
    wanted = language or programme.language
    target = folder or paths.build("forms")
    say(f"wrote {short(instruments.export_form(forms[form], kind, target, wanted))}")


@command
def template(
    form: Annotated[str, typer.Argument(help="The form's id.")],
    path: Annotated[Path | None, typer.Argument(help="Where to write; FORM.xlsx here.")] = None,
) -> None:
    """Write an empty spreadsheet with a form's headings and what each column may hold."""
    from surveys.intake.template import write_template

    console.print(f"wrote {short(write_template(form, path or Path.cwd() / f'{form}.xlsx'))}")


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
            say(f"wrote {short(path)}")


@command
def schemas() -> None:
    """Write what editors complete and check the files by that people write: schemas/*.json."""
    from modning.schemas import write_schemas

    say(f"wrote {len(write_schemas())} schemas to {short(paths.root() / 'schemas')}")


@command
def cite() -> None:
    """Write CITATION.cff and .zenodo.json from programme.yml."""
    from slicebook.book.citation_files import write_citation_files

    for path in write_citation_files(load_programme()):
        say(f"wrote {short(path)}")


@command
def translate(language: Language = "da") -> None:
    """Bring the catalogues in book/locale up to date with the English prose; list what lacks."""
    from slicebook.book.catalogues import merge, unfinished

    for path in merge(language):
        say(f"wrote {short(path)}")
    missing = unfinished(language)
    for line in missing:
        say(line)
    say(f"{len(missing)} texts are missing or fuzzy in {language}")
