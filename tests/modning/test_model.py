from pathlib import Path

import pytest

from modning.model import load_model, model_figures
from slicebook import paths
from slicebook.errors import InputError

PARTS = load_model()


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "model.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_model_is_three_core_elements_four_elements_and_two_preconditions():
    kinds = [part.kind for part in PARTS]
    assert [kinds.count(kind) for kind in ("core", "element", "precondition")] == [3, 4, 2]


def test_each_of_the_eight_recommendations_became_one_part():
    came_from = [part.recommendation for part in PARTS if part.recommendation]
    assert sorted(came_from) == list(range(1, 9))


def test_every_part_leads_to_a_notebook_that_is_there():
    named = {name for part in PARTS for name in part.notebooks}
    assert [name for name in named if not (paths.notebooks() / f"{name}.ipynb").is_file()] == []
    assert all(part.notebooks for part in PARTS)


def test_an_unknown_kind_and_a_missing_entry_are_named(tmp_path):
    whole = "parts:\n- {id: a, kind: odd, recommendation: 1, label: A, text: A, notebooks: [n]}\n"
    with pytest.raises(InputError, match=r"model\.yml: parts: a: kind: 'odd' is none of"):
        load_model(write(tmp_path, whole))
    with pytest.raises(InputError, match=r"model\.yml: parts: a: the entry 'kind' is missing"):
        load_model(write(tmp_path, "parts:\n- {id: a}\n"))


def test_the_parts_are_counted_by_kind():
    figures = model_figures(PARTS).set_index("figure")["value"].to_dict()
    assert figures == {
        "model.core": 3,
        "model.element": 4,
        "model.precondition": 2,
        "model.recommendation": 8,
    }
