"""What all commands share: the application, how a mistake ends one, and what it says."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from slicebook.errors import InputError, of_the_disk

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
    help="From exported survey forms and budgets to a published evaluation.",
)
console = Console(soft_wrap=True, markup=False, highlight=False, emoji=False)

Language = Annotated[str | None, typer.Option(help="en or da; programme.yml's without.")]


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


def say(text: str) -> None:
    """Print a line."""
    console.print(text)


def conclude(said: str, well: bool) -> None:
    """Print what a step says, and end the command with code 1 where it did not find all well."""
    say(said)
    if not well:
        raise typer.Exit(1)


def short(path: Path) -> str:
    """Return a path as a person types it here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
