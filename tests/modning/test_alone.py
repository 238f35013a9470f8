"""The statistics without a project: the examples of the documentation, run by a stranger."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
ITEMS = ["supported", "hope", "identity", "meaning", "control"]
PARTS = ["mother", "town", "day"]


def example(name: str) -> str:
    """Return the Python that a document shows."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return re.search(r"```python\n(.*?)```", text, re.DOTALL)[1]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that no project is above, with answers in it."""
    folder = tmp_path_factory.mktemp("elsewhere")
    rng = np.random.default_rng(1)
    for name, mean in (("before", 2.8), ("after", 3.6)):
        level = mean + rng.normal(0, 0.8, (40, 1)) + rng.normal(0, 0.7, (40, 5))
        answers = pd.DataFrame(np.clip(np.round(level), 1, 5), columns=ITEMS)
        answers.mask(rng.random((40, 5)) < 0.02).to_csv(folder / f"{name}.csv", index=False)
        codes = [[f"{i % 7}{part}", f"{i % 5}", f"{i}"] for i, part in enumerate("x" * 40)]
        pd.DataFrame(codes, columns=PARTS).to_csv(folder / f"codes_{name}.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder to import from that holds what a wheel holds, and nothing around it."""
    folder = tmp_path_factory.mktemp("site")
    ignored = shutil.ignore_patterns("__pycache__")
    for file in ROOT.glob("lib/*/pyproject.toml"):
        shutil.copytree(file.parent, folder / file.parent.name, ignore=ignored)
    return folder


def run(code: str, elsewhere: Path, installed: Path) -> str:
    """Return what code prints, run where there is no project; a warning is an error."""
    kept = {key: value for key, value in os.environ.items() if key != "MODNING_PROJECT"}
    done = subprocess.run(
        # Imported libraries may warn of one another; what the functions do may not.
        [sys.executable, "-c", f"{imports(code)}\nimport warnings\nwarnings.simplefilter('error')\n"
         f"import modning\nassert modning.__file__.startswith({str(installed)!r})\n{code}"],
        cwd=elsewhere, env={**kept, "PYTHONPATH": str(installed)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def imports(code: str) -> str:
    return "\n".join(line for line in code.splitlines() if line.startswith(("import", "from")))


def test_the_readmes_example(elsewhere, installed):
    said = run(example("lib/modning/README.md"), elsewhere, installed).splitlines()
    assert re.fullmatch(r"alpha 0\.\d\d \(0\.\d\d to 0\.\d\d\), \d+ incomplete", said[0])
    assert re.fullmatch(r"change 0\.\d\d \(\d\.\d\d to \d\.\d\d\), g \d\.\d\d", said[1])


def test_every_function_the_documentation_shows(elsewhere, installed):
    code = example("docs/statistics.md")
    shown = "print(recovery.title.english, list(recovery.items), unlinked.n, len(pairs))"
    said = run(f"{code}\n{shown}", elsewhere, installed)
    assert said.startswith("Personal recovery (Brief INSPIRE-O) ['supported', 'hope'")
    assert int(said.split()[-1]) == 40
    assert not (elsewhere / "build").exists()
