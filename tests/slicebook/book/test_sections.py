"""Several notebooks as one page: their answers first, then each below its own heading."""

import json
import re
from pathlib import Path

import pytest
import yaml

from book.small_book import COSTS, OUTCOMES, SYNTHESIS, make_project, within
from slicebook.book.assemble import assemble
from slicebook.programme import load_programme

TOPIC = "topics/worth"
CONTENTS = {
    "parts": [
        {
            "title": "A part",
            "notebooks": [
                {"name": "worth", "title": "Gain & price", "notebooks": [OUTCOMES, COSTS]},
            ],
        }
    ]
}


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """Return the assembled pages of a book that has two notebooks on one page."""
    folder = make_project(tmp_path_factory.mktemp("joined"))
    (folder / "book" / "contents.yml").write_text(yaml.safe_dump(CONTENTS))
    prices = folder / "build" / "runs" / COSTS / "all-all.ipynb"
    made = json.loads(prices.read_text())
    made["cells"][-1] |= {
        "id": "answer",
        "source": "**In short:** A year costs {{ running.total }}.",
    }
    made["cells"].append({**made["cells"][0], "id": "limits", "source": "## Limits\n\n### Few"})
    prices.write_text(json.dumps(made))
    with within(folder):
        assemble(load_programme(), "en", folder / "source")
    return folder / "source"


def test_a_topic_without_anything_recorded_says_so_once(tmp_path, monkeypatch):
    folder = make_project(tmp_path)
    monkeypatch.setattr("slicebook.book.sections._imported", lambda notebook: frozenset())
    (folder / "book" / "contents.yml").write_text(yaml.safe_dump(CONTENTS))
    for path in (folder / "build" / "runs").glob("*/*/*.ipynb"):
        _end(path)
    with within(folder):
        assemble(load_programme(), "en", folder / "source")
    first, *_ = cells(folder / "source")
    said = "".join(first["source"])
    assert said.startswith("# Gain & price")
    assert said.count("Nothing was noted.") == 1
    assert "What changed" not in str(cells(folder / "source"))
    # Nothing was computed there with the library.
    assert "How it was computed" not in str(cells(folder / "source"))
    assert re.findall(r'id="section-[\w-]+"', said) == [
        'id="section-gain_from_first_to_last"', 'id="section-prices"',
        *(f'id="section-gain_from_first_to_last-cell-{at}"' for at in (4, 7, 8)),
    ]  # fmt: skip


def _end(path: Path) -> None:
    """Let an executed notebook have ended at its first cell after the parameters."""
    made = json.loads(path.read_text())
    given = next(
        at
        for at, cell in enumerate(made["cells"])
        if "parameters" in cell["metadata"].get("tags", [])
    )
    said = {"text/markdown": "*Nothing was noted.*", "text/plain": "Nothing was noted."}
    output = {"output_type": "display_data", "data": said, "metadata": {}}
    cell = made["cells"][given + 1]
    cell.update(cell_type="code", execution_count=1, outputs=[output])
    made["metadata"].setdefault("modning", {})["ended"] = cell["id"]
    path.write_text(json.dumps(made))


@pytest.fixture(scope="module")
def text(source) -> str:
    return "\n".join("".join(cell["source"]) for cell in cells(source) if is_prose(cell))


def cells(source: Path, name: str = f"{TOPIC}/all-all") -> list[dict]:
    return json.loads((source / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]


def is_prose(cell: dict) -> bool:
    return cell["cell_type"] == "markdown"


def test_headings_are_one_level_deeper_below_the_topic_s_title(text):
    assert re.findall(r"^#+ .*", text, re.MULTILINE) == [
        "# Gain & price", "## Gain", "### What changed",
        "### The long argument", "### The end of it", "## Prices", "### Limits", "#### Few",
    ]  # fmt: skip


def test_every_section_has_a_place_of_its_own_and_no_two_cells_a_name(source, text):
    places = re.findall(r'id="(section-[^"]+)"', text)
    assert {"section-gain_from_first_to_last", "section-prices", "section-prices-limits"} <= set(
        places
    )
    assert len(places) == len(set(places))
    names = [cell["id"] for cell in cells(source)]
    assert len(names) == len(set(names))


def test_an_answer_stands_at_the_head_once_and_leads_to_its_section(text):
    head, _, below = text.partition("\n## ")
    [point] = re.findall(r"^- .*", head, re.MULTILINE)
    assert point.startswith('- **<a href="#section-prices">Prices</a>.** A year costs ')
    assert "A year costs" not in below
    assert "In short" not in text


def test_what_a_page_has_once_it_has_once(text):
    for once in ('class="synthetic"', 'class="about-page"', 'class="figure-rows"'):
        assert text.count(once) == 1, once
    for notebook in (OUTCOMES, COSTS):
        assert f"<code>notebooks/{notebook}.ipynb</code>" in text


def test_a_row_leads_to_the_cell_of_its_own_notebook(text):
    assert f'href="../../source/{OUTCOMES}.html#code-cell-3"' in text
    assert 'id="figure-running.total"' in text


def test_only_what_a_slice_shows_of_the_whole_topic_counts_for_a_page_of_its_own(source):
    """Of four exhibits of the whole, a slice has two, of which one is half withheld."""
    found = {path.relative_to(source).as_posix() for path in (source / TOPIC).glob("*")}
    assert found == {f"{TOPIC}/all-all.ipynb"}
    assert not (source / OUTCOMES).exists()


def test_the_contents_have_the_topic_and_links_to_its_notebooks_lead_to_it(source):
    [part, other, *_] = yaml.safe_load((source / "_toc.yml").read_text())["parts"]
    assert [(one["file"], one["title"]) for one in part["chapters"]] == [
        (f"{TOPIC}/all-all", "Gain & price")
    ]
    assert other["chapters"][0]["file"] == f"{SYNTHESIS}/all-all"
    code = (source / "source" / f"{COSTS}.md").read_text(encoding="utf-8")
    assert f'<a href="../../{TOPIC}/all-all.html#section-prices">' in code


def test_the_workbook_is_told_which_notebooks_rest_on_synthetic_answers(source):
    said = {cell["id"]: cell["metadata"]["synthetic"] for cell in cells(source)
            if not is_prose(cell)}  # fmt: skip
    of_costs = {name for name in said if name.startswith("prices-")}
    assert of_costs
    assert {name for name, synthetic in said.items() if synthetic} == set(said) - of_costs
