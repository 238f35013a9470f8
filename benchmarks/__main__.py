"""Measure, each thing against what people use today, as ratios within one run.

    python -m benchmarks [MEASURE…]

Without a name every measure is taken, which takes about an hour on two cores. What was measured is
kept in benchmarks/measured.json with the day, and benchmarks/README.md is made of it.
"""

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from benchmarks import (
    breakdown,
    changes,
    clusters,
    cold,
    disclosure,
    edits,
    first,
    floor,
    intake,
    live,
    many,
    peers,
)
from benchmarks.measure import ROOT, rows_table, surroundings, table

MEASURES = {
    "cold": cold.main,
    "peers": peers.main,
    "floor": floor.main,
    "first": first.main,
    "changes": changes.main,
    "partition": changes.partition,
    "edits": edits.main,
    "many": many.main,
    "clusters": clusters.main,
    "preview": live.main,
    "breakdown": breakdown.main,
    "intake": intake.report,
    "disclosure": disclosure.main,
}
SIZED = ("cold", "many")
MEASURED = ROOT / "benchmarks" / "measured.json"
README = ROOT / "benchmarks" / "README.md"
HEAD = """# What was measured

Made by `make bench`. Ratios are of measures taken in one run, one after the other; the seconds
depend on the machine and on what else it does. Processor time is that of all processes involved
and is the fairer measure on a busy machine. "x" is how many times as long the other way takes.

The start of the fork server is part of what `modning run` takes. The other tools start anew for
each run, so that the ratio grows with the number of runs: compare the seconds of "all runs again",
for each of them, with those of the peers. The load that the machine had stands below each measure.

How many of planted mistakes the tests notice is in [mutants.md](mutants.md).
Of 200 random worlds that are protected and attacked (`make attacks`), none was broken when it was
last run (December 2026).

`python -m benchmarks.attack` attacks the book built here with what is published alone, sharing no
line with what protects or audits it: pages and figures, questions one by one over all slices, and
the rows of a grid with the mean number of them. Of the worked example's 2,465 withheld cells of
few (1 to 4 gave an answer, or did not) 1 is bounded more closely than the rule, by a share of two
persons that the report prints, and 0 exactly (76 s). Of the second programme's 496
(`examples/fast-bolig`, three towns) none is. It found that the rest of a row was told by
the mean number of rows; that is mended. It reads no test statistics, effect sizes or totals of
scales, which `modning audit` does, and the English pages alone.

How protection grows with municipalities: the registration form, answers drawn from the worked
example's, one process, processor seconds on a busy machine. Before, what is possible was looked for
among all tables, and the choice of cells was one for all municipalities.

| municipalities x years | choice of cells | before | statistics and counts together | before |
| --- | --- | --- | --- | --- |
| 2 x 3, the worked example | 0.5 | 0.5 | 4.0 | 8.0 |
| 5 x 4 | 2.1 | 2.1 | 6.9 | 44.6 |
| 10 x 4 | 7.9 | 7.9 | 15.9 | not ended in 240 |
| 20 x 4 | 19.5 | 25.8 | not measured | |
| 98 x 2 (16,096 forms) | 37.5 | | not measured | |

With 2 and 5 municipalities the same is withheld as before; of 20, 610 decisions are withheld where
one choice for all withheld 588 (cost 794 and 750).

Of more than ten municipalities statistics are decided three at a time, for a reader who is told of
all but three others (`protection/by_places.py`). Of the completion form with 20 x 2 (3,147 forms)
that takes 8 s for eleven rows of grids together, and 39 s for the number of sessions, of which ten
are possible; after it nothing was left to decide for a reader of all 20. It withholds more: of a
question with five answers in 6 x 2, decided two at a time, 41 decisions where one choice for all
withheld 37 (cost 84 and 71). Threes are not quicker for few municipalities: each block has six of
them. The kinds of a row of the registration form took 14 s for 10 x 2 together and 26 in threes;
for 20 x 2, 48 in threes, and together they had not ended after 90.

98 municipalities x 1 year (`python -m benchmarks.places FOLDER 98 1`; 15,680 forms, 90, 40 and 30
of each municipality, drawn from the worked example's; processor seconds at the lowest priority and
a load of 8 to 14, by the clock two to five times as long): taking them in and deciding what is
withheld took 583. All notebooks and slices are 2,883 runs. The 41 of all municipalities took 175,
4.3 each, a kernel 508 MiB at most. The 464 of sixteen municipalities, evenly over all, took 470 in
two goes, 1.0 each; in both, from the first sixth of that time to the last the server held 315 MiB,
a worker 156 to 164, a kernel 262 to 273, and the command 44, or 197 while it gathered the figures.
The English book of them, 250 pages and 40 MB, took 211 and 798 MiB; that of eight municipalities,
156 pages and 24 MB, 174 and 673, so that memory grows by 1.3 MiB a page. The audit read all pages
of the latter in 173 and 419 MiB: 55,380 figures attacked with 8,478 shown numbers, none bounded
more closely than the rule, none left out. Not seen: the other 2,378 runs, the Danish book, paper.
Of all 198 slices, the figures that runs would record, made of the answers and the pattern (`python
-m benchmarks.places_audit FOLDER`), were attacked before: 32,033 shares and means in 114, 32,670
answers to rows of scales in 53.

What grew with the number of municipalities or broke there was mended. A run of one asked what is
told of all: three questions and a comparison took 4.1 s with 98, now 0.6. Charts drew each beside
the others, in six colours that begin again, and some 7 MB on the page of all; above six
(`slices.SIDE_BY_SIDE`) they tell how municipalities are spread, and the largest page has 0.8 MB, a
third of it the rows of its 964 figures. Costs at the prices of a year in which nobody was asked
ended their runs. And the audit took 3,723 answers for 3.723.

98 municipalities x 10 years are 15,357 runs of the 27 notebooks, since some are run for the whole
alone. Planning and judging them takes 2 s of the processor. They were not executed; a notebook
without a kernel was laid out for all 1,089 slices instead: 1,108 pages of 44 kB took 59 s (8 ms
each to put together, 46 to render) and 760 MiB, in 46 pages 23 and 99 ms. So a page's time and size
do not grow with their number. They did: the contents listed every slice beside each page, the
switcher searched all of them, each run that reads the results asked anew of all others, and
municipalities were compared pair by pair (4,753 of 98).

How often intervals cover and tests err is no measure of time and is apart: `python -m
benchmarks.rates` keeps it in `data/methods/rates.csv`, which the book's page on the statistics of
the outcomes shows. Where persons of courses of six correlate at 0, 0.05, 0.1 and 0.2 (1,000
repetitions, Monte Carlo error below 1.2 points), in per cent:

| | 0 | 0.05 | 0.1 | 0.2 |
| --- | --- | --- | --- | --- |
| a change's interval covers, persons taken for strangers | 95.5 | 92.0 | 88.5 | 85.2 |
| … for that correlation | 95.5 | 95.2 | 94.3 | 96.0 |
| … over known courses | 95.8 | 95.2 | 95.2 | 95.8 |
| a mean's interval covers, persons taken for strangers | 94.5 | 91.3 | 88.6 | 84.5 |
| … for that correlation | 94.5 | 94.2 | 95.1 | 96.1 |
| alike municipalities called different, persons taken for strangers | 5.0 | 7.7 | 12.2 | 16.3 |
| … for that correlation | 5.0 | 4.8 | 5.1 | 4.3 |
| municipalities a margin apart called alike, persons taken for strangers | 5.2 | 7.1 | 8.5 | 10.1 |
"""
LIMITS = """## Where a goal is missed

No runner is faster than the cells it runs. What a run takes in papermill's loop (Cold, s each),
divided by what its cells take in a process that has everything loaded and has run them before
(Floor, s each), is the most that any way of starting kernels could gain with one worker, and twice
that with two. A warm run adds to its cells what Breakdown
shows for empty ones: becoming a kernel, which is IPython's own setting up, a round trip between
client and kernel for each cell, and the end. Beside that each kernel does for the first time what
the one process of Floor has done before, and copies, page by page, the memory that it shares with
the server and writes to. A second worker makes these a little dearer ("processor s each" of two
workers against one), and it waits while the server starts. To gain more, cells have to do less, or
one kernel has to serve several notebooks, which is what isolation rules out.

Partition was taken at loads of 11 to 16 on two cores, so that its processor time tells and not the
clock.

One partition changed makes more runs due than those that read it: what is withheld is decided anew
for all slices together, and due is what asked of cells that are decided otherwise now. Staying near
the last choice would spare some, but then results would depend on what was built before, and two
builds of one commit could differ.
"""


