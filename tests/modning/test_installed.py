"""The command from wheels, in a project of somebody else's: no make, no clone, no git."""

import os
import shutil
import subprocess
from pathlib import Path

import pandas as pd

from wheels import installed_alone, is_whole

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOK = "notebooks/03_costs/01_startup.ipynb"


def test_a_project_in_any_folder_is_run_by_the_installed_command(tmp_path: Path) -> None:
    scripts = installed_alone("modning", tmp_path / "environment")
    assert is_whole("modning", scripts)
    project = tmp_path / "ude på landet"
    for name in ("instruments", "data"):
        shutil.copytree(ROOT / name, project / name)
    (project / NOTEBOOK).parent.mkdir(parents=True)
    for name in ("programme.yml", NOTEBOOK):
        shutil.copy(ROOT / name, project / name)
    kept = {name: value for name, value in os.environ.items() if name != "MODNING_PROJECT"}
    done = subprocess.run(
        [scripts / "modning", "run", "--jobs", "1"],
        cwd=project, env=kept, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found = pd.read_csv(project / "build" / "results.csv").set_index("figure")
    expected = pd.read_csv(ROOT / "tests" / "notebooks" / "expected.csv").set_index("figure")
    startup = expected[expected["notebook"] == "03_costs/01_startup"]
    pd.testing.assert_frame_equal(found, startup, check_dtype=False)
