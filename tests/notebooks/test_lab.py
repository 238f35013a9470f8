"""`make lab`: JupyterLab opens a notebook, runs all of its cells and shows its charts."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Page, expect

from book.browsers import chromium
from book.conftest import browser  # noqa: F401
from conftest import ROOT

NOTEBOOK = "notebooks/01_intake/02_outreach.ipynb"
LOCAL = re.compile(r"^(data|blob):|^(http|ws)://localhost:")
# A machine that does much else may take long; nobody waits for what is ready.
PATIENCE = 120
WAIT = PATIENCE * 1000
PARAMETERS = ".jp-CodeCell .cm-content"


@pytest.fixture
def lab(evaluation, tmp_path) -> Iterator[str]:
    """Start `make lab` on a copy of the notebooks and return its address."""
    chromium()  # or skip before anything is started
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "Makefile").symlink_to(ROOT / "Makefile")
    for name in ("jupyter_lab_config.py", ".jupyter"):
        (tmp_path / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    port, token = free_port(), secrets.token_hex(8)
    options = f"--no-browser --allow-root --port {port} --IdentityProvider.token={token}"
    home = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA",
            "RUNTIME")} | {"JUPYTERLAB_WORKSPACES_DIR": str(tmp_path / "workspaces")}  # fmt: skip
    server = subprocess.Popen(
        ["make", "lab", f"LAB={options}", "--old-file=.venv/ready"], cwd=tmp_path,
        env=os.environ | home | {"MODNING_PROJECT": str(evaluation.folder)},
        stdout=subprocess.DEVNULL, stderr=(tmp_path / "said").open("w"), start_new_session=True,
    )  # fmt: skip
    try:
        answering(f"http://localhost:{port}/api", server, tmp_path / "said")
        yield f"http://localhost:{port}/lab/tree/{NOTEBOOK}?token={token}"
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("localhost", 0))
        return one.getsockname()[1]


def answering(address: str, server: subprocess.Popen, said: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            urlopen(address)
        except URLError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(said.read_text())


@pytest.fixture
def page(browser) -> Iterator[Page]:  # noqa: F811
    context = browser.new_context(viewport={"width": 1280, "height": 4000})
    context.set_default_timeout(WAIT)
    page, elsewhere = context.new_page(), []
    page.on("request", lambda one: LOCAL.match(one.url) or elsewhere.append(one.url))
    yield page
    context.close()
    assert elsewhere == []


def test_a_notebook_is_opened_run_and_seen(lab, page):
    page.goto(lab)
    expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_visible(timeout=WAIT)
    kernel = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(kernel).to_be_visible(timeout=WAIT)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    chart = page.locator(".jp-OutputArea-output :is(.vega-embed svg, .vega-embed canvas, "
                         ".jp-RenderedSVG img, .jp-RenderedSVG svg)").first  # fmt: skip
    expect(chart).to_be_visible(timeout=WAIT)
    assert chart.bounding_box()["width"] > 200
    last = page.locator(".jp-CodeCell .jp-InputPrompt").last
    expect(last).to_have_text(re.compile(r"\[\d+\]:"), timeout=WAIT)
    wrong = '.jp-OutputArea-output[data-mime-type="application/vnd.jupyter.error"]'
    assert page.locator(wrong).all_text_contents() == []
    the_text_is_read_with_its_numbers(page)
    another_slice_is_picked(page)
    expect(page.get_by_text("official Jupyter news")).to_have_count(0)
    assert page.locator(wrong).all_text_contents() == []


def the_text_is_read_with_its_numbers(page: Page) -> None:
    """Below the chart what the notebook says of it, and the answer, whose numbers come after it."""
    said = page.locator(".jp-OutputArea-output.jp-RenderedMarkdown")
    below = said.filter(has_text=re.compile(r"Through the municipality came \d+%"))
    expect(below).to_have_count(1, timeout=WAIT)
    answer = said.filter(has_text=re.compile(r"^In short: .*, \d+% came through the municipality"))
    expect(answer).to_have_count(1)
    assert not [text for text in said.all_text_contents() if "{{" in text]


def another_slice_is_picked(page: Page) -> None:
    lists, parameters = page.locator(".jp-OutputArea-output select"), page.locator(PARAMETERS).first
    assert [one.input_value() for one in lists.all()] == ["all", "all"]
    lists.last.select_option("2024")
    expect(parameters).to_contain_text('municipality = "all"year = "2024"', timeout=WAIT)
    expect(lists.last.locator("[selected]")).to_have_text("2024", timeout=WAIT)
    lists.first.select_option("koge")
    expect(parameters).to_contain_text('municipality = "koge"year = "2024"', timeout=WAIT)
    expect(lists.first.locator("[selected]")).to_have_text("Køge", timeout=WAIT)
