"""The commands that look at what was built, and the one that publishes it."""

from typing import Annotated

import typer

from modning.commands import command, conclude, console, say

AsExample = Annotated[
    bool, typer.Option("--as-example", help="Publish synthetic answers as what they are.")
]


@command
def reconcile() -> None:
    """Compare the computed figures with the printed report; exit 1 on an unexplained difference."""
    from modning import line

    done = line.reconcile()
    conclude(done.said, done.well)


@command
def audit() -> None:
    """Try to work out what is withheld from all that is shown; exit 1 where it gives way."""
    from modning import line

    done = line.audit()
    conclude(done.said, done.well)


@command
def accessibility() -> None:
    """Look at every page under WCAG 2.2 AA, light and dark, desk and telephone; needs Chromium."""
    from modning import line

    def told(page: str, problems: list[str]) -> None:
        say(f"{page}: {len(problems)}")

    done = line.accessibility(told)
    conclude(done.said, done.well)


@command
def check(as_example: AsExample = False) -> None:
    """Say what stands between this project and publication; exit 1 where anything does."""
    from modning import check as checking

    found = checking.findings(as_example)
    console.print(checking.table(found))
    if blocking := checking.in_the_way(found):
        say(f"{len(blocking)} in the way of publication")
        raise typer.Exit(1)
    say("nothing is in the way of publication")


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
            say(line)
    except publication.InTheWayError as problem:
        console.print(checking.table(problem.found))
        say(f"not put on {to}: {len(checking.in_the_way(problem.found))} in the way")
        raise typer.Exit(1) from None
