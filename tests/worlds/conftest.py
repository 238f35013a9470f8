"""Small worlds in which the answers are otherwise: each a project, its line run from end to end."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
import yaml

from modning import line
from slicebook import paths, runs
from slicebook.book import build_book
from slicebook.paper import build_paper
from slicebook.programme import load_programme
from slicebook.runs.steps import Done, gathered
from slicebook.slices import Slice
from worlds.exports import write_own
from worlds.plans import CHOSEN, FURTHER, Make, Plan

ROOT = Path(__file__).resolve().parents[2]
SHARED = ("uv.lock", "instruments", "data", "book", "lib", "LICENSE", "notebooks")
WHOLE = Slice("all", "all")


@dataclass(frozen=True)
class World:
    """A project whose exports, notebooks, paper and book are made, and how it ended."""

    folder: Path
    name: str
    plan: Plan
    languages: tuple[str, ...]
    reconciled: Done
    audited: Done

    def book(self, language: str = "en") -> Path:
        """Return the folder of a language's pages."""
        return self.folder / "build" / "html" / language

    def figures(self) -> pd.DataFrame:
        """Return all figures of the book."""
        return pd.read_csv(self.folder / "build" / "results.csv", dtype={"year": str})

    def whole(self) -> pd.DataFrame:
        """Return the figures of all places and years by name."""
        figures = self.figures()
        everywhere = (figures["municipality"] == "all") & (figures["year"] == "all")
        return figures[everywhere].set_index("figure")


# Notebooks whose further slices are looked at: all sections of a few pages.
BY_SLICE = (
    "01_intake/01_coverage",
    "01_intake/02_outreach",
    "01_intake/03_referral",
    "02_outcomes/02_recovery",
    "02_outcomes/01_support",
)
# Those with the figures of a place that the criteria ask for.
BY_PLACE = (
    "01_intake/01_coverage",
    "01_intake/02_outreach",
    "01_intake/03_referral",
    "02_outcomes/01_support",
    "02_outcomes/02_recovery",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker have all tests of a world, which takes minutes to build."""
    for item in items:
        params = item.callspec.params if hasattr(item, "callspec") else {}
        if "world" in params:
            item.add_marker(pytest.mark.xdist_group(params["world"]))


@pytest.fixture(scope="module", params=CHOSEN)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    plan = CHOSEN[request.param]
    folder = tmp_path_factory.mktemp("world")
    for name in SHARED:
        _lay(name, folder, {f"data/{file}": make for file, make in plan.files.items()})
    programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
    plan.change(programme)
    text = yaml.safe_dump(programme, sort_keys=False, allow_unicode=True)
    (folder / "programme.yml").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        yield _built(folder, request.param, plan)


def _lay(name: str, folder: Path, files: Mapping[str, Make | None]) -> None:
    """Lead from a world to a file or folder that it shares, but to no file that is its own."""
    there, here = ROOT / name, folder / name
    if name in files:
        if make := files[name]:
            here.write_text(make(there.read_text(encoding="utf-8")), encoding="utf-8")
    elif any(file.startswith(f"{name}/") for file in files):
        here.mkdir()
        for one in there.iterdir():
            _lay(f"{name}/{one.name}", folder, files)
    else:
        here.symlink_to(there)


def _built(folder: Path, name: str, plan: Plan) -> World:
    """Do what `modning evaluate exports` does, of the whole and of a few slices.

    The world that the gate builds is in one language and has no figures of single places; the
    further ones are not put on paper, where the same pages stand.
    """
    programme, further = load_programme(), name in FURTHER
    languages = ("en", "da") if further else ("en",)
    write_own(folder / "exports", plan.counts, programme, plan.shape)
    line.take_in([folder / "exports"])
    line.protect()
    planned = runs.plan(runs.notebook_paths(), [WHOLE])
    planned += runs.plan(_notebooks(BY_SLICE), plan.slices)
    if further:
        places = [Slice(place, "all") for place in programme.municipalities]
        planned += runs.plan(_notebooks(BY_PLACE), places)
    report = runs.execute(planned, jobs=2)
    assert [str(failure) for failure in report.failures] == []
    gathered(programme)
    reconciled = line.reconcile()
    if not further:
        build_paper(programme, "en")
    build_book(programme, languages)
    return World(folder, name, plan, languages, reconciled, line.audit())


def _notebooks(names: tuple[str, ...]) -> list[Path]:
    return [paths.notebooks() / f"{name}.ipynb" for name in names]
