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

from benchmarks.measure import Row, table
from slicebook import paths

ROWS = 1_000_000
REPEATS = 3
STYLES = {
    "ISO times, comma": {"sep": ",", "date_format": "%Y-%m-%d %H:%M:%S"},
    "Danish times, semicolon": {"sep": ";", "date_format": "%d-%m-%Y %H:%M:%S"},
}


def main(rows: int = ROWS) -> list[dict[str, float | str]]:
    """Measure both ways on each style of file; print and return a line each."""
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        project = _project(Path(folder))
        for style in STYLES:
            _run("write", style, project, rows)
            # In turn, so that what else the machine does falls on both alike.
            runs = [(_run("ours", style, project), _run("theirs", style, project))
                    for _ in range(REPEATS)]  # fmt: skip
            ours, theirs = (
                min(way, key=lambda run: run["seconds"]) for way in zip(*runs, strict=True)
            )
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


def report() -> tuple[list[Row], str]:
    """Measure; return rows and a table for the page."""
    lines = main()
    rows = [
        Row(f"pandas reading and writing {line['rows']:,} rows ({line['file']})",
            "at most 3x the time, 3x the frame",
            f"{line['time ratio']:.2f}x the time, {line['intake peak / frame']:.2f}x the frame")
        for line in lines
    ]  # fmt: skip
    names = list(lines[0])
    return rows, table(names, [[line[name] for name in names] for line in lines])


def forms(rows: int) -> pd.DataFrame:
    """Return registration forms as an export has them: the synthetic ones drawn again and again."""
    from slicebook.programme import load_programme
    from surveys.codebook import load_codebook
    from surveys.synthetic import draw_form

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


def _run(way: str, style: str, project: Path, rows: int = 0) -> dict[str, float]:
    """Do one thing in a process of its own, whose memory starts small."""
    environment = {**os.environ, "MODNING_PROJECT": str(project)}
    command = [sys.executable, "-m", "benchmarks.intake", way, style, str(rows)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def _write(style: str, rows: int) -> dict[str, float]:
    forms(rows).to_csv(_export(), index=False, **STYLES[style])
    return {}


def _export() -> Path:
    return paths.root() / "registration.csv"


def _project(folder: Path) -> Path:
    for name in ("programme.yml", "instruments", "data"):
        (folder / name).symlink_to(paths.root() / name)
    return folder


def _ours() -> dict[str, float]:
    from surveys.intake import take_in

    def work() -> None:
        count = take_in([_export()]).total
        assert count.accepted == count.read, count

    return _measured(work)


def _theirs(style: str) -> dict[str, float]:
    size = 0.0

    def work() -> None:
        nonlocal size
        frame = pd.read_csv(_export(), engine="pyarrow", sep=STYLES[style]["sep"])
        frame.to_parquet(_export().with_suffix(".parquet"))
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
        case ["write", style, rows]:
            print(json.dumps(_write(style, int(rows))))
        case ["ours", _, _]:
            print(json.dumps(_ours()))
        case ["theirs", style, _]:
            print(json.dumps(_theirs(style)))
        case [rows]:
            main(int(rows))
        case _:
            main()
