"""Who filled in which two forms, of synthetic answers."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from surveys.codebook import load_codebook
from surveys.synthetic import who
from surveys.synthetic.persons import _level, _persons_after


def test_how_high_answers_are_is_told_in_standard_deviations():
    form = load_codebook()["completion"]
    grid = next(item for item in form.items if item.type == "grid")
    names = [column.name for column in grid.columns() if column.kind == "code"]
    frame = pd.DataFrame({name: pd.array([1, 2, 3, None], "Int8") for name in names})
    assert _level(frame, form, grid.id) == pytest.approx([-1, 0, 1, 0])
    assert _level(frame, form, None) == pytest.approx([0, 0, 0, 0])


@pytest.fixture(scope="module")
def forms_of_persons():
    """Return forms before and after in two places, a day apart, and who filled them in."""
    book, random = load_codebook(), np.random.default_rng(4)
    frames = {}
    for id, start, rows in (("baseline", "2024-01-01", 400), ("completion", "2024-06-01", 300)):
        grid = book[id].item("recovery")
        high = random.normal(3, 1, (rows, 1)) + random.normal(0, 0.3, (rows, 5))
        frames[id] = pd.DataFrame(
            np.clip(np.round(high), 1, 5), columns=[column.name for column in grid.columns()]
        ).assign(
            answer_id=range(rows),
            submitted=pd.date_range(start, periods=rows, freq="h"),
            municipality=random.choice(["koge", "odense"], rows),
        )
    return frames, who(frames, book, 1)


def test_who_ends_began_earlier_in_the_same_municipality(forms_of_persons):
    frames, people = forms_of_persons
    places = pd.concat([frames[id]["municipality"] for id in frames], ignore_index=True)
    assert len(people) == 700
    assert people.assign(place=places).groupby("person")["place"].nunique().max() == 1
    started = set(people.loc[people["form"] == "baseline", "person"])
    ended = people.loc[people["form"] == "completion", "person"]
    # Six in a hundred end who never answered at the start.
    assert (~ended.isin(started)).mean() == pytest.approx(0.06, abs=0.04)
    assert sorted(people["person"].unique()) == list(range(people["person"].nunique()))


def test_some_send_a_form_twice_and_answers_resemble_those_before(forms_of_persons):
    frames, people = forms_of_persons
    for id, rows in (("baseline", 400), ("completion", 300)):
        twice = rows - people.loc[people["form"] == id, "person"].nunique()
        assert twice / rows == pytest.approx(0.03, abs=0.025)
    grid = [name for name in frames["baseline"] if name.startswith("recovery")]
    levels = pd.concat([frames[id][grid].mean(axis=1) for id in frames], ignore_index=True)
    each = people.assign(level=levels).pivot_table("level", "person", "form")
    assert each["baseline"].corr(each["completion"]) > 0.5


def test_nobody_ends_before_she_began():
    before = pd.DataFrame({"submitted": pd.to_datetime(["2024-03-01"] * 3), "municipality": "koge"})
    after = before.head(2).assign(submitted=pd.to_datetime(["2024-03-01", "2024-03-02"]))
    random = SimpleNamespace(random=lambda n: np.ones(n))
    found = _persons_after(before, after, np.array([0.0, 5, 2]), np.array([2.0, 2.4]), random)
    assert found.tolist() == [3, 2]
