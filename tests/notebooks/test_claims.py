"""What the book's sentences claim, against its figures, and in one language as in the other."""

import pandas as pd
import pytest

from slicebook import paths
from slicebook.results import KEY


@pytest.fixture
def claims(evaluation, built) -> pd.DataFrame:
    return pd.read_csv(paths.build("claims.csv"), dtype={"year": str})


def test_every_claim_is_so(claims, evaluation):
    figures = pd.read_csv(paths.build("results.csv"), dtype={"year": str})
    both = claims.merge(figures, on=KEY, how="left", validate="many_to_one")
    assert len(both) == len(claims) > 400
    assert both["shown"].eq(True).all()
    low = both["low"].where(both["end"] == "interval", both["value"])
    high = both["high"].where(both["end"] == "interval", both["value"])
    assert (low > both["larger"]).equals(both["says"] == "above")
    assert (high < both["smaller"]).equals(both["says"] == "below")
    assert claims["holds"].all()


def test_both_languages_claim_the_same(claims):
    said = ["page", *KEY, "end", "says"]
    of = {name: set(map(tuple, part[said].to_numpy())) for name, part in claims.groupby("language")}
    assert of["en"] == of["da"]
