"""Take a million registration forms in, against pandas reading and writing the same file.

pandas reads the CSV with pyarrow and writes one Parquet file, without looking at a value. Intake
decodes, validates, looks for person numbers, for doubles and for broken skips, and writes the
partitions. The goal: at most 3 times the time, and at most 3 times the memory of pandas' frame.

    python -m benchmarks.intake [rows]
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from modning import paths

ROWS = 1_000_000
REPEATS = 3
STYLES = {
    "ISO times, comma": {"date_format": "%Y-%m-%d %H:%M:%S"},
    "Danish times, semicolon": {"sep": ";", "date_format": "%d-%m-%Y %H:%M:%S"},
}


def main(rows: int = ROWS) -> list[dict[str, float | str]]:
    """Measure both ways on each style of file; print and return a line each."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder))
        frame = forms(rows)
        for style, writing in STYLES.items():
            export = project / "registration.csv"
            frame.to_csv(export, index=False, **writing)
            ours, theirs = _best("ours", export, project), _best("theirs", export, project)
            lines.append(
                {
                    "file": style,
                    "rows": rows,
                    "intake, s": round(ours["seconds"], 2),
                    "pandas, s": round(theirs["seconds"], 2),
                    "time ratio": round(ours["seconds"] / theirs["seconds"], 2),
                    "frame, MB": round(theirs["frame"]),
                    "intake peak / frame": round(ours["peak"] / theirs["frame"], 2),
                    "pandas peak / frame": round(theirs["peak"] / theirs["frame"], 2),
                }
            )
    print(pd.DataFrame(lines).T.to_string(header=False))
    return lines


def forms(rows: int) -> pd.DataFrame:
    """Return registration forms as an export has them: the synthetic ones drawn again and again."""
    from modning.codebook import load_codebook
    from modning.programme import load_programme
    from modning.synthetic import draw_form

    programme = load_programme()
    few = draw_form(load_codebook(programme)["registration"], programme)
    chance = np.random.default_rng(1)
    drawn = chance.integers(len(few), size=rows)
    many = few.iloc[drawn].reset_index(drop=True)
    # No two of the same answers in the same second: these would be doubles.
    turn = many.groupby(drawn).cumcount() * 35 + drawn * 7 + 1
    seconds = pd.to_timedelta(turn % 86_400, unit="s").astype("m8[s]")
    many["submitted"] = many["submitted"].dt.normalize() + seconds
    many["answer_id"] = np.arange(1, rows + 1)
    return many


def _best(way: str, export: Path, project: Path) -> dict[str, float]:
    """Return the fastest of some runs, each in a process of its own; peak is in MB."""
    environment = {**os.environ, "MODNING_PROJECT": str(project)}
    command = [sys.executable, "-m", "benchmarks.intake", way, str(export)]
    runs = [
        json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout)
        for _ in range(REPEATS)
    ]
    return min(runs, key=lambda run: run["seconds"])


def _project(folder: Path) -> Path:
    for name in ("programme.yml", "instruments", "data"):
        (folder / name).symlink_to(paths.root() / name)
    return folder


def _ours(export: Path) -> dict[str, float]:
    from modning.intake import take_in

    def work() -> None:
        count = take_in([export]).total
        assert count.accepted == count.read, count

    return _measured(work)


def _theirs(export: Path) -> dict[str, float]:
    size = 0.0

    def work() -> None:
        nonlocal size
        frame = pd.read_csv(export, engine="pyarrow")
        frame.to_parquet(export.with_suffix(".parquet"))
        size = frame.memory_usage(deep=True).sum() / 1e6

    return {**_measured(work), "frame": size}


def _measured(work: Callable[[], None]) -> dict[str, float]:
    before, started = _peak(), time.perf_counter()
    work()
    return {"seconds": time.perf_counter() - started, "peak": _peak() - before}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", path]:
            print(json.dumps(_ours(Path(path))))
        case ["theirs", path]:
            print(json.dumps(_theirs(Path(path))))
        case [rows]:
            main(int(rows))
        case _:
            main()
