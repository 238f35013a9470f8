"""From answers to the pattern: what is withheld, that it holds, and that it changes no more than it
must."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from cellguard.attack import Reader
from cellguard.problem import with_implied
from cellguard.solve import parts, solve
from conftest import SHARED, alone, read_library_anew
from modning import protection
from modning.compare.missing import gaps_cell
from modning.protection import counts, means
from modning.protection.counts_problem import problem as problem_of
from modning.protection.published import families
from modning.protection.tables import tables
from modning.register import entry
from modning.shares import tally
from random_answers import random_answers
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.runs import dependencies
from slicebook.runs.executors import local_pool
from slicebook.seals import sealed
from slicebook.slices import Slice
from surveys.answers import read_answers
from surveys.codebook import load_codebook
from surveys.disclosure import SLICE, cell_name, check_current, withheld, withheld_figures
from surveys.disclosure.pattern import figures_file, made_from, note_of, pattern_file

KNOWN = load_programme()
PROGRAMME = replace(KNOWN, public=(), rules=replace(KNOWN.rules, minimum_slice=1))
CODEBOOK = load_codebook()

# Of stored answers, hashes.
ANSWERS = {"koge 2023": "a", "koge 2024": "b"}


def system(form: str, rows: int = 90) -> tuple[counts.System, pd.DataFrame]:
    answers = random_answers(CODEBOOK[form], rows)
    found = [
        one
        for one in families(CODEBOOK[form], answers)
        if one.scope.split("/")[1] in ("gender", "children", "children_age", "sara", "referral")
    ]
    return counts.system(found, tables(answers, PROGRAMME), PROGRAMME), answers


@pytest.fixture(scope="module", params=["registration", "baseline"])
def solved(request):
    whole, _ = system(request.param)
    problem, told = problem_of(whole)
    chosen = with_implied(problem, problem.forced)
    for units, part in parts(problem):
        chosen[units] |= solve(part).withheld
    return whole, problem, told, with_implied(problem, chosen)


def test_every_small_count_and_every_small_rest_is_withheld(solved):
    whole, _, told, chosen = solved
    for name, cell in whole.cells.items():
        for at, units in enumerate(told[name]):
            if not units:
                assert cell.whole
                continue
            count, rest = (whole.tables.counts(whole.sets[n])[at]
                           for n in (cell.counted, cell.rest))  # fmt: skip
            if 0 < count < 5 or (cell.rest != cell.base and 0 < rest < 5):
                assert chosen[units].any(), (name, whole.tables.slices[at])


def test_no_sensitive_count_can_be_worked_out(solved):
    _, problem, _, chosen = solved
    reader = Reader(problem)
    reader.sees(chosen)
    possible = Reader(problem)
    possible.sees(~problem.public)
    for cell, width in zip(problem.sensitive, problem.width, strict=True):
        ends, most = reader.interval(cell), possible.interval(cell)
        assert ends[1] - ends[0] >= min(width, most[1] - most[0]) - 1e-5


def test_totals_are_lost_less_often_than_parts(solved):
    whole, problem, told, chosen = solved
    further = chosen & ~problem.forced
    lost = np.zeros(len(whole.tables.slices))
    for units in told.values():
        for at, mine in enumerate(units):
            lost[at] += further[mine].any()
    assert lost[whole.tables.slices.index(("all", "all"))] <= lost[list(whole.tables.single)].max()


def test_a_slice_of_too_few_shows_nothing_and_what_it_hides_is_kept_all_the_same():
    whole, answers = system("registration", 200)
    sizes = whole.tables.counts(np.ones(len(answers), dtype=bool))
    rules = replace(PROGRAMME.rules, minimum_slice=int(np.sort(sizes)[4]))
    programme = replace(PROGRAMME, rules=rules)
    where = tables(answers, programme)
    assert where.large.tolist() == [size >= rules.minimum_slice for size in sizes]
    assert not where.large.all()
    alone = replace(PROGRAMME, rules=replace(PROGRAMME.rules, minimum_slice=len(answers) + 1))
    shown = [
        key for key, large in zip(where.slices, tables(answers, alone).large, strict=True) if large
    ]
    assert shown == [("all", "all")]
    decided = counts.system(list(families(CODEBOOK["registration"], answers)), where, programme)
    problem, told = problem_of(decided)
    few = np.flatnonzero(~where.large)
    assert not any(units[at] for units in told.values() for at in few)
    shown = [told[name] for name, cell in decided.cells.items()
             if not (cell.whole or cell.rare)]  # fmt: skip
    assert all(units[at] for units in shown for at in np.flatnonzero(where.large))
    guarded = {cell % len(sizes) for cell in problem.sensitive}
    assert set(few[sizes[few] > 0]) & guarded


def test_what_stands_apart_for_the_whole_has_no_place_in_a_slice(monkeypatch):
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 150)
    found = [one for one in families(form, answers) if one.scope == "baseline/income"]
    whole = counts.system(found, tables(answers, PROGRAMME), PROGRAMME)
    _, told = problem_of(whole)
    slices = whole.tables.slices
    merged = entry("baseline", "income").merged
    alone = [name for one in merged.values() for name in one.answers]
    for name in alone:
        units = told[cell_name("baseline", "income", (name,))]
        assert [key for key, mine in zip(slices, units, strict=True) if mine] == [("all", "all")]
    for name, one in merged.items():
        assert all(told[cell_name("baseline", "income", one.answers)]), name
    assert all(told[cell_name("baseline", "income", ("employment",))])


def test_what_is_rare_is_decided_of_all_years_together_only():
    """By municipality too, and what a year does not show is guarded in it all the same."""
    form = CODEBOOK["registration"]
    answers = random_answers(form, 150)
    found = [one for one in families(form, answers) if one.base.startswith("registration/violence")]
    whole = counts.system(found, tables(answers, PROGRAMME), PROGRAMME)
    problem, told = problem_of(whole)
    slices = whole.tables.slices
    rare = {name for name, cell in whole.cells.items() if cell.rare}
    assert rare
    for name in rare:
        assert {key for key, mine in zip(slices, told[name], strict=True) if mine} == {
            key for key in slices if key[1] == "all"
        }
    told_of = entry("registration", "violence")
    row = next(one for one in told_of.rare if one not in told_of.sets)
    ever = cell_name("registration", f"violence_{row}", told_of.answers("ever"))
    assert all(told[ever])
    guarded = {divmod(cell, len(slices)) for cell in problem.sensitive}
    assert any(whole.cells[name].counted == number and slices[at][1] != "all"
               for name in rare for number, at in guarded)  # fmt: skip


def test_of_one_place_alone_its_slice_is_the_whole():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 150)
    answers = answers[answers["municipality"] == "koge"].reset_index(drop=True)
    found = [one for one in families(form, answers) if one.scope == "baseline/income"]
    whole = counts.system(found, tables(answers, PROGRAMME), PROGRAMME)
    _, told = problem_of(whole)
    units = told[cell_name("baseline", "income", ("rehabilitation",))]
    shown = {key for key, mine in zip(whole.tables.slices, units, strict=True) if mine}
    assert shown == {("koge", "all"), ("all", "all")}


def test_who_was_not_asked_is_one_cell_with_those_asked():
    """No children, and the number asked of their ages: one tells the other."""
    whole, _ = system("baseline")
    problem, told = problem_of(whole)
    none = told[cell_name("baseline", "children", ("none",))]
    asked = told[cell_name("baseline", "children_age")]
    assert len(none) == len(asked) == len(whole.tables.slices)
    reader = Reader(problem)
    hidden = np.zeros(len(problem.cost), dtype=bool)
    hidden[none[0]] = True
    reader.sees(hidden)
    cell = whole.cells[cell_name("baseline", "children", ("none",))].counted * problem_width(whole)
    low, high = reader.interval(cell)
    assert high - low < 1


def problem_width(whole: counts.System) -> int:
    return len(whole.tables.slices)


def test_the_ends_of_a_scales_total_are_protected_cells():
    """Everybody who answered all five is at the lowest answer, the highest or between."""
    answers = random_answers(CODEBOOK["completion"], 60)
    columns = [f"recovery_{row.id}" for row in CODEBOOK["completion"].item("recovery").rows]
    answers.loc[answers.index[:7], columns] = 5
    [total] = [one for one in families(CODEBOOK["completion"], answers)
               if one.base == "completion/recovery_total"]  # fmt: skip
    complete = answers[columns].dropna()
    assert total.atoms["very_much"].sum() == (complete == 5).all(axis=1).sum() >= 7
    assert total.atoms.notna().any(axis=1).sum() == len(complete)
    assert (total.atoms.dropna().sum(axis=1) == 1).all()
    assert set(total.sets) == {f"{total.base}.not_at_all", f"{total.base}.very_much"}


def test_means_of_few_take_others_with_them():
    form = CODEBOOK["baseline"]
    answers = random_answers(form, 90)
    few = answers[(answers["municipality"] == "koge") & (answers["year"] == 2023)].index[4:]
    answers = answers.drop(index=few).reset_index(drop=True)
    where = tables(answers, PROGRAMME)
    group = next(one for one in means.groups(form, answers) if "everybody" in one.cell)
    problem = means.problem(group, where, PROGRAMME)
    chosen = solve(problem).withheld
    names = {where.slices[at] for at in np.flatnonzero(chosen)}
    assert ("koge", "2023") in names
    assert len(names) == 4


def test_the_few_who_left_an_item_out_take_others_with_them():
    """What a rule for gaps adds, and what is answered beside a mean of all: sums as others are."""
    form = CODEBOOK["completion"]
    answers = random_answers(form, 90)
    items = [column for column in answers if column.startswith("recovery_")]
    for place, few in (("koge", 2), ("odense", 12)):
        there = answers[(answers["municipality"] == place) & (answers["year"] == 2024)].index[:few]
        answers.loc[there, [items[0], "experience_helped"]] = pd.NA
    where = tables(answers, PROGRAMME)
    known = {group.cell: group for group in means.groups(form, answers)}
    together = entry("completion", "experience").together
    assert {gaps_cell("completion", "experience", items) for items in together} <= set(known)
    rule = "completion/recovery_one_gap_less_complete#mean"
    for cell in (rule, gaps_cell("completion", "experience", together[-1])):
        chosen = solve(means.problem(known[cell], where, PROGRAMME)).withheld
        names = {where.slices[at] for at in np.flatnonzero(chosen)}
        assert {("koge", "2024"), ("koge", "all")} < names
        assert len(names) == 4


def nobody(*given: object) -> None:
    raise AssertionError("decided anew")


@pytest.fixture
def first(evaluation, tmp_path, monkeypatch):
    """Give what was said when the pattern was decided of a copy of the project that others use."""
    with alone(evaluation.folder):
        for folder in ("data", "disclosure", "steps"):
            shutil.copytree(evaluation.folder / "build" / folder, tmp_path / "build" / folder)
    for name in SHARED:
        (tmp_path / name).symlink_to(evaluation.folder / name)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return protection.protect()


def test_the_pattern_holds_no_number_and_is_kept(first, monkeypatch):
    assert all(one.primary and one.further for one in first)
    file = pattern_file("baseline", "koge", "2023")
    lines = file.read_text().splitlines()
    assert all(line.startswith("baseline/") for line in lines)
    written = file.stat().st_mtime_ns
    monkeypatch.setattr(sys.modules["modning.protection.protect"], "_decide", nobody)
    assert protection.protect() == first
    assert file.stat().st_mtime_ns == written


def test_presets_say_what_they_would_withhold_and_withhold_nothing(first, monkeypatch):
    """Thresholds of 5, 8 and 10; of an eighth of the answers, which are decided sooner."""
    module, form = sys.modules["modning.protection.protect"], "registration"
    few = read_answers(form, programme=KNOWN).iloc[::8]
    monkeypatch.setattr(module, "load_codebook", lambda *_: {form: CODEBOOK[form]})
    monkeypatch.setattr(module, "read_answers", lambda *_, **__: few)
    files = [pattern_file(form), pattern_file(form, "koge", "2023")]
    before = [file.read_bytes() for file in files]
    with local_pool(1) as workers:
        own = module._decided(form, KNOWN, workers).said
    others = {preset: done for preset, [done] in protection.under_presets().items()}
    assert own["primary"] < others["opensafely"].primary < others["acro"].primary
    assert own["lost"] < others["opensafely"].lost < others["acro"].lost
    assert [file.read_bytes() for file in files] == before


def test_a_change_anywhere_in_the_library_decides_anew(first, tmp_path, monkeypatch):
    """Which cells there are, and what they are, comes from modules all over the library."""
    module = sys.modules["modning.protection.protect"]
    for folder in dependencies.library_folders():
        shutil.copytree(folder, tmp_path / "copied" / folder.name)
    monkeypatch.setattr(dependencies, "LIBRARY", tmp_path / "copied")
    monkeypatch.setattr(module, "_decide", nobody)
    assert protection.protect() == first
    bands = tmp_path / "copied" / "surveys" / "codebook" / "bands.py"
    text = bands.read_text("utf-8")
    bands.write_text(text.replace("\ndef ", "\n@changed\ndef ", 1), "utf-8")
    read_library_anew()
    with pytest.raises(AssertionError, match="decided anew"):
        protection.protect()


def test_a_share_asks_the_pattern_of_its_slice(tmp_path, monkeypatch):
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    (tmp_path / "programme.yml").write_text(load_programme_text(), encoding="utf-8")
    form = CODEBOOK["baseline"]
    cell = "baseline/education.none"
    _write(pattern_file("baseline"), [cell_name("baseline", "education", (o.id,))
                                      for o in form.item("education").options])  # fmt: skip
    _write(pattern_file("baseline", "all", "all"), [])
    _write(pattern_file("baseline", "koge", "all"), [cell])
    _write(pattern_file("baseline", "odense", "all"), [])
    _note("baseline")
    answers = random_answers(form, 60)
    answers.attrs[SLICE] = Slice("all", "all")
    counted = tally(answers, form, "education")
    assert counted.shares()["shown"].all()
    table = counted.by_municipality().set_index(["municipality", "answer"])
    assert not table.loc[("koge", "none"), "shown"]
    assert table.loc[("koge", "none"), ["count", "percent", "low", "high"]].isna().all()
    assert table.loc[("odense", "none"), "shown"]
    lost = counted.differences().set_index("answer").loc["none"]
    assert not lost["shown"]
    assert pd.isna(lost["difference"])
    with pytest.raises(InputError, match=r"education.none\+primary is not among the cells"):
        counted.any_of(["none", "primary"], "some")
    assert not withheld("anything/at.all", None)


@pytest.fixture
def decided(tmp_path, monkeypatch):
    """Give a project with answers of a form, of which one answer is withheld in one place."""
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    (tmp_path / "programme.yml").write_text(load_programme_text(), encoding="utf-8")
    (tmp_path / "build" / "data" / "baseline").mkdir(parents=True)
    (tmp_path / "build" / "data" / "intake.json").write_text('{"synthetic": true, "forms": {}}')
    _write(pattern_file("baseline"), ["baseline/education.none", "baseline/education.primary"])
    _write(pattern_file("baseline", "koge", "2023"), ["baseline/education.none"])
    _write(figures_file("baseline", "koge", "2023"), ["education.none"])
    _note("baseline")
    return Slice("koge", "2023")


@pytest.mark.parametrize("harm", [
    lambda path: path.write_text(""), lambda path: path.write_bytes(path.read_bytes()[:-9]),
    Path.unlink, lambda path: path.write_text("baseline/education.primary\n"),
])  # fmt: skip
def test_a_pattern_that_was_altered_is_not_believed(decided, harm):
    """A cut-off list of what is withheld would show the rest."""
    assert withheld("baseline/education.none", decided)
    assert not withheld("baseline/education.primary", decided)
    assert withheld_figures("koge", "2023") == {"education.none"}
    assert withheld_figures("koge", "2019") == frozenset()
    harm(pattern_file("baseline", "koge", "2023"))
    with pytest.raises(InputError, match=r"koge-2023\.txt is .*call"):
        withheld("baseline/education.none", decided)
    harm(figures_file("baseline", "koge", "2023"))
    with pytest.raises(InputError, match=r"figures/koge-2023\.txt is .*call"):
        withheld_figures("koge", "2023")


# As libraries before this one noted it: one hash for all answers, or none of the files.
OLDER = [
    json.dumps(sealed(note)) for note in ({"answers": "a", "files": {}}, {"answers": ANSWERS}, {})
]


@pytest.mark.parametrize("text", ["", "[]", '{"answers": "x"}', '{"answers": "', "\0", *OLDER])
def test_a_pattern_without_its_note_is_not_believed(decided, text):
    check_current("baseline", ANSWERS)
    made_from("baseline").write_text(text)
    with pytest.raises(InputError, match="what may be shown of baseline is not decided; call"):
        check_current("baseline", ANSWERS)
    with pytest.raises(InputError, match="is not as `modning protect` wrote it"):
        withheld("baseline/education.none", decided)


def test_a_pattern_of_other_answers_is_not_believed(decided):
    check_current("baseline", {"koge 2024": "b"})
    for other in ({"koge 2024": "c"}, {**ANSWERS, "koge 2025": "d"}):
        with pytest.raises(InputError, match="what may be shown of baseline is not decided"):
            check_current("baseline", other)


def _note(form: str) -> None:
    texts = list(made_from(form).parent.rglob("*.txt"))
    made_from(form).write_text(note_of(ANSWERS, texts))


def load_programme_text() -> str:
    return (Path(__file__).parents[3] / "programme.yml").read_text(encoding="utf-8")


def _write(path, lines) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
