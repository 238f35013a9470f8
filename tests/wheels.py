"""One package of this repository in an environment of its own."""

import os
import subprocess
from pathlib import Path

import pytest
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[1]


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


def modules(root: Path) -> dict[str, bytes]:
    """Return the content of every Python file below a folder, by its path from there."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*.py")}
