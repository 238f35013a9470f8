"""How often the outcomes' intervals cover and their tests err: kept in data/methods/rates.csv.

    python -m benchmarks.rates [--more 10]

takes two minutes on an idle machine, and so many times as long with `--more`. The book's page on
the outcomes' statistics reads the file; a test repeats a small part of it.
"""

import argparse
import zlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from benchmarks.designs import PLAN, codes, persons, planned, planned_power
from benchmarks.methods import (
    DROPOUT,
    FEW,
    FORMS,
    SMALL,
    UNEVEN,
    Chance,
    Counts,
    after_alone,
    courses,
    effect,
    leavers,
    linked,
    margin,
    no_change,
    parallel,
    rise,
    scale,
    share,
    strangers,
    unchanged,
    uneven,
)
from modning.compare.power import DESIGNS
from modning.linking.simulate import World
from modning.scales import load_measure
from slicebook import paths

SEED = 20250901
RETEST = load_measure("brief_inspire_o").references["retest"].value
COLUMNS = (
    "method", "setting", "persons", "rate", "promise", "nominal", "holds", "hits", "of",
    "simulations", "seed",
)  # fmt: skip
# What a rate should be by the end of its name; nothing is promised of others.
PROMISES = {
    "covers": ("about", 0.95),
    "errs": ("about", 0.05),
    "contain": ("at least", 1.0),
    "sure": ("at least", 0.95),
}
AT_MOST = ("same_errs", "alike_errs")


@dataclass(frozen=True)
class Study:
    """One trial of a method: `run` draws `persons` once, `times` is how often it is repeated.

    In this setting the rates `broken` rest on an assumption that does not hold.
    """

    method: str
    setting: str
    persons: tuple[int, ...]
    run: Callable[[Chance], Counts]
    times: int = 400
    broken: tuple[str, ...] = ()


LARGE = World(starters=(("koge", 400), ("odense", 800)))
CARELESS = World(slip=0.2, slip_twice=0.05)
BOUNDS, OVERLAP = ("bounds_contain", "bounds_sure"), ("overlap_errs",)
STUDIES = (
    Study("change", "forms", FORMS, partial(rise, sizes=FORMS)),
    Study("change", "small", SMALL, partial(rise, sizes=SMALL)),
    Study("change", "few", FEW, partial(rise, sizes=FEW)),
    Study("change", "alike", SMALL, partial(no_change, sizes=SMALL), 200),
    Study("change", "uneven", UNEVEN, uneven, broken=("rank_errs",)),
    Study("change", "normal", SMALL, effect),
    *(
        Study("change", f"courses_{100 * r:.0f}", (60, 60), partial(courses, correlation=r),
              1000, ("strangers_covers",) if r else ())
        for r in (0, 0.05, 0.1, 0.2)
    ),
    *(
        Study("after", f"courses_{100 * r:.0f}", (42, 60), partial(after_alone, correlation=r),
              1000, ("mean_covers", "places_errs", "alike_errs") if r else ())
        for r in (0, 0.05, 0.1, 0.2)
    ),
    Study("shares", "n21", (21,), partial(share, n=21, truth=0.6), 2000),
    Study("shares", "n24", (24,), partial(share, n=24, truth=0.9), 2000),
    Study("alpha", "parallel", (SMALL[0],), parallel),
    Study("alpha", "answers", FORMS[:1], scale),
    Study("overlap", "right", FORMS, partial(strangers, assumed=0.6), 1000),
    Study("overlap", "strangers", FORMS, partial(strangers, assumed=0), 1000, OVERLAP),
    Study("overlap", "strong", FORMS, partial(strangers, assumed=0.8, true=0.4), 1000, OVERLAP),
    Study("dropout", "chance", DROPOUT, partial(leavers, who="chance"), 200),
    Study("dropout", "lower", DROPOUT, partial(leavers, who="lower"), 200),
    Study("dropout", "lowest", DROPOUT, partial(leavers, who="lowest"), 200),
    Study("dropout", "joined", DROPOUT, partial(leavers, who="lowest", join=0.2), 200, BOUNDS),
    Study("linked", "persons", SMALL, linked, 200),
    Study("reliable", "published", FORMS[:1], partial(unchanged, true=RETEST), 100),
    Study("reliable", "lower", FORMS[:1], partial(unchanged, true=0.6), 100, ("reliable_errs",)),
    Study("same", "n62", (62, 40), partial(margin, sizes=(62, 40)), 1000),
    Study("same", "n35", (35, 24), partial(margin, sizes=(35, 24)), 1000),
    Study("linking", "programme", (112,), partial(codes, world=World()), 20),
    Study("linking", "large", (1200,), partial(codes, world=LARGE), 4),
    Study("linking", "careless", (112,), partial(codes, world=CARELESS), 20),
    *(
        Study("power", "planned", (persons(design),), partial(planned, design=design))
        for design in DESIGNS
    ),
    Study("power", "resemble", (persons("groups"),),
          partial(planned, design="groups", true=replace(PLAN, within_group=0.2)),
          broken=("power_groups",)),
)  # fmt: skip


def main() -> None:
    """Repeat every study and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--more", type=int, default=1, help="times as many repetitions")
    more = parser.parse_args().more
    path, rows = paths.data("methods", "rates.csv"), []
    path.parent.mkdir(exist_ok=True)
    for study in STUDIES:
        rows += repeat(study, more * study.times)
        print(study.method, study.setting, flush=True)
        pd.DataFrame(rows, columns=COLUMNS).to_csv(path, index=False)


def repeat(study: Study, times: int, seed: int = SEED) -> list[dict[str, object]]:
    """Repeat a study and return a row (`COLUMNS`) a rate.

    The draws depend on the seed and the study's names alone, not on the other studies.
    """
    name = zlib.crc32(f"{study.method}.{study.setting}".encode())
    chance = np.random.default_rng([seed, name])
    hits, chances = Counter(), Counter()
    for _ in range(times):
        for rate, (hit, of) in study.run(chance).items():
            hits[rate] += hit
            chances[rate] += of
    rows = [
        (study.method, study.setting, " / ".join(map(str, study.persons)), rate, *promised(rate),
         rate not in study.broken, hits[rate], of, times, seed)
        for rate, of in chances.items()
    ]  # fmt: skip
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def promised(rate: str) -> tuple[str, float | None]:
    """Return what a rate should be: "about", "at most", "at least" or "", and how much."""
    if rate.startswith("power_"):
        return "about", round(planned_power(rate), 4)
    promise, nominal = PROMISES.get(rate.rpartition("_")[2], ("", None))
    return ("at most" if rate in AT_MOST else promise), nominal


if __name__ == "__main__":
    main()
