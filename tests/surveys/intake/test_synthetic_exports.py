"""The forms as they are: what `modning synth` writes is taken in whole, in every format alike."""

from pathlib import Path

import pytest

from slicebook.paths import build
from surveys.intake import take_in
from surveys.synthetic import write_exports

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def real(tmp_path, monkeypatch):
    project = tmp_path / "real"
    project.mkdir()
    for name in ("programme.yml", "instruments", "data"):
        (project / name).symlink_to(ROOT / name)
    monkeypatch.setenv("MODNING_PROJECT", str(project))


def test_every_format_gives_the_same_store(real, tmp_path):
    write_exports(tmp_path / "exports", formats=("csv", "xlsx", "sav"))
    stores = {}
    for ending in ("csv", "xlsx", "sav"):
        intake = take_in(sorted((tmp_path / "exports").glob(f"*.{ending}")))
        assert intake.synthetic
        assert intake.total.rejected == 0
        assert all(count.accepted > 100 for count in intake.forms.values())
        files = sorted(build("data").rglob("*.parquet"))
        stores[ending] = {str(path.relative_to(build())): path.read_bytes() for path in files}
    assert stores["csv"] == stores["xlsx"] == stores["sav"]
