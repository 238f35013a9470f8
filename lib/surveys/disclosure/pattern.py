"""The pattern: which cells are withheld, decided for all tables together before any is shown.

`modning.protection` writes it, one file a form, municipality and year with the names of the cells
withheld there and no number. Notebook functions ask it before they show anything.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from slicebook import notes, paths
from slicebook.errors import InputError
from slicebook.files import read_once
from slicebook.programme import ALL, load_programme
from slicebook.seals import opened, sealed
from slicebook.slices import Slice
from surveys.disclosure.rules import fewest, tells_of_few

# Where an answers' frame keeps its slice (`DataFrame.attrs`); what is made from it keeps it too.
SLICE = "modning.slice"
# The form they are answers to.
FORM = "modning.form"
CELLS = "cells.txt"
# More answers than there are: what needs so many is never shown.
NEVER = 10**9


def withheld(cell: str, here: Slice | None, municipality: str = ALL) -> bool:
    """Tell whether a cell is withheld in a slice, or for one municipality of it.

    `cell` is `<form>/<question>.<answers>` as `cell_name` makes it. Without a slice (answers that
    are not the programme's) no pattern applies. Raises `InputError` for a cell that the pattern
    does not know: what is not protected is not shown.
    """
    if here is None:
        return False
    form = cell.split("/")[0]
    if cell not in listed(pattern_file(form)):
        raise InputError(
            f"{cell} is not among the cells protected together; add to data/tables.yml "
            f"`{line_to_add(cell)}` and call `modning protect`"
        )
    place = here.municipality if municipality == ALL else municipality
    note_asked(cell, ALL if here.municipality == ALL else place, here.year)
    return cell in listed(pattern_file(form, place, here.year))


def note_asked(name: str, municipality: str, year: str) -> None:
    """Note that a run asked of a cell, or a figure, what is withheld of its question in a slice.

    Of all municipalities that is each of them, too. `asked.answering` answers it again.
    """
    notes.asked(f"withheld of {question_of(name)} in {municipality} {year}")


def question_of(name: str) -> str:
    """Return what a cell's or a figure's name shares with the others of its question."""
    return name.partition(".")[0] if "/" in name else name.rpartition(".")[0] or name


def line_to_add(cell: str) -> str:
    """Return the line of `data/tables.yml` by which a cell is shown."""
    form, _, rest = cell.partition("/")
    question, _, answers = rest.partition(".")
    told = f"sets: {{NAME: {{answers: [{answers.replace('+', ', ')}]}}}}"
    told = "means: true" if "#" in question else told
    return f"{form}: {{{question.partition('#')[0]}: {{{told}}}}}"


def may_tell(
    cell: str,
    here: Slice | None,
    municipality: str = ALL,
    count: float | None = None,
    n: float | None = None,
) -> bool:
    """Tell whether a count of `n` may be shown, with its share: whether its cell is not withheld.

    Answers that are no slice of the programme's have no pattern: shown is what does not tell of
    few, or what is no count.
    """
    if here is not None:
        return not withheld(cell, here, municipality)
    return count is None or not tells_of_few(count, n, load_programme().threshold)


def withheld_figures(municipality: str, year: str) -> frozenset[str]:
    """Return the names of the figures that the pattern withholds in a slice.

    None of a municipality or year that the programme does not have: there are no answers.
    """
    return frozenset().union(*map(listed, figures_files(municipality, year)))


@dataclass(frozen=True)
class Gate:
    """How many answers a mean needs to be shown, and its interval, spread or test."""

    mean: int = 1
    spread: int = 1


def gate(cell: str, frame: object, municipality: str = ALL) -> Gate:
    """Return what a mean's cell needs in a slice of answers, or in one municipality of it."""
    here = slice_of_frame(frame)
    wide = cell.removesuffix("#mean") + "#spread"
    return Gate(*(answers_needed(one, here, municipality) for one in (cell, wide)))


def answers_needed(cell: str, here: Slice | None, municipality: str = ALL) -> int:
    """Return how many answers a mean (or, by its cell, a spread) needs to be shown.

    `NEVER` where the pattern withholds it.
    """
    if withheld(cell, here, municipality):
        return NEVER
    return fewest(load_programme(), spread=cell.endswith("#spread"))


def cell_name(form: str, column: str, answers: tuple[str, ...] = (), group: str = "") -> str:
    """Return a cell's name: `start/school.none`, `contact/advice[men].group`.

    Several answers taken together are joined by "+", in the form's order; without any, it is those
    who answered.
    """
    within = f"[{group}]" if group else ""
    return f"{form}/{column}{within}" + (f".{'+'.join(answers)}" if answers else "")


def mean_cell(form: str, name: str) -> str:
    """Return the cell name of means that are withheld together: `start/mood#mean`."""
    return cell_name(form, f"{name}#mean")


def everybody_cell(form: str) -> str:
    """Return the cell name of what is computed from all of a form and stands for no other cell."""
    return mean_cell(form, "everybody")


def spread_cell(form: str, name: str) -> str:
    """Return the cell name of intervals, spreads and tests of such means: `…mood#spread`."""
    return cell_name(form, f"{name}#spread")


def pattern_file(form: str, municipality: str | None = None, year: str | None = None) -> Path:
    """Return the file of the cells withheld in a slice; without one, of all cells of a form."""
    name = CELLS if municipality is None else f"{municipality}-{year}.txt"
    return paths.build("disclosure", form, name)


def figures_file(form: str, municipality: str, year: str) -> Path:
    """Return the file of the figures of a form that are withheld in a slice."""
    return paths.build("disclosure", form, "figures", f"{municipality}-{year}.txt")


def figures_files(municipality: str, year: str) -> list[Path]:
    """Return the files of the figures that are withheld in a slice, one for each stored form."""
    programme = load_programme()
    places, years = (ALL, *programme.municipalities), (ALL, *map(str, programme.years))
    if municipality not in places or year not in years:
        return []
    stored = sorted(place.name for place in paths.build("data").glob("*") if place.is_dir())
    return [figures_file(form, municipality, year) for form in stored]


def made_from(form: str) -> Path:
    """Return the file that says from which answers a form's pattern was decided."""
    return paths.build("disclosure", form, "made_from.json")


def note_of(answers: Mapping[str, str], texts: Iterable[Path]) -> str:
    """Return the note that says from which answers a pattern was decided and what its files hold.

    `answers` has the hashes of the stored ones (`answers.stored_hashes`).
    """
    hashes = {_name(path): _hash(path.read_bytes()) for path in texts}
    note = sealed({"answers": answers, "files": hashes})
    return json.dumps(note, indent=1, sort_keys=True) + "\n"


def check_current(form: str, answers: Mapping[str, str]) -> None:
    """Raise `InputError` where a form's pattern was decided from other answers than are stored.

    `answers` has the hashes of those that are to be read.
    """
    note = _note(made_from(form))
    if note is None and not paths.build("data", "intake.json").is_file():
        raise InputError(
            "no answers were taken in yet; call `modning validate` with exports, or "
            "`modning evaluate`, which makes synthetic ones without"
        )
    if note is None or not answers.items() <= note["answers"].items():
        raise InputError(f"what may be shown of {form} is not decided; call `modning protect`")


def pattern_text(path: Path) -> str:
    """Return a file of a form's pattern.

    Raises `InputError` where it is missing, or not as `modning protect` wrote it: a cut-off list of
    what is withheld would show the rest.
    """
    note = _note(made_from(Path(_name(path)).parts[0]))
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"{paths.named(path)} is missing; call `modning protect`") from None
    if note is None or note["files"].get(_name(path)) != _hash(content):
        raise InputError(f"{paths.named(path)} is not as `modning protect` wrote it; call it again")
    return content.decode()


def _name(path: Path) -> str:
    return path.relative_to(paths.build("disclosure")).as_posix()


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=8).hexdigest()


@read_once
def _note(path: Path) -> dict | None:
    """Return the note of a pattern; None where it is damaged, or an older library's."""
    note = opened(path) or {}
    parts = note.get("answers"), note.get("files")
    return note if all(isinstance(part, dict) for part in parts) else None


def slice_of_frame(frame: object) -> Slice | None:
    """Return the slice of a frame of answers, or of what was made from one; None without."""
    return getattr(frame, "attrs", {}).get(SLICE)


def form_of_frame(frame: object, otherwise: str) -> str:
    """Return the form whose answers a frame has; `otherwise` for answers of no programme."""
    return getattr(frame, "attrs", {}).get(FORM, otherwise)


@read_once
def listed(path: Path) -> frozenset[str]:
    """Return the names in a file of a pattern; see `pattern_text`."""
    return frozenset(pattern_text(path).split("\n")) - {""}
