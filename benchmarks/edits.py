"""How many runs an edit in the library makes due: of one definition, mean and median by module."""

import ast
from collections import Counter
from statistics import mean, median

from benchmarks.measure import Row, every_run, table
from slicebook.runs import dependencies
from slicebook.runs.fingerprint import EVERYWHERE
from slicebook.runs.matrix import read_notebook

SHOWN = 10


def main() -> tuple[list[Row], str]:
    """Count the runs behind each definition of each module that any notebook takes from."""
    runs = Counter(run.notebook for run in every_run())
    taken: Counter[dependencies.Name] = Counter()
    by_module: Counter[str] = Counter()
    for notebook, count in runs.items():
        imported = (dependencies.imports(read_notebook(notebook)) or set()) | EVERYWHERE
        for module, names in dependencies.definitions(imported).items():
            by_module[module] += count
            taken.update({(module, name): count for name in names})
    due = {
        module: mean(taken[module, name] / runs.total() for name in names)
        for module in by_module
        if (names := _defined(module))
    }
    rows = [
        Row(f"an edit of one definition: runs due, median over the {len(due)} modules that "
            "notebooks take from", "under 10 %", f"{median(due.values()):.1%}"),
        Row("an edit of all of a module, median over the same", "-",
            f"{median(by_module[one] / runs.total() for one in due):.1%}"),
    ]  # fmt: skip
    most = sorted(due, key=due.get, reverse=True)[:SHOWN]
    return rows, table(("most are due after an edit in", "runs due"),
                       [(module, f"{due[module]:.0%}") for module in most])  # fmt: skip


def _defined(module: str) -> set[str]:
    """Return the names that a module defines itself."""
    body = ast.parse(dependencies.module_file(module).read_text(encoding="utf-8")).body
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    values = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return {node.name for node in body if isinstance(node, kinds)} | {
        target.id for target in values if isinstance(target, ast.Name)
    }
