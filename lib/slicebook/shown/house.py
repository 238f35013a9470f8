"""The house style and what every chart carries: a caption, an alt text and its numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import cycle
from typing import Any

import altair as alt
import pandas as pd
from babel.numbers import get_decimal_symbol, get_group_symbol

from slicebook.programme import ALL, Programme
from slicebook.shown.drawn import drawn_only
from slicebook.shown.static import INTERVALS, VEGALITE, pictures
from slicebook.shown.view import view
from slicebook.text import Message, _, spoken

# Okabe and Ito's palette: told apart with every common colour-vision deficiency and in grey print.
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
# A further one for municipalities: darker than all of the palette.
SIXTH = "#332288"
# What the printed report says; no municipality has this colour.
PRINTED = PALETTE[3]
# Answers from least to most; the middle is grey so that both ends stand out.
ANSWER_SCALE = ("#B35806", "#F1A340", "#BDBDBD", "#8DA0CB", "#2166AC")
INK = "#333333"
MUTED = "#6B6B6B"
FONT = "Helvetica, Arial, 'Liberation Sans', sans-serif"
WIDTH = 560
PERCENT = _("Per cent")
# Of charts that Altair alone shows; the book says so in the caption's place.
RENDERER = "modning"
UNCAPTIONED = _("A chart without a caption, which own_chart(…) would give it.")
# What stands where there is nothing to draw; that nobody answered is never confused with few.
NO_ANSWERS = _("There are no answers to show here.")
FEW_ANSWERS = _("There are answers here, but too few to show them.")
NO_PAIR = _("There are not two municipalities here to compare.")
NO_CHANGE = _("There is nothing to draw: no change is told here that this could start from.")


@alt.theme.register("modning", enable=True)
def house() -> alt.theme.ThemeConfig:
    """Return the Vega-Lite configuration of every chart."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK}
    return {
        "config": {
            "font": FONT,
            "locale": {"number": _number_marks(spoken())},
            "background": "white",
            "view": {"stroke": None, "continuousWidth": WIDTH},
            "range": {"category": list(PALETTE), "ordinal": list(ANSWER_SCALE)},
            "axis": {
                **text,
                "labelFontSize": 12,
                "titleFontSize": 12,
                "titleFontWeight": "normal",
                "labelLimit": 260,
                "domain": False,
                "ticks": False,
                "grid": False,
                "labelPadding": 6,
                "labelSeparation": 8,
            },
            "axisX": {"grid": True, "gridColor": "#E5E5E5"},
            "legend": {
                **text,
                "orient": "top",
                "labelLimit": 280,
                "title": None,
                "labelFontSize": 12,
                "symbolType": "square",
            },
            "header": {**text, "labelFontSize": 13, "labelFontWeight": "bold", "title": None},
            "text": {"font": FONT, "fontSize": 12, "color": INK},
            "bar": {"cornerRadiusEnd": 2},
            "rule": {"color": MUTED},
        }
    }


def _number_marks(language: str) -> dict[str, Any]:
    """Return how a language writes numbers, as Vega's locale has it."""
    marks = {"decimal": get_decimal_symbol(language), "thousands": get_group_symbol(language)}
    return {**marks, "grouping": [3], "currency": ["", ""]}


@dataclass(frozen=True)
class Finding:
    """What the book is to say of a chart by recorded figures: a rule of `book.findings`.

    `of` has the figures' names in order, each with the words by which the sentence names it.
    """

    rule: str
    of: Mapping[str, Mapping[str, Message | str]]

    def said(self) -> dict[str, Any]:
        """Return it as an output's metadata."""
        named = [{"figure": name, "words": {key: str(word) for key, word in words.items()}}
                 for name, words in self.of.items()]  # fmt: skip
        return {"rule": self.rule, "of": named}


def labelled(rule: str, labels: Mapping[str, Message | str]) -> Finding:
    """Return what is to be said of figures that a sentence names by their labels."""
    return Finding(rule, {name: {"label": label} for name, label in labels.items()})


