"""Plant one mistake at a time in the code, and see whether the tests of its room notice.

    python -m benchmarks.mutants [NUMBER]

A sample of so many mistakes, the same each time, of disclosure control, the reading of answers and
the statistics: comparisons turned, sums made differences, numbers one more, "and" for "or".
No file is changed: each mistake is in the memory of a process of its own. mutants.md has the score.
"""

import ast
import contextlib
import importlib.abc
import importlib.util
import io
import os
import random
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "mutants.md"
# Seconds after which the tests of a mistake have noticed it: they do not end.
PATIENCE = 120
CELLS = tuple(f"tests/cellguard/test_{one}.py" for one in ("table", "attack", "solve", "linked"))
FORMS = ("tests/surveys/test_codebook.py", "tests/surveys/test_bands.py")
# Modules and the tests of their rooms.
ROOMS = {
    "lib/cellguard/attack.py": CELLS,
    "lib/cellguard/coarse.py": ("tests/cellguard/test_moments.py",),
    "lib/cellguard/exact.py": CELLS,
    "lib/cellguard/heuristic.py": CELLS,
    "lib/cellguard/joint.py": CELLS,
    "lib/cellguard/linked.py": CELLS,
    "lib/cellguard/moments.py": ("tests/cellguard/test_moments.py",),
    "lib/cellguard/possible.py": CELLS,
    "lib/cellguard/solve.py": CELLS,
    "lib/cellguard/table.py": CELLS,
    "lib/surveys/codebook/items.py": FORMS,
    "lib/surveys/codebook/load.py": (
        "tests/surveys/test_codebook.py",
        "tests/surveys/test_bands.py",
    ),
    "lib/surveys/codebook/bands.py": ("tests/surveys/test_bands.py",),
    "lib/surveys/disclosure/rules.py": ("tests/surveys/test_disclosure.py",),
    "lib/surveys/disclosure/pattern.py": ("tests/surveys/test_disclosure.py",),
    "lib/surveys/intake/identifiers.py": ("tests/surveys/intake/test_identifiers.py",),
    "lib/surveys/intake/times.py": ("tests/surveys/intake/test_times.py",),
    "lib/modning/proportions.py": ("tests/modning/test_proportions.py",),
    "lib/modning/scales/measure.py": ("tests/modning/test_measures.py",),
    "lib/modning/scales/statistics.py": ("tests/modning/test_scales.py",),
}
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# Arguments by name that only say how strict or how frozen something is.
SAID = ("strict", "frozen", "eq", "axis", "decimals", "sep", "encoding")


@dataclass(frozen=True)
class Mistake:
    """A mistake: the module, the line, what stands there and what instead; the whole new source."""

    module: str
    line: int
    before: str
    after: str
    source: str


class Mistaken(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads the module of a mistake with it, and all others as they are."""

    def __init__(self, mistake: Mistake) -> None:
        self.mistake = mistake
        self.path = ROOT / mistake.module
        self.name = ".".join(Path(mistake.module).relative_to("lib").with_suffix("").parts)

    def find_spec(self, name, path=None, target=None):
        if name == self.name:
            return importlib.util.spec_from_file_location(name, self.path, loader=self)
        return None

    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        exec(compile(self.mistake.source, str(self.path), "exec"), module.__dict__)  # noqa: S102


def mistakes(module: str) -> Iterator[Mistake]:
    """Yield every mistake that is planted in a module, one at a time."""
    text = (ROOT / module).read_text(encoding="utf-8")
    count = sum(1 for _ in _places(ast.parse(text)))
    for at in range(count):
        tree = ast.parse(text)
        node = next(node for number, node in enumerate(_places(tree)) if number == at)
        before = ast.unparse(node)
        _spoil(node)
        yield Mistake(module, node.lineno, before, ast.unparse(node), ast.unparse(tree))


def _places(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield what may be spoilt: nothing of annotations, docstrings and what only says how."""
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    left_out = {
        id(inner)
        for node in functions
        for part in (
            *node.decorator_list,
            node.returns,
            *(one.annotation for one in node.args.args),
        )
        if part
        for inner in ast.walk(part)
    }
    left_out |= {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in SAID
        for inner in ast.walk(node)
    }
    for node in (inner for one in functions for inner in ast.walk(one)):
        if id(node) not in left_out and _may_be_spoilt(node):
            left_out.add(id(node))
            yield node


def _may_be_spoilt(node: ast.AST) -> bool:
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in TURNED
    if isinstance(node, ast.BinOp):
        text = isinstance(node.left, ast.JoinedStr) or isinstance(node.right, ast.JoinedStr)
        return type(node.op) in TURNED and not text
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, float, bool)
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    return isinstance(node, ast.BoolOp) or (named and node.func.id in NAMES)


