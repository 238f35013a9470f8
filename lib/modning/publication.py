"""Publish an edition: look what is in its way, put it in its place, note what it shows."""

from dataclasses import replace

from modning.audit.known import known
from modning.check import UNSEEN, Finding, findings, in_the_way
from slicebook import editions
from slicebook.book.publication import put
from slicebook.errors import InputError
from slicebook.made_with import made_with
from slicebook.programme import load_programme
from slicebook.targets import PRODUCTION, TARGETS, Target
from slicebook.written import refuse_unknown

# What must hold of a book that others are shown, published or not.
SHOWN = ("runs", "book", "paper", "audit")


class InTheWayError(Exception):
    """An edition that may not be put there; `found` says what was looked at."""

    def __init__(self, found: list[Finding]) -> None:
        """Keep what was found."""
        super().__init__("in the way of publication")
        self.found = found


def publish(edition: str, to: str, as_example: bool = False) -> list[str]:
    """Put the built book on "staging" or "production" as an edition; return what was done.

    Production takes only what nothing is in the way of, and is noted in `editions/`; staging takes
    what is whole and gives nothing away. Raises `InTheWayError`, and `InputError` where the target
    or the name is not good.
    """
    target = _target(to)
    editions.ledger(edition)
    found = findings(as_example, () if to == PRODUCTION else SHOWN)
    if in_the_way(found):
        raise InTheWayError(found)
    if to != PRODUCTION:
        return [f"staged, not published: {put(edition, target, load_programme())}"]
    unseen = [f"not looked at: {one.what}; {one.said}" for one in found if one.state == UNSEEN]
    return [*unseen, *_published(edition, target)]


def _published(edition: str, target: Target) -> list[str]:
    """Note an edition and put it on a target; it is not noted where it could not be put there."""
    noted = editions.publish(edition, replace(made_with(), together=known().together))
    try:
        place = put(edition, target, load_programme())
    except BaseException:
        editions.withdraw(edition)
        raise
    names = " ".join(f"editions/{path.name}" for path in noted)
    return [f"published: {place}", f"commit what it showed: git add {names}"]


def _target(to: str) -> Target:
    refuse_unknown("target", to, TARGETS)
    if (found := load_programme().targets.get(to)) is None:
        raise InputError(f"programme.yml: publish says nothing of {to}; give a folder or a branch")
    return found