def main() -> None:
    """Take measures and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("measures", nargs="*", choices=[*MEASURES, []], help="all without")
    parser.add_argument("--size", type=int, help="of cold: every so many runs; of many: how many")
    options = parser.parse_args()
    # Some machines set this one; every kernel of the others would compile its imports again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    for name in options.measures or MEASURES:
        where = surroundings()
        given = [options.size] if options.size and name in SIZED else []
        rows, details = MEASURES[name](*given)
        found = json.loads(MEASURED.read_text(encoding="utf-8"))
        today = f"{date.today():%-d %B %Y}"
        found[name] = {
            "rows": [*map(asdict, rows)],
            "details": details,
            "where": where,
            "on": today,
        }
        text = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
        MEASURED.write_text(text, encoding="utf-8")
        print(f"{rows_table(rows)}\n\n{details}\n", flush=True)
    README.write_text(page(json.loads(MEASURED.read_text(encoding="utf-8"))), encoding="utf-8")


def page(found: Mapping[str, Any]) -> str:
    """Return the page made of every measure that was taken, each with its day."""
    taken = {name: found[name] for name in MEASURES if name in found}
    rows = [(*row.values(), one["on"]) for one in taken.values() for row in one["rows"]]
    details = [
        "\n\n".join(filter(None, (f"## {name.capitalize()}", one["details"], one["where"]))) + "\n"
        for name, one in taken.items()
    ]
    return "\n".join(
        [HEAD, table(("against", "goal", "measured", "on"), rows), "", LIMITS, *details]
    )


if __name__ == "__main__":
    main()
