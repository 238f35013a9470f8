"""What stands between this project and publication, asked of the steps themselves.

Nothing is taken in, run or built for it: it looks at what is there.
"""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

import pandas as pd
from python_calamine import CalamineWorkbook
from rich.table import Table

from modning import line
from slicebook import paths, runs
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.programme import load_programme
from slicebook.runs.steps import Done, standing
from slicebook.slices import all_slices
from slicebook.tables import headed, terminal
from surveys.partitions import manifest_file

WELL, BLOCKS, UNSEEN = "well", "in the way", "not looked at"
# Lines of what a step says that go into the table.
LINES = 3
# How the template words what is to be replaced.
EXAMPLE = re.compile(r"an example\b.*\breplace it", re.IGNORECASE)
MOVED = "was not done, or what it read has changed since; call `modning validate`"


@dataclass(frozen=True)
class Finding:
    """What was looked at, one of `WELL`, `BLOCKS` and `UNSEEN`, and why in words."""

    what: str
    state: str
    said: str


def findings(as_example: bool = False, only: Collection[str] = ()) -> list[Finding]:
    """Ask everything, or `only` some; `as_example` lets synthetic answers out as what they are."""
    asked = {
        "intake": _intake, "answers": lambda: _answers(as_example),
        "examples": lambda: _examples(as_example), "runs": _runs,
        "reconciliation": lambda: _of(line.reconcile()), "translations": _translations,
        "book": _book, "paper": _paper, "claims": _claims, "workbook": _workbook,
        "links": lambda: _of(line.links(), first=True),
        "audit": lambda: _of(line.audit(), first=True), "accessibility": _accessibility,
        "citation": _citation, "changes": _changes,
    }  # fmt: skip
    return [_asked(what, ask) for what, ask in asked.items() if what in (only or asked)]


def in_the_way(found: Iterable[Finding]) -> list[Finding]:
    """Return what must be settled before publication."""
    return [one for one in found if one.state == BLOCKS]


def table(found: Iterable[Finding]) -> Table:
    """Return what was found for the terminal."""
    return terminal(headed(pd.DataFrame(found), "What|How it stands|Why"))


def _asked(what: str, ask: Callable[[], tuple[str, str]]) -> Finding:
    try:
        return Finding(what, *ask())
    except InputError as mistake:
        return Finding(what, BLOCKS, _few(str(mistake).splitlines()))


def _intake() -> tuple[str, str]:
    step = standing("intake")
    if step is None:
        return BLOCKS, MOVED
    told = [one for one in step.said.splitlines() if "read = accepted" in one]
    return (WELL if step.well else BLOCKS), told[0].split("|")[1].strip()


def _answers(as_example: bool) -> tuple[str, str]:
    if not manifest_file().is_file():
        return BLOCKS, "none were taken in; call `modning validate`"
    if not evaluation().origin()["synthetic"]:
        return WELL, "those of exports"
    if as_example:
        return WELL, "synthetic, published as an example"
    return BLOCKS, "synthetic: nobody gave them (--as-example publishes them as that)"


def _examples(as_example: bool) -> tuple[str, str]:
    """Tell whether prices and limits of a new project stand there yet, which nobody stated."""
    files = [path for path in sorted(paths.data().glob("*.*")) if path.suffix in (".csv", ".yml")]
    left = [path.name for path in files if EXAMPLE.search(path.read_text("utf-8"))]
    if not left:
        return WELL, "none of a new project's are left in data/"
    said = f"data/: {', '.join(left)} still hold examples of a new project"
    return (WELL if as_example else BLOCKS), said


def _runs() -> tuple[str, str]:
    planned = runs.plan(runs.notebook_paths(), all_slices(load_programme()))
    if not (due := runs.due(planned)):
        return WELL, f"{len(planned)} stand as they are"
    first, reason = next(iter(due.items()))
    return BLOCKS, f"{len(due)} of {len(planned)} are due; {first.name}: {reason}"


def _translations() -> tuple[str, str]:
    from slicebook.book.catalogues import unfinished

    languages = load_programme().languages()
    missing = {language: len(unfinished(language)) for language in languages}
    said = ", ".join(f"{count} missing in {language}" for language, count in missing.items())
    return (BLOCKS if any(missing.values()) else WELL), said


def _book() -> tuple[str, str]:
    from slicebook.book.build import stale

    if languages := stale(load_programme()):
        return BLOCKS, f"not built from what is here: {', '.join(languages)}; call `modning book`"
    return WELL, "built from what is here"


def _paper() -> tuple[str, str]:
    from slicebook.book.downloads import printed_files
    from slicebook.paper.build import stale

    programme = load_programme()
    if languages := stale(programme):
        return (
            BLOCKS,
            f"not printed from what is here: {', '.join(languages)}; call `modning paper`",
        )
    printed = [path for one in programme.languages() for path in printed_files(one)]
    return WELL, f"{len(printed)} files printed from what is here"


def _claims() -> tuple[str, str]:
    from slicebook.book.claims import CLAIMS

    path = paths.build(CLAIMS)
    if not path.is_file():
        return BLOCKS, f"{paths.named(path)} is missing; call `modning book`"
    held = pd.read_csv(path)["holds"]
    return (WELL if held.all() else BLOCKS), f"{held.sum()} of {len(held)} hold"


def _workbook() -> tuple[str, str]:
    from slicebook.book.downloads import workbooks

    languages = load_programme().languages()
    there = [paths.build("html", one, name) for one in languages for name in workbooks(one)]
    if missing := [path for path in there if not path.is_file()]:
        return BLOCKS, f"{paths.named(missing[0])} is missing; call `modning book`"
    sheets = [len(CalamineWorkbook.from_path(path).sheet_names) for path in there]
    said = ", ".join(f"{count} sheets in {path.parent.name}/{path.name}"
                     for count, path in zip(sheets, there, strict=True))  # fmt: skip
    return (WELL if len(set(sheets)) == 1 else BLOCKS), said


def _accessibility() -> tuple[str, str]:
    step = line.accessibility_seen()
    if step is None:
        return UNSEEN, "`modning accessibility` looks at every page of this book, with Chromium"
    return _of(step)


def _citation() -> tuple[str, str]:
    from slicebook.book.citation_files import citation_files

    programme = load_programme()
    lacking = [key for key in ("authors", "license") if not programme.citation.get(key)]
    if lacking:
        return BLOCKS, f"programme.yml: citation has no {' and no '.join(lacking)}"
    made = {paths.root() / name: text for name, text in citation_files(programme).items()}
    for path, text in made.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            return BLOCKS, f"{path.name} is not what programme.yml gives; call `modning cite`"
    return WELL, ", ".join(path.name for path in made)


def _changes() -> tuple[str, str]:
    from slicebook.book.citation import uncommitted

    changed = uncommitted()
    if changed is None:
        return BLOCKS, "the project is not in git, so nobody could say what was published"
    if changed:
        return BLOCKS, f"{len(changed)} uncommitted: {_few(changed)}"
    return WELL, "all is committed"


def _of(step: Done, first: bool = False) -> tuple[str, str]:
    """Return how a step went, with its first or last line where it went well."""
    lines = step.said.splitlines() or [""]
    if step.well:
        return WELL, lines[0 if first else -1]
    # What was found stands below what was looked at.
    return BLOCKS, "\n".join(lines[-LINES:])


def _few(lines: list[str]) -> str:
    more = [f"… and {len(lines) - LINES} more"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more])
