"""The whole line, once: synthetic answers, intake, every notebook, figures, kept in build/test.

Runs that did not change since the last test run are reused, as they are for a researcher.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pandas as pd
import pytest
from filelock import FileLock

from slicebook.runs import dependencies
from slicebook.text import speaking

# Examples are the same each time, and none fails for being slow on a busy machine.
hypothesis.settings.register_profile("modning", deadline=None, derandomize=True, max_examples=25)
hypothesis.settings.load_profile("modning")


ROOT = Path(__file__).resolve().parents[1]
PROJECT = ROOT / "build" / "test"
SHARED = ("programme.yml", "uv.lock", "instruments", "data", "notebooks", "book", "lib", "LICENSE")


@pytest.fixture(autouse=True, scope="session")
def in_english() -> Iterator[None]:
    """Have what readers see in English, once; `speak` is another language's."""
    with speaking("en"):
        yield


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[None]:
    """Fail a test that leaves a setting of ours changed for those after it."""
    before = _environment()
    yield
    assert _environment() == before


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name.startswith("MODNING_")}


def read_library_anew() -> None:
    """Have this process, which takes the library to stay as it found it, see what was edited."""
    for kept in ("_is_module", "_read", "_imported", "_library", "code_hashes"):
        getattr(dependencies, kept).cache_clear()


@dataclass(frozen=True)
class Evaluation:
    """A project whose notebooks have all been run."""

    folder: Path
    figures: pd.DataFrame
    failures: list[str]


@pytest.fixture(scope="session")
def project() -> Iterator[Path]:
    """Give a project folder of its own, so that a test never touches a researcher's build."""
    PROJECT.mkdir(parents=True, exist_ok=True)
    for name in SHARED:
        link = PROJECT / name
        if not link.is_symlink():
            link.symlink_to(ROOT / name)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(PROJECT))
        yield PROJECT


@pytest.fixture(scope="session")
def evaluation(project: Path) -> Evaluation:
    """Run the whole line up to the results table; of several workers, one runs and all reuse."""
    with alone(project):
        found = _evaluate(project)
    return found


@contextmanager
def alone(project: Path) -> Iterator[None]:
    """Keep other test workers from using the project for the length of a `with` block."""
    with FileLock(project / "lock"):
        yield


@pytest.fixture(scope="session")
def built(evaluation: Evaluation) -> Path:
    """Build the whole book and return its folder; test workers that share it build in turn."""
    from slicebook.book import build_book
    from slicebook.programme import load_programme

    programme = load_programme()
    with alone(evaluation.folder):
        return build_book(programme).parent


def _evaluate(project: Path) -> Evaluation:
    from modning import line
    from planted import plant
    from slicebook import paths, runs
    from slicebook.programme import load_programme
    from slicebook.reconcile import read_results
    from slicebook.runs.steps import gathered
    from slicebook.slices import all_slices
    from surveys.synthetic import write_exports

    programme = load_programme()
    write_exports(paths.exports())
    plant(paths.exports())
    line.take_in([paths.exports()])
    line.protect()
    planned = runs.plan(runs.notebook_paths(), all_slices(programme))
    report = runs.execute(planned, jobs=os.cpu_count())
    gathered(programme)
    figures = read_results()
    return Evaluation(project, figures, [str(failure) for failure in report.failures])