def _spoil(node: ast.AST) -> None:
    if isinstance(node, ast.Compare):
        node.ops[0] = TURNED[type(node.ops[0])]()
    elif isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = TURNED[type(node.op)]()
    elif isinstance(node, ast.Constant):
        node.value = (not node.value) if isinstance(node.value, bool) else node.value + 1
    else:
        node.func.id = NAMES[node.func.id]


def noticed(mistake: Mistake | None, tests: tuple[str, ...]) -> bool:
    """Tell whether tests fail with a mistake, in a process of its own."""
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "surveys"), str(ROOT)]
        if mistake:
            sys.meta_path.insert(0, Mistaken(mistake))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            quiet = ["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-p", "no:randomly"]
            code = pytest.main([*quiet, *(str(ROOT / one) for one in tests)])
        os._exit(1 if code else 0)
    _, status = os.waitpid(child, 0)
    return status != 0


def main() -> None:
    """Plant a sample and write the page."""
    # What the tests import of others, once for all processes.
    for name in ("pandas", "scipy.stats", "hypothesis", "altair", "pydantic", "pyarrow", "highspy"):
        importlib.import_module(name)
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    all_of_them = [one for module in ROOMS for one in mistakes(module)]
    chosen = random.Random(1).sample(all_of_them, min(number, len(all_of_them)))
    for module, tests in ROOMS.items():
        if any(one.module == module for one in chosen) and noticed(None, tests):
            sys.exit(f"{module}: its tests fail without a mistake")
    found: dict[str, list[tuple[Mistake, bool]]] = {}
    for one in chosen:
        caught = noticed(one, ROOMS[one.module])
        found.setdefault(one.module, []).append((one, caught))
        print("." if caught else f"\n{one.module}:{one.line}: {one.before}  ->  {one.after}",
              end="", flush=True)  # fmt: skip
        # Whoever is interrupted has what was seen so far.
        PAGE.write_text(page(found, len(all_of_them)), encoding="utf-8")


def page(found: dict[str, list[tuple[Mistake, bool]]], of: int) -> str:
    """Return the page of what was noticed and what was not."""
    every = [caught for some in found.values() for _, caught in some]
    found = {module: found[module] for module in ROOMS if module in found}
    rows = [f"| {module} | {sum(caught for _, caught in some)} of {len(some)} |"
            for module, some in found.items()]  # fmt: skip
    missed = [f"* `{one.module}:{one.line}`: `{one.before}` → `{one.after}`"
              for some in found.values() for one, caught in some if not caught]  # fmt: skip
    share = round(100 * sum(every) / len(every))
    return "\n".join([
        "# Planted mistakes", "",
        "Made by `make mutants`: one mistake at a time in the code, and whether the tests of its "
        "room fail.", "",
        f"{sum(every)} of {len(every)} noticed ({share} %), a sample of the {of} that the modules "
        "below have places for.", "",
        "| module | noticed |", "| --- | --- |", *rows, "",
        "Not noticed; some change nothing that anybody could see:", "", *missed, "",
    ])  # fmt: skip


if __name__ == "__main__":
    main()
