"""An attack that is kept: done again where anything that it rests on changed, and not else."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from modning.audit.findings import Finding
from modning.audit.report import kept

FOUND = [Finding("a.b", "all", "2024", np.float64(1), float("inf"), None, np.True_, asked=3)]
SHOWN = [["a share", 0.5]]


@pytest.fixture
def attacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[object], int]:
    """Give how often it is attacked where so much is shown."""
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    for name in ("programme.yml", "data/known.yml", "editions/2026.csv", "build/results.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("before")

    def times(shown: object) -> int:
        done = []
        assert kept(shown, lambda: done.append(1) or FOUND) == FOUND
        return len(done)

    return times


def test_an_attack_on_the_same_is_not_made_again(attacks) -> None:
    assert [attacks(SHOWN), attacks(SHOWN)] == [1, 0]
    assert attacks([["a share", 0.6]]) == 1


@pytest.mark.parametrize(
    "file", ["programme.yml", "data/known.yml", "data/new.csv", "editions/2026.csv",
             "build/results.csv", "instruments/new.yml"],
)  # fmt: skip
def test_what_else_is_known_has_it_made_again(attacks, tmp_path: Path, file: str) -> None:
    attacks(SHOWN)
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text("after")
    assert attacks(SHOWN) == 1
