"""A programme of many municipalities, whole: every notebook of every slice, and its book.

    PYTHONPATH=.:tests python -m benchmarks.places FOLDER 12 3 [COMMAND…]

makes the project in a folder, unless it is there, with the worked example's notebooks and answers
drawn from its own, and says of each command what it took and the most memory that was held.
"""

import argparse
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import psutil
import yaml

from benchmarks.measure import ROOT, SHARED, table
from slicebook.programme import Programme, load_programme
from surveys.codebook import ANSWER_ID, SUBMITTED, Form
from surveys.synthetic import draw_form
from warmkernel import reach
from worlds.exports import leave_out_what_nobody_saw, write_own

COMMANDS = ("validate", "run", "book --language en")
# Answer sets of each form in a municipality and year.
FORMS = (90, 40, 30)
FIRST = 2025
# A long command is told of in so many parts of its time.
PARTS = 6
KINDS = ("command", "worker", "server", "kernel")
COURSE = ("runs", "processor s each", *(f"{kind} MiB" for kind in KINDS))
# What a folder of pages is looked at for.
HTML = ("pages", "MB of pages", "largest, kB", "searchindex, kB")


def main() -> None:
    """Make the project and take the measures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("places", type=int)
    parser.add_argument("years", type=int)
    parser.add_argument("commands", nargs="*", default=COMMANDS)
    asked = parser.parse_args()
    folder = asked.folder.resolve()
    if not folder.is_dir():
        make(folder, asked.places, asked.years)
    for command in asked.commands:
        print(f"{command}: {done(folder, command)}\n", flush=True)
    print(table(HTML, [weight(folder / "build" / "html" / "en")]))


def make(folder: Path, places: int, years: int) -> None:
    """Write a project of so many municipalities and years, and its exports."""
    folder.mkdir(parents=True)
    for name in SHARED:
        if name != "programme.yml":
            (folder / name).symlink_to(ROOT / name)
    programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
    programme["municipalities"] = dict(_municipalities(programme, places))
    programme["years"] = list(range(FIRST, FIRST + years))
    programme["collection"]["last"] = date(FIRST + years - 1, 12, 30)
    text = yaml.safe_dump(programme, sort_keys=False, allow_unicode=True)
    (folder / "programme.yml").write_text(text, encoding="utf-8")
    known = load_programme(folder / "programme.yml")
    counts = {(key, year): FORMS for key in known.municipalities for year in known.years}
    write_own(folder / "build" / "exports", counts, known, as_in_the_example)


def as_in_the_example(frame: pd.DataFrame, form: Form, programme: Programme) -> pd.DataFrame:
    """Return as many answer sets of the worked example, drawn with replacement."""
    given = draw_form(form, load_programme(ROOT / "programme.yml"))
    chosen = np.random.default_rng(len(frame)).integers(len(given), size=len(frame))
    drawn = given.iloc[chosen].reset_index(drop=True)
    own = [ANSWER_ID, SUBMITTED, form.place.id]
    drawn[own] = frame[own]
    leave_out_what_nobody_saw(drawn, form)
    return drawn


def _municipalities(programme: dict[str, Any], places: int) -> Iterator[tuple[str, Any]]:
    """Yield those of the example, whose costs are known, and made-up ones."""
    known = [(key, place["name"]) for key, place in programme["municipalities"].items()]
    more = [(f"town{at}", f"Nørre Å {at}") for at in range(len(known) + 1, places + 1)]
    for at, (key, name) in enumerate([*known, *more][:places], start=1):
        yield key, {"name": name, "codes": dict.fromkeys(programme["forms"], at)}


def done(folder: Path, command: str) -> str:
    """Do a command in the project; return its seconds, its processor's and what memory it held.

    Of runs, too, how that went on with their number.
    """
    started = time.perf_counter()
    with _watched(folder) as watched:
        subprocess.run(
            [sys.executable, "-m", "modning", *command.split()], cwd=folder, check=False,
            stdout=(folder / f"{command.split()[0]}.log").open("w"), stderr=subprocess.STDOUT,
        )  # fmt: skip
    held = ", ".join(f"{what} {most >> 20} MiB" for what, most in watched.held.items())
    processor = sum(watched.processor.values())
    took = f"{time.perf_counter() - started:.0f} s, processor {processor:.0f} s; at most {held}"
    return "\n".join([took, *([table(COURSE, _course(watched))] if command[:3] == "run" else [])])


def _course(watched: "Watched") -> Iterator[tuple[object, ...]]:
    """Yield for each part of the time how many runs were done by its end, and what each took."""
    frame = pd.DataFrame(watched.course)
    before = frame.iloc[0]
    for rows in np.array_split(frame.index, PARTS):
        part = frame.loc[rows]
        last, most = part.iloc[-1], part.reindex(columns=KINDS).max()
        each = (last["processor"] - before["processor"]) / max(1, last["runs"] - before["runs"])
        yield (int(last["runs"]), round(each, 2), *((most // 2**20).fillna(0).astype(int)))
        before = last


@dataclass
class Watched:
    """The most memory of a process of each kind, processor seconds by process, and their course."""

    held: dict[str, int] = field(default_factory=dict)
    processor: dict[int, float] = field(default_factory=dict)
    course: list[dict[str, float]] = field(default_factory=list)


@contextmanager
def _watched(folder: Path) -> Iterator[Watched]:
    """Watch the processes below this one: the command, its workers, the server and kernels."""
    watched, ended = Watched(), threading.Event()

    def look() -> None:
        while not ended.wait(2):
            now: dict[str, float] = {}
            for process in _below(folder):
                try:
                    _note(process, watched, now)
                except psutil.Error:
                    continue
            done = sum(1 for _ in (folder / "build" / "runs").glob("[0-9]*/*/*.ipynb"))
            now |= {"runs": done, "processor": sum(watched.processor.values())}
            watched.course.append(now)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield watched
    finally:
        ended.set()
        watching.join()


def _below(folder: Path) -> list[psutil.Process]:
    """Return the processes below this one, and the project's fork server, which is below none."""
    servers = [one for one in psutil.process_iter(["cmdline", "environ"])
               if reach.SERVER in (one.info["cmdline"] or [])
               and (one.info["environ"] or {}).get("MODNING_PROJECT") == str(folder)]  # fmt: skip
    return [*psutil.Process().children(recursive=True), *servers]


def _note(process: psutil.Process, watched: Watched, now: dict[str, float]) -> None:
    words, size = process.cmdline(), process.memory_info().rss
    is_kernel = reach.SERVER in words and reach.SERVER in process.parent().cmdline()
    kind = "command" if "modning" in words else "worker"
    if reach.SERVER in words:
        kind = "kernel" if is_kernel else "server"
    for known in (watched.held, now):
        known[kind] = max(size, known.get(kind, 0))
    if not is_kernel:  # of which the server knows once they have ended
        watched.processor[process.pid] = sum(process.cpu_times()[:4])


def weight(site: Path) -> tuple[object, ...]:
    """Return how many pages a language has, and what they weigh."""
    sizes = [path.stat().st_size for path in site.rglob("*.html")]
    index = site / "searchindex.js"
    return (len(sizes), round(sum(sizes) / 1e6), round(max(sizes, default=0) / 1e3),
            round(index.stat().st_size / 1e3) if index.is_file() else 0)  # fmt: skip


if __name__ == "__main__":
    main()
