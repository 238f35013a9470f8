"""The second programme's book in English: of all answers together, or whole where there is time.

`make worlds` runs its own tests, which execute every slice, and audits the book of them.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
# What must not be read in a programme of three towns without a printed report.
ELSEWHERE = re.compile(r"the report\b|Køge|Odense|violence|INSPIRE|group leader", re.IGNORECASE)
# Its cost lines have a municipality of their own, who pays.
PLACE = re.compile("municipalit|kommune", re.IGNORECASE)


WHOLE = os.environ.get("WORLDS") == "all"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the project's folder `build`, with its book."""
    project = tmp_path_factory.mktemp("fast-bolig") / "project"
    shutil.copytree(ROOT / "examples" / "fast-bolig", project)
    if not WHOLE:
        done(["modning", "evaluate", "--language", "en", "--limit", "1"], project)
        return project / "build"
    done(["pytest", "-q", "-p", "no:cacheprovider", "tests"], project)
    done(["modning", "book", "--language", "en"], project / "build" / "test")
    return project / "build" / "test" / "build"


def done(module: list[str], folder: Path) -> str:
    """Run a module in a folder, which is its project, and return what it said."""
    environment = {key: value for key, value in os.environ.items() if key != "MODNING_PROJECT"}
    ran = subprocess.run(
        [sys.executable, "-m", *module], cwd=folder, env=environment,
        capture_output=True, text=True,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout


def test_every_page_speaks_of_towns_and_of_no_other_programme(built):
    pages = sorted((built / ("html/en" if WHOLE else "trial/en/site")).glob("0*/*/*.html"))
    assert len(pages) > 20 if WHOLE else len(pages) == 13
    for page in pages:
        text = re.search(r"<article.*?</article>", page.read_text("utf-8"), re.DOTALL)[0]
        text = re.sub(r"<(script|style|pre|code).*?</\1>", "", text, flags=re.DOTALL)
        seen = re.sub(r"<[^>]+>", " ", text)
        assert not ELSEWHERE.search(seen), (page, ELSEWHERE.search(seen))
        assert "03_costs" in page.parts or not PLACE.search(seen), (page, PLACE.search(seen))


@pytest.mark.skipif(not WHOLE, reason="takes longer than the gate has: make worlds")
def test_nothing_withheld_can_be_worked_out(built):
    said = done(["modning", "audit"], built.parent)
    assert re.search(r"\d+ figures attacked", said)
