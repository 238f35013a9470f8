"""Plant one mistake at a time in the code, and see whether the tests of its package notice.

    python -m benchmarks.mutants [PACKAGE ...]

Comparisons turned, sums made differences, numbers one more, "and" for "or", a "not" left out; no
words, hints or defaults. No file is changed: the tests are collected once, and each mistake is
planted in a fork of that process, which runs the tests that come by its line, the fastest first,
until one fails. A sample stays the same whatever else changes. mutants.md has the score.
"""

import ast
import builtins
import copy
import csv
import gc
import hashlib
import importlib
import os
import pickle
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import CodeType, FunctionType

import hypothesis
import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "benchmarks" / "mutants.md"
# Mistakes that change nothing anybody could see, and why: they are not planted.
ALIKE = ROOT / "benchmarks" / "alike.csv"
# Samples are drawn anew after tests were written for what the last one missed.
DRAW = 5
# Seconds of processor: tests that take longer are not asked, nor those that build the book.
LONG, BUILDS = 12, {"project", "evaluation", "built", "small_project"}
TURNED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Mult, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
# Nobody sees less than a tolerance: what is compared with one is turned round.
ROUND = {**TURNED, ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
TOLERANCES = {"TOLERANCE", "EXACT", "SLACK"}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
# Arguments by name that only say how strict or how frozen something is.
SAID = {"strict", "frozen", "eq", "axis", "decimals", "sep", "encoding", "stacklevel", "maxsize"}
LEFT_OUT = {"decorator_list", "returns", "annotation", "defaults", "kw_defaults"}


@dataclass(frozen=True)
class Room:
    """Modules of a package, their tests, and how many of their mistakes are planted (all)."""

    modules: tuple[str, ...]
    tests: tuple[str, ...]
    number: int | None = None


STATISTICS = ("means", "proportions", "ranks", "between", "balance", "monte_carlo")
THEIRS = (*STATISTICS, "scales", "r", "camis")
ROOMS = {
    "cellguard": Room(
        ("cellguard/*.py",),
        ("cellguard/test_[!ae]*.py", "cellguard/test_attack.py", "cellguard/test_exhibits.py"),
    ),
    "audit": Room(
        ("modning/audit/*.py",), ("modning/audit/test_*.py", "cellguard/planted/test_*.py"), 80,
    ),
    "protection": Room(
        ("modning/protection/*.py",),
        ("modning/protection/test_*.py", "cellguard/planted/test_*.py"), 80,
    ),
    "statistics": Room(
        (*(f"modning/{name}.py" for name in STATISTICS), "modning/scales/*.py",
         "modning/compare/*.py"),
        (*(f"modning/test_{name}.py" for name in THEIRS), "modning/scales/test_*.py",
         "modning/compare/test_*.py", "modning/costs/test_uncertainty.py"), 130,
    ),
    "surveys": Room(
        ("surveys/**/*.py",),
        ("surveys/test_[!a]*.py", "surveys/test_answers.py", "surveys/*/**/test_*.py"), 120,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Mistake:
    """A mistake: in which function (the outermost, and its first line), what and what instead.

    `line` is that of its statement, `code` makes the function with it. It is the `nth` such one.
    """

    module: str
    function: tuple[str, int]
    line: int
    before: str
    after: str
    code: Callable[[], CodeType]
    nth: int = 0

    @property
    def name(self) -> tuple[str, ...]:
        """Return what tells it from others, whatever stands above it."""
        return self.module, self.function[0], self.before, self.after, str(self.nth)

    @property
    def lot(self) -> str:
        """Return by what a sample is drawn."""
        return hashlib.sha256("\n".join([str(DRAW), *self.name]).encode()).hexdigest()


def mistakes(module: Path) -> Iterator[Mistake]:
    """Yield every mistake that is planted in a module."""
    text, tree = module.relative_to(ROOT).as_posix(), ast.parse(module.read_text(encoding="utf-8"))
    seen: dict[tuple[str, ...], int] = {}
    for function, name in _functions(tree):
        key = name, min(node.lineno for node in (function, *function.decorator_list))
        for node, put, line in list(_places(function)):
            spoilt = _spoilt(node)

            def code(key=key, node=node, put=put, spoilt=spoilt) -> CodeType:
                put(spoilt)
                code = _codes(compile(tree, str(module), "exec"))[key]
                put(node)
                return code

            one = Mistake(text, key, line, ast.unparse(node), ast.unparse(spoilt), code)
            seen[one.name] = seen.get(one.name, -1) + 1
            yield replace(one, nth=seen[one.name])


def _functions(tree: ast.AST, within: str = "") -> Iterator[tuple[ast.FunctionDef, str]]:
    """Yield the outermost functions and methods, and what Python calls them."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield node, within + node.name
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{within}{node.name}.")


def _codes(code: CodeType) -> dict[tuple[str, int], CodeType]:
    inner = [one for one in code.co_consts if isinstance(one, CodeType)]
    found = {(one.co_qualname, one.co_firstlineno): one for one in inner}
    return found | {key: value for one in inner for key, value in _codes(one).items()}


def _places(node: ast.AST, line: int = 0) -> Iterator[tuple[ast.AST, Callable, int]]:
    """Yield what may be spoilt within a node, how something is put there, its statement's line."""
    line = node.lineno if isinstance(node, ast.stmt) else line
    for field, value in ast.iter_fields(node):
        for at, child in enumerate(value if isinstance(value, list) else [value]):
            said = isinstance(child, ast.keyword) and child.arg in SAID
            if field in LEFT_OUT or said or not isinstance(child, ast.AST):
                continue
            if isinstance(child, ast.Raise | ast.JoinedStr):
                continue
            if _may_be_spoilt(child):
                yield child, _putting(node, field, at if isinstance(value, list) else None), line
            yield from _places(child, line)


def _putting(parent: ast.AST, field: str, at: int | None) -> Callable[[ast.AST], None]:
    def put(node: ast.AST) -> None:
        if at is None:
            setattr(parent, field, node)
        else:
            getattr(parent, field)[at] = node

    return put


def _may_be_spoilt(node: ast.AST) -> bool:
    match node:
        case ast.Compare(ops=[kind, *_]):
            return type(kind) in TURNED
        case ast.BinOp():
            return type(node.op) in TURNED and not any(map(_no_number, (node.left, node.right)))
        case ast.Constant():
            return type(node.value) in (int, float, bool)
        case ast.Call(func=ast.Name(id=name)):
            return name in NAMES
    return isinstance(node, ast.BoolOp) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def _no_number(node: ast.AST) -> bool:
    """Tell whether a node is text, or a tolerance: whether it is added or taken is not seen."""
    text = isinstance(node, ast.JoinedStr) or isinstance(getattr(node, "value", None), str)
    return text or getattr(node, "id", None) in TOLERANCES


def _spoilt(node: ast.AST) -> ast.AST:
    """Return a node with its mistake."""
    new = copy.copy(node)
    match new:
        case ast.Compare():
            near = any(getattr(one, "id", None) in TOLERANCES for one in ast.walk(new))
            new.ops = [(ROUND if near else TURNED)[type(new.ops[0])](), *new.ops[1:]]
        case ast.BinOp() | ast.BoolOp():
            new.op = TURNED[type(new.op)]()
        case ast.Constant():
            new.value = (not new.value) if isinstance(new.value, bool) else new.value + 1
        case ast.UnaryOp():
            return new.operand
        case _:
            new.func = ast.copy_location(ast.Name(NAMES[new.func.id], ast.Load()), new.func)
    return new


class Planting:
    """Plants mistakes where pytest would run the tests it collected."""

    def __init__(self, chosen: list[Mistake], heard: Callable[[Mistake, bool], None]) -> None:
        self.chosen, self.heard = chosen, heard

    def pytest_sessionstart(self) -> None:
        # A failing example need not be the simplest one.
        quick = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
        hypothesis.settings.register_profile("once", hypothesis.settings(), phases=quick)
        hypothesis.settings.load_profile("once")

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        names = {one.module for one in self.chosen}
        for name in names:
            dotted = ".".join(Path(name).relative_to("lib").with_suffix("").parts)
            importlib.import_module(dotted.removesuffix(".__init__"))
        files = {str(ROOT / name) for name in names}
        functions = _loaded(files)
        tests = [one for one in session.items if not BUILDS & set(one.fixturenames)]
        learned = _learned(tests, files, functions)
        for one in self.chosen:
            file = str(ROOT / one.module)
            asked = [(seconds, tests[at]) for seconds, lines, at in learned
                     if (file, one.line) in lines]  # fmt: skip
            self.heard(one, _noticed(one, asked, functions[file, *one.function]))
        return True


def _loaded(files: set[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    """Return the functions of some files as they are in memory, by file, name and first line."""
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for one in gc.get_objects():
        if isinstance(one, FunctionType) and one.__code__.co_filename in files:
            code = one.__code__
            key = code.co_filename, code.co_qualname, code.co_firstlineno
            found.setdefault(key, []).append(one)
    gc.freeze()
    return found


def _learned(tests, files, functions) -> list[tuple[float, set[tuple[str, int]], int]]:
    """Return of each test, the fastest first, how long it takes and the lines it comes by.

    Not of those that fail, or take long.
    """
    with tempfile.TemporaryFile() as kept:

        def learn() -> bool:
            builtins.passed = passed = set()
            for file in files:
                codes = _codes(_passing(Path(file)))
                for (path, *key), some in functions.items():
                    for one in some if path == file else ():
                        one.__code__ = codes.get(tuple(key), one.__code__)
            caches = [one for one in gc.get_objects() if hasattr(one, "cache_clear")]
            found = []
            for at, test in enumerate(tests):
                # What an earlier test left in memory would hide what this one comes by.
                for one in caches:
                    one.cache_clear()
                passed.clear()
                start = time.process_time()
                failed = _fails(test)
                seconds = time.process_time() - start
                if not failed and seconds < LONG:
                    found.append((seconds, set(passed), at))
            kept.write(pickle.dumps(sorted(found, key=lambda one: one[0])))
            kept.flush()
            return False

        if _forked(learn, 3600):
            sys.exit("the tests could not be run")
        kept.seek(0)
        return pickle.loads(kept.read())  # noqa: S301


def _passing(path: Path) -> CodeType:
    """Return a module's code that notes each statement it comes by in `passed`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in [one for one in ast.walk(tree) if not isinstance(one, ast.Module | ast.ClassDef)]:
        for field in ("body", "orelse", "finalbody"):
            if isinstance(some := getattr(node, field, None), list):
                notes = [ast.parse(f"passed.add(({str(path)!r}, {one.lineno}))").body[0]
                         for one in some]  # fmt: skip
                setattr(node, field, [one for pair in zip(notes, some, strict=True)
                                      for one in pair])  # fmt: skip
    return compile(ast.fix_missing_locations(tree), str(path), "exec")


def _noticed(mistake: Mistake, asked: list, functions: list[FunctionType]) -> bool:
    """Tell whether one of the tests fails, or takes much longer, with a mistake."""

    def plant() -> bool:
        code = mistake.code()
        for function in functions:
            function.__code__ = code
        return any(_fails(test) for _, test in asked)

    return bool(asked) and _forked(plant, 5 + 3 * sum(seconds for seconds, _ in asked))


def _forked(work: Callable[[], bool], seconds: float) -> bool:
    """Return what work returns in a process of its own; true where it dies or takes too long."""
    child = os.fork()
    if child == 0:
        # By the processor's time, not the clock's: the machine may be busy.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        signal.alarm(3600)
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        failed = True
        try:
            failed = work()
        finally:
            os._exit(failed)
    return os.waitpid(child, 0)[1] != 0


def _fails(test: pytest.Item) -> bool:
    return any(one.failed for one in runtestprotocol(test, log=False, nextitem=None))


def chosen(room: Room) -> tuple[list[Mistake], int]:
    """Return the mistakes to plant, by where they are, and how many there are."""
    with ALIKE.open(encoding="utf-8", newline="") as file:
        alike = {tuple(row[:-1]) for row in csv.reader(file)}
    modules = sorted({path for one in room.modules for path in (ROOT / "lib").glob(one)})
    every = [one for path in modules for one in mistakes(path) if one.name not in alike]
    drawn = sorted(every, key=lambda one: one.lot)[: room.number]
    return sorted(drawn, key=lambda one: (one.module, one.line)), len(every)


def plant(name: str) -> str:
    """Plant the mistakes of a package; return its part of the page."""
    room = ROOMS[name]
    some, of = chosen(room)
    found: dict[Mistake, bool] = {}

    def heard(one: Mistake, caught: bool) -> None:
        found[one] = caught
        where = f"{one.module}:{one.line} {one.function[0]}: {one.before}  ->  {one.after}"
        print("." if caught else f"\n{where}", end="", flush=True)

    tests = sorted({str(path) for one in room.tests for path in (ROOT / "tests").glob(one)})
    quiet = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:randomly"]
    with tempfile.TemporaryDirectory() as folder:
        pytest.main([*quiet, f"--basetemp={folder}/t", *tests], plugins=[Planting(some, heard)])
    return part(name, found, of)


def part(name: str, found: dict[Mistake, bool], of: int) -> str:
    """Return the page's part of a package."""
    modules: dict[str, list[bool]] = {}
    for one, caught in found.items():
        modules.setdefault(one.module, []).append(caught)
    rows = [f"| {module} | {sum(some)} of {len(some)} |" for module, some in modules.items()]
    missed = [f"* `{one.module}`, `{one.function[0]}`: `{one.before}` → `{one.after}`"
              for one, caught in found.items() if not caught]  # fmt: skip
    count = sum(found.values())
    share = f"{round(100 * count / len(found))} %"
    return "\n".join([
        f"## {name}", "",
        f"{count} of {len(found)} noticed ({share}), of {of} places, draw {DRAW}.",
        "", "| module | noticed |", "| --- | --- |", *rows,
        *(["", "Not noticed:", "", *missed] if missed else []), "",
    ])  # fmt: skip


def main() -> None:
    """Plant the mistakes of some packages (all) and write their parts of the page."""
    for name in sys.argv[1:] or ROOMS:
        head, *parts = PAGE.read_text(encoding="utf-8").split("\n## ")
        there = {one.partition("\n")[0]: f"## {one}" for one in parts}
        there[name] = plant(name)
        kept = [there[one].strip() for one in ROOMS if one in there]
        PAGE.write_text("\n\n".join([head.strip(), *kept]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
