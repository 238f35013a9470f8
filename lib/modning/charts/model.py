"""The programme's model as a diagram; every part leads to the page that evaluates it."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from modning.model import KINDS, Part
from slicebook.shown.house import INK, WIDTH, Chart
from slicebook.shown.view import view
from slicebook.text import Link, _, section_address

_CAPTION = _(
    "The model: core elements at the top, the elements of the group course below them, "
    "preconditions at the bottom (Figur 1.1 of the report)."
)
_HEADINGS = _("Part|What it is|Evaluated in")
_PART_HEADINGS = _("Part|What it is|Description|Recommendation no.|Evaluated in")
_NONE = _("new")
FILL = {"core": "#0B4F7D", "element": "#CFE3F1", "precondition": "#E6E6E6"}
WRITING = {"core": "white", "element": INK, "precondition": INK}
ROW, BOX, GAP = 74, 58, 8
# Behind the last core element and the elements, which are parts of it.
FRAME = "#DDEAF4"


@view
def model_chart(parts: Sequence[Part]) -> Chart:
    """Draw the parts in three rows, as wide as the row has room for."""
    boxes = pd.concat(
        [
            _row([part for part in parts if part.kind == kind], place)
            for place, kind in enumerate(KINDS)
        ]
    )
    x = alt.X("left:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[len(KINDS) * ROW, 0], nice=False))
    behind = alt.Chart(_frame(boxes)).mark_rect(color=FRAME)
    behind = behind.encode(x=x, y=y, x2=alt.X2("right:Q"), y2=alt.Y2("bottom:Q"))
    base = alt.Chart(boxes).encode(x=x, y=y, href=alt.Href("href:N"))
    drawn = base.mark_rect(cornerRadius=4).encode(
        x2=alt.X2("right:Q"),
        y2=alt.Y2("bottom:Q"),
        color=alt.Color("kind:N", legend=None).scale(domain=list(FILL), range=list(FILL.values())),
    )
    words = base.mark_text(fontSize=12, lineBreak="\n", baseline="middle").encode(
        x=alt.X("middle:Q"),
        y=alt.Y("centre:Q"),
        text=alt.Text("words:N"),
        color=alt.Color("kind:N", legend=None).scale(
            domain=list(WRITING), range=list(WRITING.values())
        ),
    )
    names = {kind: [str(part.label) for part in parts if part.kind == kind] for kind in KINDS}
    said = [f"{KINDS[kind]}: {', '.join(names[kind])}" for kind in KINDS]
    table = pd.DataFrame(
        [(str(part.label), str(KINDS[part.kind]), ", ".join(part.notebooks)) for part in parts],
        columns=str(_HEADINGS).split("|"),
    )
    chart = alt.layer(behind, drawn, words).resolve_scale(color="independent")
    return Chart(
        chart=chart.properties(width=WIDTH, height=len(KINDS) * ROW),
        caption=str(_CAPTION),
        alt=f"{_CAPTION} " + ". ".join(said) + ".",
        table=table,
    )


@view
def part_table(parts: Sequence[Part]) -> pd.DataFrame:
    """Return the parts with what they are and links to their pages (report Tabel 1.1)."""
    rows = [
        (
            str(part.label),
            str(KINDS[part.kind]),
            str(part.text),
            str(_NONE) if part.recommendation is None else str(part.recommendation),
            tuple(
                Link(_page_name(name), page_address(name), titled=True) for name in part.notebooks
            ),
        )
        for part in parts
    ]
    return pd.DataFrame(rows, columns=str(_PART_HEADINGS).split("|"))


def page_address(notebook: str) -> str:
    """Return the address of a notebook's first page, from another notebook's page."""
    return f"../../{section_address(notebook)}"


def _page_name(notebook: str) -> str:
    """Return "Who gets through" for `01_intake/06_who_gets_through`.

    The book writes the page's own title instead, in its language.
    """
    return notebook.rpartition("/")[2].partition("_")[2].replace("_", " ").capitalize()


def _row(parts: Sequence[Part], place: int) -> pd.DataFrame:
    """Return the boxes of one row; the elements stand under the last core element, wider."""
    width = WIDTH / len(parts)
    texts = [_two_lines(str(part.label)) for part in parts]
    return pd.DataFrame(
        [
            {
                "kind": part.kind,
                "words": words,
                "left": i * width + GAP / 2,
                "right": (i + 1) * width - GAP / 2,
                "middle": (i + 0.5) * width,
                "top": place * ROW,
                "bottom": place * ROW + BOX,
                # Text of two lines hangs from its first.
                "centre": place * ROW + BOX / 2 - 8 * words.count("\n"),
                "href": page_address(part.notebooks[0]),
            }
            for i, (part, words) in enumerate(zip(parts, texts, strict=True))
        ]
    )


def _frame(boxes: pd.DataFrame) -> pd.DataFrame:
    """Return the two rectangles that join the elements to the last core element above them."""
    above = boxes[boxes["kind"] == "core"].iloc[-1]
    below = boxes[boxes["kind"] == "element"]
    edge = GAP / 2
    upper = (above["left"] - edge, above["right"] + edge, above["top"], below["top"].min())
    lower = (0.0, float(WIDTH), below["top"].min() - edge, below["bottom"].max() + edge)
    return pd.DataFrame([upper, lower], columns=["left", "right", "top", "bottom"])


def _two_lines(words: str) -> str:
    """Break a long text at the space nearest its middle."""
    spaces = [i for i, letter in enumerate(words) if letter == " "]
    if len(words) < 16 or not spaces:
        return words
    at = min(spaces, key=lambda i: abs(i - len(words) / 2))
    return f"{words[:at]}\n{words[at + 1 :]}"
