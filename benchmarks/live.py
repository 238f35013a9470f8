"""From saving a notebook to the sentence on the screen, in a browser, as preview says it."""

import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from benchmarks.measure import ROOT, SHARED, Row, table

PORT = 8797
NOTEBOOKS = ("01_intake/03_referral", "02_outcomes/02_recovery", "03_costs/03_unit_costs")
TIMES = 4


def main() -> tuple[list[Row], str]:
    """Save a changed sentence in three notebooks, several times; return a row and a table."""
    with TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name).resolve()
        for part in SHARED:
            if part != "notebooks":
                (folder / part).symlink_to(ROOT / part)
        shutil.copytree(ROOT / "notebooks", folder / "notebooks")
        environment = {**os.environ, "MODNING_PROJECT": str(folder)}
        modning = [sys.executable, "-m", "modning.cli"]
        subprocess.run([*modning, "evaluate", "--language", "en"], env=environment, cwd=folder,
                       check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        preview = subprocess.Popen([*modning, "preview", "--port", str(PORT)], env=environment,
                                   cwd=folder, stdout=subprocess.PIPE, text=True)  # fmt: skip
        try:
            while not preview.stdout.readline().startswith("open http"):
                assert preview.poll() is None
            taken = _watch(folder)
        finally:
            preview.send_signal(signal.SIGINT)
            preview.communicate()
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    row = Row("preview: from saving a notebook to the page on screen", "1 s",
              " / ".join(f"{seconds:.1f} s" for seconds in middle.values()))  # fmt: skip
    cells = [(name, *(f"{one:.1f}" for one in seconds)) for name, seconds in taken.items()]
    head = ("s from saving to screen", *(f"save {number + 1}" for number in range(TIMES)))
    return [row], table(head, cells)


def _watch(folder: Path) -> dict[str, list[float]]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page()
        taken = {name: _saves(page, folder, name) for name in NOTEBOOKS}
        browser.close()
    return taken


def _saves(page: Page, folder: Path, name: str) -> list[float]:
    page.goto(f"http://127.0.0.1:{PORT}/{name}/all-all.html")
    path = folder / "notebooks" / f"{name}.ipynb"
    seconds = []
    for number in range(TIMES):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        notebook["cells"][0]["source"] += [f"\n\nSaved for the {number + 1}. time."]
        started = time.perf_counter()
        path.write_text(json.dumps(notebook), encoding="utf-8")
        page.get_by_text(f"Saved for the {number + 1}. time.").wait_for(timeout=120_000)
        seconds.append(time.perf_counter() - started)
    return seconds
