"""What figures were made with: method, data and text told apart, and nothing of the answers."""

from pathlib import Path

from slicebook import made_with as made
from slicebook.made_with import MadeWith, made_with

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
    assert "data/report/costs.csv" in now.uses[LINES]


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
    before.hashes["data/report/costs.csv"] = "another"
    assert made_with().moved(LINES, before) == ([], ["data/report/costs.csv"])
