"""Small worlds in which the answers are otherwise: each a project, its line run from end to end."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from modning import line
from slicebook import paths, runs
from slicebook.book import build_book
from slicebook.paper import build_paper
from slicebook.programme import load_programme
from slicebook.runs.steps import Done, gathered
from slicebook.slices import Slice
from worlds.exports import Counts, Shape, as_drawn, write_own
from worlds.shapes import alike, falls, rises, unanswered

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("uv.lock", "instruments", "data", "book", "lib", "LICENSE", "notebooks")
WHOLE = Slice("all", "all")
CODES = {"registration": 3, "baseline": 3, "completion": 3}
RANDERS = {"name": "Randers", "codes": CODES}
TWO: Counts = {
    ("koge", 2023): (24, 6, 5), ("koge", 2024): (70, 30, 24), ("koge", 2025): (28, 9, 8),
    ("odense", 2023): (45, 12, 9), ("odense", 2024): (170, 48, 40), ("odense", 2025): (80, 26, 18),
}  # fmt: skip
THREE: Counts = {
    ("koge", 2024): (70, 30, 24), ("koge", 2026): (12, 3, 2), ("odense", 2024): (120, 40, 30),
    ("randers", 2025): (40, 14, 11), ("randers", 2026): (90, 33, 20),
}  # fmt: skip
ALONE: Counts = {
    ("randers", 2023): (4, 0, 0), ("randers", 2024): (90, 33, 20), ("randers", 2025): (3, 6, 9),
}  # fmt: skip
TINY: Counts = {("koge", 2024): (4, 3, 2), ("odense", 2024): (3, 4, 3), ("odense", 2025): (2, 1, 4)}
UNFINISHED: Counts = {slice_: (register, began, 0) for slice_, (register, began, _) in TWO.items()}
BEFORE_ONLY: Counts = {slice_: (0, began, 0) for slice_, (_, began, _) in TWO.items()}
FIVE: Counts = {
    (place, year): (20 + 9 * at, 11 + 4 * at, 8 + 4 * at)
    for at, place in enumerate(("koge", "odense", "randers", "vejle", "viborg"))
    for year in (2024, 2025)
}


@dataclass(frozen=True)
class World:
    """A project whose exports, notebooks, paper and book are made, and how it ended."""

    folder: Path
    name: str
    counts: Counts
    elsewhere: tuple[str, ...]
    reconciled: Done
    audited: Done

    @property
    def book(self) -> Path:
        """Return the folder of its pages."""
        return self.folder / "build" / "html" / "en"


def _two(programme: dict[str, Any]) -> None:
    """Leave the programme as it is: the answers alone are others."""


def _three(programme: dict[str, Any]) -> None:
    """Add a municipality and a year, as the README says."""
    programme["municipalities"]["randers"] = RANDERS
    programme["years"].append(2026)
    programme["collection"]["last"] = date(2026, 8, 31)


def _alone(programme: dict[str, Any]) -> None:
    """Leave one municipality, which the printed report does not have."""
    programme["municipalities"] = {"randers": RANDERS}


def _five(programme: dict[str, Any]) -> None:
    """Add three municipalities."""
    for key in ("randers", "vejle", "viborg"):
        programme["municipalities"][key] = {"name": key.capitalize(), "codes": CODES}
    for at, place in enumerate(programme["municipalities"].values(), 1):
        place["codes"] = dict.fromkeys(CODES, at)


# What is changed, the answers, municipalities that are elsewhere, further slices of some pages, and
# what the answers say.
WORLDS: Mapping[str, tuple] = {
    "own answers": (_two, TWO, ("Randers",), [Slice("koge", "2023")], as_drawn),
    "three and 2026": (_three, THREE, (), [Slice("randers", "2026")], as_drawn),
    "one alone": (_alone, ALONE, ("Køge", "Koge", "Odense"), [Slice("randers", "2023")], as_drawn),
}
# These take longer than the gate has; see `make worlds`.
FURTHER: Mapping[str, tuple] = {
    "everything falls": (_two, TWO, ("Randers",), [], falls),
    "everything rises": (_two, TWO, ("Randers",), [], rises),
    "all answer alike": (_two, TWO, ("Randers",), [], alike),
    "a scale unanswered": (_two, TWO, ("Randers",), [], unanswered),
    "before only": (_two, BEFORE_ONLY, ("Randers",), [], as_drawn),
    "nobody finished": (_two, UNFINISHED, ("Randers",), [], as_drawn),
    "tiny": (_two, TINY, ("Randers",), [Slice("koge", "2024")], as_drawn),
    "five municipalities": (_five, FIVE, (), [], as_drawn),
}
CHOSEN = {**WORLDS, **(FURTHER if os.environ.get("WORLDS") == "all" else {})}
# Notebooks whose further slices are looked at: all sections of a few pages.
BY_SLICE = (
    "01_intake/01_coverage",
    "01_intake/02_outreach",
    "01_intake/03_referral",
    "02_outcomes/02_recovery",
    "02_outcomes/01_support",
)


@pytest.fixture(scope="module", params=CHOSEN)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    change, counts, elsewhere, slices, shape = CHOSEN[request.param]
    folder = tmp_path_factory.mktemp("world")
    for name in SHARED:
        (folder / name).symlink_to(ROOT / name)
    programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
    change(programme)
    text = yaml.safe_dump(programme, sort_keys=False, allow_unicode=True)
    (folder / "programme.yml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        yield _built(folder, request.param, counts, elsewhere, slices, shape)


def _built(
    folder: Path, name: str, counts: Counts, elsewhere: tuple[str, ...], slices: list, shape: Shape
) -> World:
    """Do what `modning evaluate exports --language en` does, of the whole and of a few slices."""
    programme = load_programme()
    write_own(folder / "exports", counts, programme, shape)
    line.take_in([folder / "exports"])
    line.protect()
    planned = runs.plan(runs.notebook_paths(), [WHOLE])
    planned += runs.plan([paths.notebooks() / f"{name}.ipynb" for name in BY_SLICE], slices)
    report = runs.execute(planned, jobs=2)
    assert [str(failure) for failure in report.failures] == []
    gathered(programme)
    reconciled = line.reconcile()
    build_paper(programme, "en")
    build_book(programme, ["en"])
    return World(folder, name, counts, elsewhere, reconciled, line.audit())
