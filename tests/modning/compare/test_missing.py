"""The change under other rules for answer sets with a gap."""

import numpy as np
import pandas as pd
import pytest

from modning.compare.missing import RULES, gaps, sensitivity
from modning.scales import Reason, load_scale
from outcome_forms import empty, form
from speak import speak

SCALE = load_scale("recovery")
NAMES = [f"recovery_{item}" for item in SCALE.items]


def answers(*rows: list) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=NAMES, dtype="Int8")


def test_a_worked_example():
    """Twenty persons answer all, ten leave one answer out, ten two, two three."""
    full, one = [3] * 5, [5, 5, 5, 5, None]
    two, three = [1, 1, 1, None, None], [5, 5, None, None, None]
    before = answers(*[full] * 10, *[[2] * 5] * 10)
    after = answers(*[full] * 10, *[[4] * 5] * 10, *[one] * 10, *[two] * 10, three, three)
    found = sensitivity(before, after, SCALE).by_rule
    assert {rule: comparison.after.n for rule, comparison in found.items()} == {
        "complete": 20, "one_gap": 30, "half": 40}  # fmt: skip
    assert found["complete"].difference == pytest.approx(1)
    assert found["one_gap"].difference == pytest.approx(1.5)
    assert found["half"].difference == pytest.approx(round(65 / 20, 1) - 2.5)


def test_a_rule_that_adds_few_is_withheld():
    """The mean with four more, less the mean without, would tell what the four answered."""
    before = answers(*[[2] * 5] * 10, *[[3] * 5] * 10)
    after = answers(*[[4] * 5] * 10, *[[3] * 5] * 10, *[[5, 5, 5, 5, None]] * 4,
                    *[[1, 1, 1, None, None]] * 5)  # fmt: skip
    found = sensitivity(before, after, SCALE)
    assert found.by_rule["one_gap"].reason is Reason.WITHHELD
    assert found.by_rule["half"].after.n == 29
    figures = found.figures("x").set_index("figure")
    assert figures.loc["x.gain.half", "value"] == pytest.approx(round(95 / 29, 1) - 2.5)
    assert figures["shown"].all()
    few = sensitivity(before, after.head(24), SCALE).figures("x")
    assert not few["shown"].any()


def test_without_gaps_all_rules_agree():
    whole = [form(name)[NAMES].fillna(3) for name in ("baseline", "completion")]
    figures = sensitivity(*whole, SCALE).figures("x").set_index("figure")
    assert figures.loc["x.gain.rules_apart", "value"] == 0
    assert figures.loc["x.gain.half", "n"] == sum(map(len, whole))


def test_no_count_of_gaps_is_told():
    before, after = (answers(*[[low] * 5] * 10, *[[low + 1] * 5] * 10, *[[5, 5, 5, 5, None]] * 6)
                     for low in (2, 4))  # fmt: skip
    found = sensitivity(before, after, SCALE)
    complete = found.by_rule["complete"].n
    assert set(found.figures("x")["n"]) == {complete}
    assert found.by_rule["half"].n > complete
    assert list(speak("da", found.table)["frame"].columns) == ["Regel", "Før", "Efter", "Ændring"]


@pytest.mark.parametrize("sides", [("empty", "empty"), ("form", "empty"), ("few", "form")])
def test_few_answers_state_nothing(sides):
    make = {"empty": empty, "form": form, "few": lambda name: form(name).head(2)}
    before, after = (
        make[side](name) for side, name in zip(sides, ("baseline", "completion"), strict=True)
    )
    found = sensitivity(before, after, SCALE)
    assert found.figures("x")["value"].isna().all()
    cells = found.table()["frame"].iloc[:, 1:].to_numpy().astype(str)
    assert not np.isin(cells, ["nan", "None"]).any()
    assert len(found.by_rule) == len(RULES)


def test_a_gap_is_an_item_left_out_beside_one_that_was_answered():
    items = pd.DataFrame({"a": [1.0, None, None], "b": [2.0, 3, None]})
    assert gaps(items).tolist() == [False, True, False]
