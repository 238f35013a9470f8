"""One package of this repository in an environment of its own."""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[1]
# What lies beside a package's modules and is none of its files.
BESIDE = ("README.md", "pyproject.toml")


def installed_alone(package: str, folder: Path) -> Path:
    """Install a package's wheel and what it asks for, nothing else; return the folder of scripts.

    Everything but our own wheels comes from uv's cache, where installing the project has put it.
    """
    command = "sync --frozen --offline --no-dev --no-editable"
    # uv takes a wheel of ours from its cache as long as its pyproject.toml is the same.
    ours = [f"--reinstall-package={path.parent.name}" for path in ROOT.glob("lib/*/pyproject.toml")]
    done = subprocess.run(
        [find_uv_bin(), *command.split(), "--package", package, *ours],
        cwd=ROOT, env={**os.environ, "UV_PROJECT_ENVIRONMENT": str(folder)},
        capture_output=True, text=True,
    )  # fmt: skip
    if "network was disabled" in done.stderr:
        pytest.skip("uv's cache does not hold the locked packages")
    assert done.returncode == 0, done.stderr
    return folder / "bin"


def own_programme(project: Path, forms: Sequence[str] = ()) -> None:
    """Write the smallest example's programme, with one year and only some of its forms."""
    read = yaml.safe_load((ROOT / "examples/minimal/programme.yml").read_text(encoding="utf-8"))
    read |= {"years": [2025], "forms": {form: read["forms"][form] for form in forms}}
    for municipality in read["municipalities"].values():
        municipality["codes"] = {form: municipality["codes"][form] for form in forms}
    (project / "programme.yml").write_text(yaml.safe_dump(read), encoding="utf-8")


def run(scripts: Path, code: str, folder: Path) -> str:
    """Return what an environment's Python prints in a folder, of which no other project is said."""
    done = subprocess.run(
        [scripts / "python", "-c", code],
        cwd=folder, env={key: os.environ[key] for key in os.environ if key != "MODNING_PROJECT"},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_whole(package: str, scripts: Path) -> bool:
    """Tell whether an installed package has every file of its folder as it is, and no other."""
    [installed] = scripts.parent.glob(f"lib/python*/site-packages/{package}")
    return _files(installed) == _files(ROOT / "lib" / package)


def _files(root: Path) -> dict[str, bytes]:
    names = {path.relative_to(root).as_posix(): path for path in root.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in names.items()
        if "__pycache__" not in path.parts and name not in BESIDE
    }
