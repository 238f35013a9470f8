"""A question before and after it was changed."""

import numpy as np
import pandas as pd

from modning.wordings import by_wording, changed, wording_figures, wordings
from outcome_forms import empty, form
from surveys.codebook import load_codebook

ITEM = "violence_continues"
FORMS = load_codebook()


def test_a_question_changed_when_it_was_reworded_or_got_an_answer():
    item = FORMS["completion"].item(ITEM)
    assert changed(FORMS["baseline"].item(ITEM)) == FORMS["baseline"].item(ITEM).reworded
    assert changed(item) == item.option("left").added
    assert changed(FORMS["baseline"].item("gender")) is None
    assert wordings(form("baseline"), FORMS["baseline"].item("gender"))["new"].all()


def test_the_change_of_the_question_splits_the_answers():
    before, after = form("baseline"), form("completion")
    reworded = FORMS["baseline"].item(ITEM).reworded
    before.loc[:9, "submitted"] = pd.Timestamp(reworded) - pd.Timedelta(days=1)
    before[ITEM] = np.where(before.index < 10, 2, 1)
    before[ITEM] = before[ITEM].astype("Int8")
    table = by_wording(before, after, ITEM, "continues").set_index(["form", "wording"])
    assert table.loc[("baseline", "first"), ["percent", "n"]].tolist() == [100, 10]
    assert table.loc[("baseline", "new"), "percent"] == 0
    assert table["n"].sum() == before[ITEM].count() + after[ITEM].count()
    few = by_wording(before.head(3), empty("completion"), ITEM, "continues")
    assert few["percent"].isna().all()
    told = wording_figures(table.reset_index(), "goes_on").set_index("figure")
    assert told.loc["goes_on.baseline.first", ["value", "n", "shown"]].tolist() == [100, 10, True]
    assert not wording_figures(few, "goes_on").loc[few["n"] > 0, "shown"].any()
