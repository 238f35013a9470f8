"""Forms that ask for a self-generated code, end to end: export, intake, linking, the page."""

import shutil
from pathlib import Path

import pandas as pd
import pytest
import yaml

from modning.compare.linked import study
from modning.linking import link, link_answers
from modning.protection import protect
from modning.scales import load_scale
from slicebook import paths, runs
from slicebook.programme import load_programme
from slicebook.slices import Slice
from surveys.answers import link_codes, read_answers
from surveys.codebook import load_codebook
from surveys.intake import take_in
from surveys.synthetic import draw_form, who, write_exports

ROOT = Path(__file__).resolve().parents[2]
HERE = Slice("all", "all")
FORMS = ("baseline", "completion")
# Stands in every export in the place of a letter: nothing that is published may hold it.
MARK = "Hemmelighed"


def documented_item() -> str:
    """Return the item that docs/link-code.md tells a reader to add."""
    text = (ROOT / "docs" / "link-code.md").read_text(encoding="utf-8")
    return text.split("```yaml\n")[1].split("```")[0]


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """Give a project whose two forms ask for a code, with exports taken in."""
    folder = tmp_path_factory.mktemp("coded")
    for name in ("instruments", "data"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "uv.lock", folder)
    programme = yaml.safe_load((ROOT / "programme.yml").read_text(encoding="utf-8"))
    # Which figures are withheld is not the question here, and takes its time to decide.
    rules = programme["disclosure"]
    rules |= {"threshold": 1, "protection_width": 1, "minimum": dict.fromkeys(rules["minimum"], 1)}
    (folder / "programme.yml").write_text(yaml.safe_dump(programme), encoding="utf-8")
    for form in FORMS:
        with (folder / "instruments" / f"{form}.yml").open("a", encoding="utf-8") as file:
            file.write("\n" + documented_item())
    notebook = Path("notebooks", "02_outcomes", "08_linked.ipynb")
    (folder / notebook).parent.mkdir(parents=True)
    shutil.copy(ROOT / notebook, folder / notebook)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MODNING_PROJECT", str(folder))
        for path in write_exports(paths.exports(), formats=("csv",)):
            _mark(path)
        take_in([paths.exports()])
        protect(jobs=1)
        yield folder


def _mark(path: Path) -> None:
    """Put a word that can be searched for into a part of each code."""
    frame = pd.read_csv(path, sep=";", decimal=",", encoding="utf-8-sig", dtype=str)
    for name in frame.columns.intersection(["link_code_mother", "link_code_school"]):
        frame[name] = MARK + frame[name]
    frame.to_csv(path, sep=";", decimal=",", index=False, encoding="utf-8-sig")


@pytest.fixture(scope="module")
def answered(coded):
    return [read_answers(form) for form in FORMS]


@pytest.fixture(scope="module")
def truth(coded) -> dict[str, pd.Series]:
    """Return the person behind each answer set, by form and answer_id."""
    programme, forms = load_programme(), load_codebook()
    people = who({id: draw_form(forms[id], programme) for id in FORMS}, forms, 1)
    people = people.assign(answer_id=people["answer_id"].astype(str))
    return {form: part.set_index("answer_id")["person"] for form, part in people.groupby("form")}


def judged(pairs, answered, truth) -> tuple[int, int]:
    """Return right and wrong links."""
    sides = [
        truth[form].loc[frame["answer_id"].loc[pairs[side]]].to_numpy()
        for form, frame, side in zip(FORMS, answered, ("before", "after"), strict=True)
    ]
    right = int((sides[0] == sides[1]).sum())
    return right, len(pairs) - right


def test_most_pairs_are_found_and_hardly_any_is_wrong(coded, answered, truth):
    persons = [truth[form].drop_duplicates(keep=False) for form in FORMS]
    possible = len(set(persons[0]) & set(persons[1]))
    right, wrong = judged(link_answers(*answered, HERE).pairs, answered, truth)
    assert possible > 70
    assert right / possible > 0.85
    assert wrong <= 2


def test_forgiving_a_slip_finds_pairs_that_equal_codes_miss(coded, answered, truth):
    sides = [
        frame[["municipality"]].join(link_codes(form, HERE).set_axis(frame.index))
        for form, frame in zip(FORMS, answered, strict=True)
    ]
    parts = list(link_codes("baseline", HERE))
    strict = link(*sides, parts, slips=0)
    found = link_answers(*answered, HERE)
    assert len(found.pairs) > len(strict.pairs)
    assert judged(strict.pairs, answered, truth)[1] == 0
    assert sum(found.ambiguous) > 0
    assert min(found.without) > 0


def test_the_page_links_them_and_records_what_was_found(coded, answered):
    planned = runs.plan(runs.notebook_paths(), [HERE])
    report = runs.execute(planned, jobs=1)
    assert report.failures == []
    figures = runs.collect(load_programme()).set_index("figure")
    links = link_answers(*answered, HERE)
    scale = load_scale("recovery")
    scores = tuple(scale.score(frame) for frame in answered)
    expected = study(links.pairs, *answered, scores, scale)
    assert figures.loc["linked.pairs", "value"] == len(links.pairs)
    assert figures.loc["linked.change", "value"] == pytest.approx(expected.paired.difference)
    assert figures.loc["linked.correlation", "value"] > 0.2
    assert figures.loc["linked.relevant", "n"] == expected.paired.n


def test_nothing_of_a_code_is_shown_or_published(coded, answered):
    assert MARK in (paths.exports() / "baseline.csv").read_text("utf-8-sig")
    assert not any(name.startswith("link_code") for frame in answered for name in frame)
    hashes = link_codes("baseline", HERE).stack().dropna().astype(int).map(str).unique()
    outputs = [
        path
        for path in coded.rglob("*")
        if path.is_file() and not {"exports", "instruments", "notebooks"} & set(path.parts)
    ]
    assert coded / "build" / "results.csv" in outputs
    for path in outputs:
        content = path.read_bytes()
        assert MARK.casefold().encode() not in content.lower(), path
        if "data" not in path.parts:
            assert not any(one.encode() in content for one in hashes if len(one) > 8), path


def test_the_forms_of_the_report_ask_for_none():
    texts = [(ROOT / "instruments" / f"{form}.yml").read_text("utf-8") for form in FORMS]
    assert not any("link_code" in text for text in texts)
