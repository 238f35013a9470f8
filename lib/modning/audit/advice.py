"""What to do where an edition that is out and this book tell too much together."""

from collections.abc import Iterable, Iterator

from modning.audit.findings import Finding
from slicebook.programme import ALL

# How many places are named.
NAMED = 4
_OUT = "{edition} is out, and nothing that it shows can be withheld again."
_SINCE = (
    "Too few came in since {edition}, or were withdrawn, of {where}: wait until more forms are in "
    "there, or end `collection` in programme.yml on the last day of {edition}, so that what came "
    "in since waits for a later edition, and keep what was withdrawn until then"
)
_HIDDEN = (
    "What {edition} and this book withhold follows from both, of {where}: show answers together as "
    "{edition} did (`merged` and `sets` in data/tables.yml), call `modning protect` and run again; "
    "if that is so, wait until more forms are in there"
)


def advice(unsafe: Iterable[Finding]) -> Iterator[str]:
    """Yield what to do of each edition, and where."""
    by_edition: dict[str, list[Finding]] = {}
    for one in unsafe:
        if one.edition:
            by_edition.setdefault(one.edition, []).append(one)
    for edition, found in by_edition.items():
        since = [one for one in found if one.figure.endswith(f" since {edition}")]
        rest = [one for one in found if one not in since]
        for told, some in ((_SINCE, since), (_HIDDEN, rest)):
            if some:
                text = f"{_OUT} {told}"
                yield text.format(edition=edition, where=_where(some))


def _where(found: Iterable[Finding]) -> str:
    """Return municipalities and years by themselves, or of what there are totals only, these."""
    keys = list(dict.fromkeys((one.municipality, one.year) for one in found))
    single = [key for key in keys if ALL not in key] or keys
    more = f" and {len(single) - NAMED} more" if len(single) > NAMED else ""
    return ", ".join(" ".join(key) for key in single[:NAMED]) + more
