import pandas as pd

from slicebook import kinds
from slicebook.kinds import COMPUTED, INVENTED, PRINTED, as_html, bare, marked

ROWS = [
    # Printed as 57%, which it meets; as 27%, which it does not; in words; as none; not at all.
    ("channel.municipality", "koge", 57.1, "a/01_asked", PRINTED),
    ("channel.trained_staff", "koge", 31.0, "a/01_asked", INVENTED),
    ("referral.group", "koge", 43.0, "a/01_asked", INVENTED),
    ("inspire_o.before", "all", 3.0, "a/01_asked", INVENTED),
    ("men.baseline", "odense", 0.0, "a/01_asked", PRINTED),
    ("channel.police", "koge", 3.0, "a/01_asked", INVENTED),
    ("unit_cost.completer", "koge", 60000.0, "a/01_asked", COMPUTED),
    ("startup.fees", "koge", 112000.0, "b/01_paid", COMPUTED),
    ("printed.prevalence.physical", "all", 1.4, "b/01_paid", PRINTED),
]


def table() -> pd.DataFrame:
    columns = ["figure", "municipality", "value", "notebook", "kind"]
    return pd.DataFrame(ROWS, columns=columns).assign(year="all")


def test_a_figure_is_printed_computed_or_invented():
    found = kinds.kinds(table(), {"a/01_asked"}, ["unit_cost.*"])
    assert found.tolist() == table()["kind"].tolist()


def test_with_real_answers_nothing_is_invented():
    assert INVENTED not in kinds.kinds(table(), set(), []).tolist()


def test_an_invented_number_is_marked_where_it_stands_and_no_other_is():
    said = f"{marked('57%', PRINTED)} and {marked('3%', INVENTED)}"
    assert as_html(said) == '57% and <span class="invented">3%</span>'
    assert bare(said) == bare(as_html(said)) == "57% and 3%"
