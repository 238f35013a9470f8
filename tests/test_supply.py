"""What the project is made of: pinned to its bytes, and data files that can run nothing."""

import tomllib
from pathlib import Path

import pytest

from modning.errors import InputError
from modning.programme import read_yaml

ROOT = Path(__file__).resolve().parents[1]


def test_every_package_is_locked_to_its_bytes():
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    registry = [package for package in packages if "registry" in package["source"]]
    assert len(registry) > 100
    files = [
        (package["name"], file)
        for package in registry
        for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    ]
    assert {package["name"] for package in registry} == {name for name, _ in files}
    assert [name for name, file in files if not file["hash"].startswith("sha256:")] == []
    [own] = [package for package in packages if "registry" not in package["source"]]
    assert own["source"] == {"editable": "."}


def test_a_data_file_runs_nothing(tmp_path):
    proof = tmp_path / "ran"
    path = tmp_path / "programme.yml"
    path.write_text(f"name: !!python/object/apply:pathlib.Path.touch [{proof}]\n")
    with pytest.raises(InputError, match=r"programme\.yml: not valid YAML"):
        read_yaml(path)
    assert not proof.exists()
