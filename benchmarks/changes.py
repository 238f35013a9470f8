"""What a change costs: none, a sentence, a partition of the answers; by the commands themselves."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from benchmarks.measure import Row, Taken, every_run, project, table
from slicebook import paths
from slicebook.runs.fingerprint import FIGURES
from slicebook.runs.stored import stored_metadata
from slicebook.runs.taken import ASKED
from slicebook.runs.timings import read_timings
from surveys.codebook import SUBMITTED
from surveys.synthetic.exports import CSV_TIME

FORM, YEAR, PLACE = "completion", 2025, "koge"
NOTEBOOK = "01_intake/03_referral"
TIMES = 3


def main() -> tuple[list[Row], str]:
    """Build everything, in one language and both, then again with nothing and little changed."""
    with project() as folder:
        in_english = "evaluate", str(paths.exports()), "--language", "en"
        english = _modning(folder, *in_english)
        _add_a_sentence(folder)
        sentence = _modning(folder, *in_english)
    with project() as folder:
        exports = paths.exports()
        full = _modning(folder, "evaluate", str(exports))
        again = min((_modning(folder, "evaluate", str(exports)) for _ in range(TIMES)),
                    key=lambda taken: taken.processor)  # fmt: skip
    rows = [
        Row("nothing changed, whole line incl. book", "under 2 s",
            f"{again.wall:.1f} s (processor {again.processor:.1f} s)"),
        Row("nothing changed against a full build", "under 3 %",
            f"{100 * again.wall / full.wall:.1f} % (processor "
            f"{100 * again.processor / full.processor:.1f} %)"),
        Row("a full build in both languages against one", "at most 1.25x", english.times(full)),
        Row("one sentence changed, whole line", "under 5 s",
            f"{sentence.wall:.1f} s (processor {sentence.processor:.1f} s)"),
    ]  # fmt: skip
    return rows, _commands({
        "full build in English alone": english,
        "one sentence changed in it": sentence,
        "full build in both languages": full,
        "nothing changed": again,
    })  # fmt: skip


def partition() -> tuple[list[Row], str]:
    """Run everything, then what a partition without one of its answers makes due."""
    with project() as folder:
        whole = _modning(folder, "run")
        seconds, before = read_timings(), _contents()
        drop_an_answer(paths.exports() / f"{FORM}.csv")
        _modning(folder, "validate", str(paths.exports()))
        affected = _due(folder)
        one = _modning(folder, "run")
        after = _contents()
    share = sum(seconds[name] for name in affected) / sum(seconds.values())
    expected = Taken(share * whole.wall, share * whole.processor)
    same = sum(before[name] == after[name] for name in affected)
    rows = [
        Row("one partition changed: runs due", "those that show other values or read it",
            f"{len(affected)} of {len(seconds)}; {same} of them found the same"),
        Row("the same, time against its share of all", "within 1.3x",
            f"{one.wall / expected.wall:.2f}x (processor "
            f"{one.processor / expected.processor:.2f}x)"),
    ]  # fmt: skip
    ways = {"all runs": whole, "one partition changed": one, "its share of all runs": expected}
    why = Counter(affected.values()).most_common()
    due = table((f"of {len(seconds)} runs one partition makes due", "runs"), why)
    return rows, f"{_commands(ways)}\n\n{due}"


def _commands(ways: Mapping[str, Taken]) -> str:
    cells = [(way, f"{t.wall:.1f}", f"{t.processor:.1f}") for way, t in ways.items()]
    return table(("command", "s", "processor s"), cells)


def _contents() -> dict[str, str]:
    """Return by run a hash of what it found."""
    return {run.name: stored_metadata(run.output)["content"] for run in every_run()}


def _add_a_sentence(folder: Path) -> None:
    """Add a sentence to a notebook, in a copy of them all."""
    place = folder / "notebooks"
    source = place.resolve()
    place.unlink()
    shutil.copytree(source, place)
    path = place / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] += ["\n\nOne sentence more."]
    path.write_text(json.dumps(notebook), encoding="utf-8")


def drop_an_answer(export: Path) -> None:
    """Take one answer set of one municipality and year out of an export."""
    frame = pd.read_csv(export, sep=";", dtype=str, encoding="utf-8-sig", keep_default_na=False)
    years = pd.to_datetime(frame[SUBMITTED], format=CSV_TIME).dt.year
    codes = frame.loc[years == YEAR, "municipality"]
    last = codes[codes == codes.iloc[0]].index[-1]
    frame.drop(index=last).to_csv(export, sep=";", index=False, encoding="utf-8-sig")


def _due(folder: Path) -> dict[str, str]:
    """Return the runs that are due, each with the reason: what it read, is withheld, or both."""
    said = subprocess.run(
        [sys.executable, "-m", "modning.cli", "list", "--why"], cwd=folder, check=True,
        capture_output=True, text=True,
    ).stdout  # fmt: skip
    lines = [line.partition(": ") for line in said.splitlines()]
    return {name: _kind(reason) for name, _, reason in lines if reason.startswith("runs")}


def _kind(reason: str) -> str:
    kinds = {
        "build/data/": "the answers that it reads",
        ASKED: "what is withheld of them",
        FIGURES: FIGURES,
    }
    return " and ".join(kind for place, kind in kinds.items() if place in reason) or reason


def _modning(folder: Path, *arguments: str) -> Taken:
    """Run a command; its processor time includes the fork server's, which is adopted here."""
    started, before = time.perf_counter(), _spent()
    command = [sys.executable, "-m", "modning.cli", *arguments]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - started
    _reap()
    return Taken(wall, _spent() - before)


def _spent() -> float:
    return sum(os.times()[:4])


def _reap() -> None:
    """Wait for adopted processes, so that their processor time is known."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def adopt() -> None:
    """Become the parent of what children leave running (Linux)."""
    import ctypes

    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


if sys.platform == "linux":
    adopt()
