"""What `modning run` says."""

from pathlib import Path

from typer.testing import CliRunner, Result

from modning.cli import app
from runs.small_project import write_notebook


def run(*options: str) -> Result:
    return CliRunner().invoke(app, ["run", "--jobs", "1", *options])


def test_limits_are_set_and_the_cell_is_named(empty: Path) -> None:
    write_notebook(empty, "01_slow/01_cell", "import time", "time.sleep(60)", slices="all")
    done = run("--cell-timeout", "0.5")
    assert done.exit_code == 1
    said = "01_slow/01_cell all-all, cell 5 (time.sleep(60)): the cell took longer than 0.5 s"
    assert said in done.output
    done = run("--run-timeout", "0.01")
    assert done.exit_code == 1
    assert "the run took longer than 0.01 s" in done.output


def test_a_report_says_what_took_how_long_and_what_was_reused(executed: Path) -> None:
    lines = executed / "notebooks" / "02_costs" / "01_lines.ipynb"
    lines.write_text(lines.read_text().replace("len(load_lines())", "len(load_lines()) + 1"))
    done = run()
    assert done.exit_code == 0
    rows = [line.split("|")[1:-1] for line in done.output.splitlines() if line.startswith("|")]
    found = {name.strip(): [cell.strip() for cell in cells] for name, *cells in rows}
    assert found["02_costs/01_lines"][:3] == ["1", "0", "0"]
    assert found["01_forms/01_count"][:3] == ["9", "9", "0"]
    assert float(found["01_forms/01_count"][3]) > 0
    assert found["koge-2025"][:2] == ["1", "1"]
    assert "Slowest notebooks" not in run().output
