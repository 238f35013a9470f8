import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
import yaml

from surveys.synthetic import write_exports

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def project_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict], Path]:
    """Make a project of its own whose programme.yml has some entries replaced or added."""

    def make(changes: dict) -> Path:
        folder = tmp_path / "project"
        for name in ("instruments", "data"):
            shutil.copytree(ROOT / name, folder / name)
        programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
        for key, value in changes.items():
            both = isinstance(value, dict)
            programme[key] = {**programme[key], **value} if both else value
        text = yaml.safe_dump(programme, allow_unicode=True)
        (folder / "programme.yml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("MODNING_PROJECT", str(folder))
        return folder

    return make


@pytest.fixture(scope="session")
def read_csv() -> Callable[[Path], pd.DataFrame]:
    """Read an export as a person with pandas would."""

    def read(path: Path) -> pd.DataFrame:
        frame = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig")
        return frame.assign(
            submitted=pd.to_datetime(frame["submitted"], format="%d-%m-%Y %H:%M:%S")
        )

    return read


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the shipped programme's exports once, in all formats, by seed 1."""
    folder = tmp_path_factory.mktemp("written") / "new" / "folder"
    write_exports(folder, formats=("csv", "sav", "xlsx"))
    return folder