def says(text: Message, *figures: str, **words: Message | str) -> Finding:
    """Return a sentence of a chart's own: "{0}" stands for the first figure, and so on.

    Other words in braces are given by name.
    """
    first = {"text": text, **words}
    return Finding("says", {name: {} if at else first for at, name in enumerate(figures)})


@dataclass(frozen=True)
class Chart:
    """A chart as notebooks show it: `table` holds exactly the numbers drawn, with their headings.

    Shown, it gives the Vega-Lite specification, a static SVG for readers without JavaScript, and
    the alt text; caption, finding, alt text and table travel as the output's metadata.
    """

    chart: alt.TopLevelMixin
    caption: str
    alt: str
    table: pd.DataFrame
    finding: Finding | None = None

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        spec = drawn_only(self.chart.to_dict(validate=False))
        table = self.table.astype(object).where(self.table.notna(), None)
        words = {
            "caption": self.caption,
            "alt": self.alt,
            "table": {
                "columns": [str(name) for name in table.columns],
                "rows": table.to_numpy().tolist(),
            },
        }
        if self.finding:
            words["finding"] = self.finding.said()
        data = {VEGALITE: spec, **pictures(spec), "text/plain": self.alt}
        return data, {VEGALITE: words}


@dataclass(frozen=True)
class Notice:
    """A sentence in the place of a chart or table that has nothing to show."""

    text: str

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/markdown": f"*{self.text}*", "text/plain": self.text}


@view
def own_chart(
    chart: alt.TopLevelMixin, caption: Message | str, table: pd.DataFrame, alt: Message | str = ""
) -> Chart:
    """Show a chart drawn in the notebook, with its caption and a table of the numbers it draws.

    `alt` says what is seen to those who do not see it; the caption without.
    """
    return Chart(chart, str(caption), str(alt or caption), table)


def draw_plain_charts() -> None:
    """Have a chart without a caption drawn here, and not by what a browser fetches elsewhere."""
    alt.renderers.register(RENDERER, _plain)
    alt.renderers.enable(RENDERER)


def _plain(spec: dict[str, Any], **options: Any) -> dict[str, Any]:
    drawn = drawn_only(spec)
    # By its name: every notebook begins with this, and runs for the book have no picture.
    picture = import_module("slicebook.shown.static").pictures(drawn)
    return {VEGALITE: drawn, **picture, "text/plain": str(UNCAPTIONED)}


@view
def titled(drawn: Chart | Notice, finding: Finding) -> Chart | Notice:
    """Return a chart with what the book is to say of it; a notice stays as it is."""
    return drawn if isinstance(drawn, Notice) else replace(drawn, finding=finding)


def nothing(answers: float) -> Notice:
    """Return what stands in the place of a chart of so many answers that draws none of them."""
    return Notice(str(FEW_ANSWERS if answers > 0 else NO_ANSWERS))


def intervals(base: alt.Chart, **rule: Any) -> alt.Chart:
    """Return a line from `low` to `high` for each mark of a chart, which readers can switch off."""
    drawn = base.mark_rule(**{"strokeWidth": 2, **rule})
    return drawn.encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")).properties(name=INTERVALS)


def coloured_if(test: str, colour: str, otherwise: str) -> alt.ColorValue:
    """Colour the marks that meet a test of Vega's and the others differently."""
    return alt.ColorValue(otherwise, condition={"test": test, "value": colour})


def municipality_colours(programme: Programme) -> dict[str, str]:
    """Return each municipality's colour by its key, the same on every page; of all it is grey.

    As many have one of their own as stand beside each other (`slices.SIDE_BY_SIDE`).
    """
    own = cycle([*(colour for colour in PALETTE if colour != PRINTED), SIXTH])
    return {ALL: MUTED, **dict(zip(programme.municipalities, own, strict=False))}
