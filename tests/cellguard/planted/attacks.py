"""Random worlds, protected and attacked: `make attacks`; exits with 1 where one is broken.

Tiny groups, one person alone, everybody the same, a third place of few: what `modning protect` lets
through of a question is published in a small book, and the attacker reads that.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.cellguard.planted.books import Line
from tests.cellguard.planted.test_planted import make

from modning.audit import audit

WORLDS = 200
KINDS = ("dots", "items", "bars", "results", "one alone", "all alike")
ROWS = {"items": ("hope", "identity", "meaning", "control", "supported"),
        "results": ("sessions", "knowledge", "trust", "helped"),
        "one alone": ("sessions", "knowledge", "trust", "helped")}  # fmt: skip
OTHERS = ("knowledge", "trust", "network", "helped", "in_common")


def worlds(first: int, last: int) -> Iterator[Line]:
    """Yield worlds by their number: ever other kinds of page, questions and sizes of groups."""
    for seed in range(first, last):
        kind = KINDS[seed % len(KINDS)]
        rows = ROWS.get(kind, OTHERS)
        least = 1 + seed % 9
        few = (1, 2) if kind == "one alone" else (least, least + 1 + seed % 16)
        yield Line(f"{kind}, everything", rows[seed // 6 % len(rows)], 1000 + seed, few,
                   (10 + seed % 12, 22 + seed % 40))  # fmt: skip


def broken(line: Line) -> bool:
    """Tell whether the attacker finds something in a world as it is published."""
    with tempfile.TemporaryDirectory() as folder:
        return bool(audit(**make(line, Path(folder), leak=False)).unsafe)


def main() -> int:
    """Attack every world and say which were broken."""
    found = []
    for number, line in enumerate(worlds(0, WORLDS), start=1):
        if broken(line):
            found.append(line)
            print(f"broken: {line}")
        if number % 20 == 0:
            print(f"{number} worlds, {len(found)} broken", flush=True)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
