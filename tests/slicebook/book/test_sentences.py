"""What falls away where a figure cannot be told, and what is said when nothing is left."""

import pytest

from slicebook.book.sentences import ABSENT, KEPT_BACK, OF, UNANSWERED, WHY, told

NOTHING, WITHHELD, NOBODY = (str(WHY[mark]) for mark in (ABSENT, KEPT_BACK, UNANSWERED))


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
        (f"Only {ABSENT}.\n\nStays.", f"{NOTHING}\n\nStays."),
        (f"Only {ABSENT}. And {KEPT_BACK}.", NOTHING),
        (f"Only {KEPT_BACK}. And {ABSENT}.", WITHHELD),
        (f"Only {UNANSWERED}.", NOBODY),
        (
            f"Only {KEPT_BACK}{OF}14 and 5{OF}.",
            WITHHELD.replace("here", "here, where there are 14 and 5 forms", 1),
        ),
        (f"| {UNANSWERED} | {KEPT_BACK}{OF}5{OF} |", "| – | withheld |"),
        (f"{KEPT_BACK}Said of it. {KEPT_BACK}. Stays.", "Stays."),
        (f"**In short:** {ABSENT} came. All went.", "**In short:** All went."),
        (f"**In short:** {KEPT_BACK} came.", f"**In short:** {WITHHELD}"),
        (f"- **Whether.** {ABSENT} came.\n- **How.** So.", "- **How.** So."),
        (f"- **Whether.** {ABSENT} came.\n- {ABSENT}", NOTHING),
        (f"{KEPT_BACK}.\n\n{KEPT_BACK}.\n\n{ABSENT}.\n\nEnd.", f"{WITHHELD}\n\n{NOTHING}\n\nEnd."),
        (f"{ABSENT}.\n\n# Head\n\n{ABSENT}.", f"{NOTHING}\n\n# Head\n\n{NOTHING}"),
    ],
)
def test_a_sentence_without_its_figure_falls_away(text: str, left: str) -> None:
    assert told(text) == left
