"""What figures were made with: method, data and text told apart, and nothing of the answers."""

from dataclasses import replace
from pathlib import Path

from runs.small_project import planned, write_answers
from slicebook import editions, runs
from slicebook import made_with as made
from slicebook.book.changes_page import changes_tables
from slicebook.made_with import MadeWith, made_with
from slicebook.programme import load_programme
from slicebook.runs.progress import Watcher

COUNT, LINES, SUM = "01_forms/01_count", "02_costs/01_lines", "03_sum/01_sum"


def kept(folder: Path) -> MadeWith:
    """Return what an edition published now would leave."""
    path = folder / "editions" / "first.json"
    made.write(made_with(), path)
    assert "build/" not in path.read_text(encoding="utf-8")
    return made.read(path)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_nothing_moved_where_nothing_changed(executed: Path) -> None:
    before = kept(executed)
    now = made_with()
    assert [now.moved(name, before) for name in (COUNT, LINES, SUM)] == [([], [])] * 3
    assert now.rewritten(before) == []
    assert now.second_hand == {SUM}
    assert "modning.costs.lines" in now.uses[LINES]
    assert "data/costs.csv" in now.uses[LINES]
    assert now.answers[COUNT] == {"completion"}
    assert now.answers[LINES] == set()


def test_code_is_method_and_a_sentence_is_text(executed: Path) -> None:
    before = kept(executed)
    edit(executed / "notebooks" / f"{COUNT}.ipynb", "# Title", "# Another")
    edit(executed / "notebooks" / f"{LINES}.ipynb", 'print(\\"one\\")', 'print(\\"1\\")')
    now = made_with()
    assert now.rewritten(before) == [COUNT]
    assert now.moved(COUNT, before) == ([], [])
    assert now.moved(LINES, before) == ([f"notebooks/{LINES}.ipynb"], [])


def test_a_file_of_data_is_data(executed: Path) -> None:
    before = kept(executed)
    before.hashes["data/costs.csv"] = "another"
    assert made_with().moved(LINES, before) == ([], ["data/costs.csv"])


def test_an_entry_of_the_programme_or_a_register_is_method_and_the_programmes_words_are_not(
    executed: Path,
) -> None:
    before = kept(executed)
    programme = executed / "programme.yml"
    text = programme.read_text(encoding="utf-8")
    # It may be a link to the project's own.
    programme.unlink()
    programme.write_text(
        text.replace("threshold: 5", "threshold: 6").replace("A recomputation", "Figures"), "utf-8"
    )
    now = made_with()
    assert now.moved(COUNT, before) == (["programme.yml:disclosure"], [])
    register = "data/rules.yml"
    now = replace(now, hashes={register: "2"}, uses={COUNT: frozenset([register])})
    assert now.moved(COUNT, before) == ([register], [])


def test_of_two_editions_the_second_tells_other_answers_from_another_method(executed: Path) -> None:
    editions.publish("2026-01", made_with())
    write_answers("koge", 2024, 9)
    edit(executed / "notebooks" / f"{LINES}.ipynb", "len(load_lines())", "len(load_lines()) + 1")
    runs.execute(planned(), jobs=1, progress=Watcher())
    results = runs.collect(load_programme())
    then = editions.made_before("2026-01")
    moved = editions.changes(editions.earlier()["2026-01"], results, made_with(), then)
    found = {(row.figure, row.municipality, row.year): row for row in moved.itertuples()}
    counts = [("n.completion", place, year)
              for place in ("all", "koge") for year in ("2024", "all")]  # fmt: skip
    assert {key: row.why for key, row in found.items()} == {
        **dict.fromkeys(counts, "answers"), ("lines", "all", "all"): "method",
    }  # fmt: skip
    assert found["n.completion", "koge", "2024"][5:7] == (7, 9)
    assert found["lines", "all", "all"].method == f"notebooks/{LINES}.ipynb"
    assert moved["figure"].tolist()[0] == "n.completion"
    said = changes_tables(results)
    assert "other answers (7 before, 9 now)" in said
    assert f"other method (notebooks/{LINES}.ipynb)" in said
