"""What falls away where a figure cannot be told, and what is said when nothing is left."""

import pytest

from slicebook.book.sentences import ABSENT, KEPT_BACK, NOTHING, WHY_WITHHELD, told


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("All stays. Nothing falls.", "All stays. Nothing falls."),
        (f"One stays. {ABSENT} fell. So does one.", "One stays. So does one."),
        (f"It costs kr. {ABSENT} a year. It is cheap.", "It is cheap."),
        (f"(A share of {KEPT_BACK}.) Most came.", "Most came."),
        (f"See [there](x.md#{ABSENT}). Read on.", "Read on."),
        (f"First, 2.5 of {KEPT_BACK} came.\nThen all went.", "Then all went."),
        (f"- one of {ABSENT}\n- two\n", "- two\n"),
        (f"A list:\n\n- {KEPT_BACK} came\n- two\n\nEnd.", "A list:\n\n- two\n\nEnd."),
        (f"| a | {ABSENT} |\n| b | {KEPT_BACK} |", "| a | – |\n| b | withheld |"),
        (f"# Those {KEPT_BACK}\n\nText.", "# Those withheld\n\nText."),
        (f"<dd>{KEPT_BACK}. Yes.</dd>", "<dd>withheld. Yes.</dd>"),
        (f"**In short:** {ABSENT} came. Most left.", "**In short:** Most left."),
        (f"**In short:** {ABSENT} came.", f"**In short:** {NOTHING}"),
        (f"Only {ABSENT}.\n\nStays.", f"{NOTHING}\n\nStays."),
        (f"Only {ABSENT}. And {KEPT_BACK}.", str(WHY_WITHHELD)),
    ],
)
def test_a_sentence_without_its_figure_falls_away(text: str, left: str) -> None:
    assert told(text) == left
