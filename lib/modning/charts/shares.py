"""Charts of shares: bars beside each other with intervals, differences, stacked answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import altair as alt
import pandas as pd

from modning.charts.house import (
    INK,
    MUTED,
    NOTHING,
    PALETTE,
    PERCENT,
    WIDTH,
    Chart,
    Notice,
    coloured_if,
    municipality_colours,
)
from modning.charts.notes import with_basis
from modning.codebook import Form, load_codebook
from modning.disclosure import WITHHELD, why_not_as_counted
from modning.programme import Programme, load_programme
from modning.shares import Tally, tally_rows
from modning.text import Label, number, quantity

# Answers that say the least stand last, whatever their size.
LAST = ("other", "unknown", "in_doubt", "undisclosed")
BAR = 17
GAP = 9
# Smaller shares than this have no room for their number.
WRITTEN = 3
LABELS = 240

_SHARES = Label(
    "{question}: andel af dem, der svarede, med 95 %-intervaller.",
    "{question}: share of those who answered, with 95% intervals.",
)
_SEVERAL = Label("Flere svar mulige.", "Several answers possible.")
_DIFFERENCES = Label(
    "{question}: {pairs} i procentpoint, med 95 %-intervaller.",
    "{question}: {pairs} in percentage points, with 95% intervals.",
)
_LESS = Label("{first} minus {second}", "{first} less {second}")
_STACKED = Label(
    "{question}: andel af svarene; tabellen har 95 %-intervaller.",
    "{question}: share of the answers; the table has 95% intervals.",
)
_REPORT = Label("Kilde: {form} ({figure} i rapporten).", "Source: {form} ({figure} of the report).")
_FORM = Label("Kilde: {form}.", "Source: {form}.")
_WITHHELD = Label(
    "Ikke vist på grund af få svar: {names}.", "Not shown because of few answers: {names}."
)
_POINTS = Label("Procentpoint", "Percentage points")
_ANSWER = Label("Svar", "Answer")
_PAIR = Label("Forskel mellem", "Difference between")
_LOW = Label("95 % fra", "95% from")
_HIGH = Label("95 % til", "95% to")


@dataclass(frozen=True)
class Reader:
    """The reader's language and the programme's names, which every chart here needs."""

    language: str
    programme: Programme

    def say(self, label: Label, **words: str) -> str:
        """Return a text with its words filled in."""
        return label[self.language].format(**words)

    def percent(self, value: float) -> str:
        """Return a percentage as text."""
        return quantity(float(value), "percent", self.language)

    def told(self, value: float) -> str:
        """Return a percentage as text, or the word for one that is withheld."""
        return WITHHELD[self.language] if pd.isna(value) else self.percent(value)

    def name(self, municipality: str) -> str:
        """Return a municipality's name."""
        return self.programme.municipality_name(municipality, self.language)

    def with_n(self, name: str, n: int) -> str:
        """Return a group's name and how many answered: the reader always sees n."""
        return f"{name} (n = {number(n, self.language)})"


def reader(language: str) -> Reader:
    """Return what a chart needs to speak to the reader."""
    return Reader(language, load_programme())


def share_bars(
    tally: Tally, language: str, figure: str = "", in_order: bool = False
) -> Chart | Notice:
    """Draw the share of each answer, municipalities beside each other, with Wilson intervals.

    `figure` is the report's name for it ("Figur 2.1"). Answers stand by size, or in the form's
    order where that means something (`in_order`, or an ordered item). Municipalities with few
    answers are left out and named in the caption.
    """
    to = reader(language)
    rows, withheld = _enough(tally.by_municipality(), to)
    if rows.empty:
        return Notice(NOTHING[language])
    labels = {option.id: option.label[language] for option in tally.item.options}
    order = [labels[id] for id in _order(tally, in_order)]
    rows = rows.assign(
        label=rows["answer"].map(labels),
        series=[to.with_n(to.name(row.municipality), row.n) for row in rows.itertuples()],
        text=[to.told(value) for value in rows["percent"]],
    ).astype({"percent": float, "low": float, "high": float})
    caption = to.say(_SHARES, question=tally.item.question[language])
    if tally.item.type == "multiple":
        caption = f"{caption} {_SEVERAL[language]}"
    return Chart(
        chart=_bars(rows, order, to),
        caption=source(caption, tally.form, tally.item.id, figure, withheld, to, rows["shown"]),
        alt=_words_of_bars(rows, tally.item.question[language], order),
        table=_table_of_bars(rows, order, language),
    )


def difference_dots(tally: Tally, language: str, figure: str = "") -> Chart | Notice:
    """Draw the difference of each answer between two municipalities, with Newcombe intervals.

    Differences that chance alone could give (the interval holds 0) are grey. A programme of
    several municipalities has a line for each pair.
    """
    to = reader(language)
    table = tally.differences()
    table = table[table["n"] >= to.programme.threshold]
    shown = table["shown"]
    table = table[shown]
    if table.empty:
        return Notice(NOTHING[language])
    labels = {option.id: option.label[language] for option in tally.item.options}
    rows = table.assign(
        label=table["answer"].map(labels),
        pair=[
            to.say(_LESS, first=to.name(row.first), second=to.name(row.second))
            for row in table.itertuples()
        ],
    ).astype({"difference": float, "low": float, "high": float})
    several = rows["pair"].nunique() > 1
    rows["text"] = [
        " ".join([_signed(row.difference, language), *([row.pair] if several else [])])
        for row in rows.itertuples()
    ]
    rows["clear"] = (rows["low"] > 0) | (rows["high"] < 0)
    pairs = list(dict.fromkeys(rows["pair"]))
    question = tally.item.question[language]
    caption = to.say(_DIFFERENCES, question=question, pairs=_with_n(table, tally, to))
    order = list(rows.groupby("label")["difference"].first().sort_values(ascending=False).index)
    return Chart(
        chart=_dots(rows, order, pairs, language),
        caption=source(caption, tally.form, tally.item.id, figure, [], to, shown),
        alt=f"{caption} {_words_of_dots(rows, order, language)}",
        table=_table_of_dots(rows, order, language),
    )


@dataclass(frozen=True)
class Level:
    """Answers drawn as one part of a stacked bar."""

    label: Label
    answers: tuple[str, ...]
    colour: str


def stacked_rows(
    answers: pd.DataFrame,
    form: Form,
    item: str,
    levels: Sequence[Level],
    language: str,
    figure: str = "",
) -> Chart | Notice:
    """Draw each row of a grid as answers stacked in order, a panel a municipality.

    Answers in no level are left out, so that a bar may end before 100. Rows stand by their first
    levels' size, in all municipalities together.
    """
    to = reader(language)
    tallies = {level.label[language]: tally_rows(answers, form, item, level.answers)
               for level in levels}  # fmt: skip
    table = pd.concat(
        [tally.by_municipality().assign(level=level) for level, tally in tallies.items()]
    )
    rows, withheld = _enough(table, to)
    if rows.empty:
        return Notice(NOTHING[language])
    first = next(iter(tallies.values()))
    labels = {option.id: option.label[language] for option in first.item.options}
    total = rows[rows["level"].isin(list(tallies)[:2])].groupby("answer")["percent"].sum()
    order = sorted(labels, key=lambda id: (id in LAST, -float(total.get(id, 0))))
    most = rows.groupby("municipality", sort=False)["n"].max()
    rows = rows.assign(
        label=rows["answer"].map(labels),
        panel=[to.with_n(to.name(key), most[key]) for key in rows["municipality"]],
    ).astype({"percent": float})
    question = form.item(item).question[language]
    names = [labels[id] for id in order]
    return Chart(
        chart=_panels(rows, names, levels, language),
        caption=source(
            to.say(_STACKED, question=question), form.id, item, figure, withheld, to, rows["shown"]
        ),
        alt=_words_of_panels(rows, question, names, to),
        table=_table_of_panels(rows, names, language),
    )


def stacked_places(
    tally: Tally, levels: Sequence[Level], language: str, figure: str = ""
) -> Chart | Notice:
    """Draw a question's answers stacked in order, a bar a municipality.

    A level may gather several answers of a single choice; answers in no level are left out.
    """
    to = reader(language)
    table = pd.concat(
        [tally.together(level.answers, level.label[language]).by_municipality() for level in levels]
    )
    table, withheld = _enough(table, to)
    if table.empty:
        return Notice(NOTHING[language])
    question = tally.item.question[language]
    rows = table.assign(
        panel=question,
        label=[to.with_n(to.name(row.municipality), row.n) for row in table.itertuples()],
        level=table["answer"],
    )
    rows = rows.astype({"percent": float})
    names = list(dict.fromkeys(rows["label"]))
    return Chart(
        chart=_panels(rows, names, levels, language),
        caption=source(
            to.say(_STACKED, question=question),
            tally.form,
            tally.item.id,
            figure,
            withheld,
            to,
            rows["shown"],
        ),
        alt=_words_of_panels(rows, question, names, to),
        table=_table_of_panels(rows, names, language),
    )


def source(
    caption: str,
    form: str,
    item: str,
    figure: str,
    withheld: Sequence[str],
    to: Reader,
    shown: pd.Series,
) -> str:
    """Return a caption with its form, the report's figure, what is withheld and the basis.

    `withheld` names groups with too few answers; `shown` is false for each number withheld.
    """
    title = load_codebook()[form].title[to.language]
    where = to.say(_REPORT if figure else _FORM, form=title, figure=figure)
    caption = f"{caption} {where}"
    if withheld:
        caption = f"{caption} {to.say(_WITHHELD, names=', '.join(withheld))}"
    caption += why_not_as_counted(bool(shown.all()), to.language, to.programme)
    return with_basis(caption, form, item, to.language)


def _enough(table: pd.DataFrame, to: Reader) -> tuple[pd.DataFrame, list[str]]:
    """Return the groups that may be shown, and the names of those with too few answers."""
    few = table[(table["n"] > 0) & (table["n"] < to.programme.threshold)]
    shown = table[table["n"] >= to.programme.threshold]
    return shown, [to.name(key) for key in dict.fromkeys(few["municipality"])]


def _order(tally: Tally, in_order: bool) -> list[str]:
    ids = list(tally.given.columns)
    if in_order or tally.item.ordered:
        return ids
    # Where a withheld share stood among the others would tell of its size.
    share = tally.shares().set_index("answer")["percent"].fillna(-1.0)
    return sorted(ids, key=lambda id: (id in LAST, -share[id], ids.index(id)))


def _bars(rows: pd.DataFrame, order: Sequence[str], to: Reader) -> alt.TopLevelMixin:
    series = list(dict.fromkeys(rows["series"]))
    top = min(100.0, float(rows["high"].max()) + 10)
    data = rows[["label", "series", "percent", "low", "high", "text"]]
    data = data.assign(end=data["high"].fillna(0.0))
    base = alt.Chart(data).encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        yOffset=alt.YOffset("series:N", sort=series),
    )
    x = alt.X("percent:Q", title=PERCENT[to.language], scale=alt.Scale(domain=[0, top]))
    colour = alt.Color("series:N", sort=series, scale=series_colour(rows, to))
    return alt.layer(
        base.mark_bar(opacity=0.85).encode(x=x, color=colour),
        base.mark_rule(color=INK).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        base.mark_text(align="left", dx=5).encode(x=alt.X("end:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=len(order) * (BAR * len(series) + GAP),
    )


def series_colour(rows: pd.DataFrame, to: Reader) -> alt.Scale:
    """Return the municipalities' colours for rows with `municipality` and `series`."""
    names = rows.drop_duplicates("municipality").set_index("municipality")["series"]
    colours = municipality_colours(to.programme)
    return alt.Scale(domain=list(names), range=[colours[key] for key in names.index])


def _panels(
    rows: pd.DataFrame, order: Sequence[str], levels: Sequence[Level], language: str
) -> alt.TopLevelMixin:
    names = [level.label[language] for level in levels]
    colours = [level.colour for level in levels]
    panels = list(dict.fromkeys(rows["panel"]))
    data = rows[["panel", "label", "level", "percent"]].assign(
        text=[
            number(value, language) if value >= WRITTEN * len(panels) else ""
            for value in rows["percent"]
        ],
        place=rows["level"].map(names.index),
        dark=rows["level"].map(dict(zip(names, map(_is_dark, colours), strict=True))),
    )
    base = alt.Chart().encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        order=alt.Order("place:Q"),
    )
    x = alt.X("percent:Q", stack="zero", title=PERCENT[language])
    x = x.scale(domain=[0, 100])
    colour = alt.Color(
        "level:N",
        sort=names,
        scale=alt.Scale(domain=names, range=colours),
        legend=alt.Legend(columns=4, labelLimit=LABELS),
    )
    text = coloured_if("datum.dark", "white", INK)
    bars = base.mark_bar(cornerRadiusEnd=0, stroke="white", strokeWidth=0.5)
    inside = base.mark_text(fontSize=11)
    return alt.layer(
        bars.encode(x=x, color=colour),
        inside.encode(
            x=x.bandPosition(0.5),
            text=alt.Text("text:N"),
            detail=alt.Detail("level:N"),
            color=text,
        ),
        data=data,
        width=(WIDTH - LABELS // 2) // len(panels),
        height=alt.Step(26),
    ).facet(column=alt.Column("panel:N", sort=panels, title=None))


def _words_of_panels(rows: pd.DataFrame, question: str, order: Sequence[str], to: Reader) -> str:
    parts = []
    for panel, group in rows.groupby("panel", sort=False):
        texts = []
        for label in order:
            levels = group[group["label"] == label]
            shares = ", ".join(
                f"{r.level.lower()} {to.told(r.percent)}" for r in levels.itertuples()
            )
            texts.append(f"{label} {shares}")
        parts.append(f"{panel}: " + "; ".join(texts))
    return f"{question}. " + ". ".join(parts) + "."


def _table_of_panels(rows: pd.DataFrame, order: Sequence[str], language: str) -> pd.DataFrame:
    several = rows["panel"].nunique() > 1
    rows = rows.sort_values("panel", kind="stable")
    names = rows["panel"] + ", " + rows["level"] if several else rows["level"]
    told = [_interval(row, language) for row in rows.itertuples()]
    wide = rows.assign(column=names, told=told).pivot(
        index="label", columns="column", values="told"
    )
    wide = wide.loc[list(order), list(dict.fromkeys(names))]
    return wide.rename_axis(None, axis=1).rename_axis(_ANSWER[language]).reset_index()


def _interval(row: object, language: str) -> str:
    """Return a percentage with its 95 % interval, "35 (28–42)"."""
    if pd.isna(row.percent):
        return WITHHELD[language]
    percent, low, high = (number(end, language) for end in (row.percent, row.low, row.high))
    return f"{percent} ({low}–{high})"


def _with_n(pairs: pd.DataFrame, tally: Tally, to: Reader) -> str:
    """Return the pairs in words, each municipality with how many answered."""
    n = tally.by_municipality().groupby("municipality")["n"].max()
    named = [
        to.say(_LESS, first=to.with_n(to.name(first), n[first]),
               second=to.with_n(to.name(second), n[second]))
        for first, second in pairs[["first", "second"]].itertuples(index=False)
    ]  # fmt: skip
    return "; ".join(dict.fromkeys(named))


def _dots(
    rows: pd.DataFrame, order: Sequence[str], pairs: Sequence[str], language: str
) -> alt.TopLevelMixin:
    base = alt.Chart(rows[["label", "pair", "difference", "low", "high", "text", "clear"]]).encode(
        y=alt.Y("label:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=LABELS)),
        yOffset=alt.YOffset("pair:N", sort=list(pairs)),
        color=coloured_if("datum.clear", PALETTE[0], MUTED),
    )
    # Room at the right for the number beside the longest interval, and for the pair's names.
    low, high = min(0.0, rows["low"].min()), max(0.0, rows["high"].max())
    ends = [low, high + (8 if len(pairs) == 1 else 0.4 * (high - low))]
    x = alt.X("difference:Q", title=_POINTS[language], scale=alt.Scale(domain=ends))
    nought = alt.Chart(pd.DataFrame({"x": [0]})).mark_rule(strokeDash=[3, 3]).encode(x=alt.X("x:Q"))
    return alt.layer(
        nought,
        base.mark_rule(strokeWidth=2).encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        base.mark_circle(size=80, opacity=1).encode(x=x),
        base.mark_text(align="left", dx=6).encode(x=alt.X("high:Q"), text=alt.Text("text:N")),
        width=WIDTH - LABELS // 2,
        height=alt.Step(26),
    )


def _signed(value: float, language: str) -> str:
    whole = round(value)
    return ("+" if whole > 0 else "") + number(whole, language)


def _is_dark(colour: str) -> bool:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 130


def _words_of_bars(rows: pd.DataFrame, question: str, order: Sequence[str]) -> str:
    parts = []
    for series, group in rows.groupby("series", sort=False):
        texts = group.set_index("label")["text"]
        parts.append(f"{series}: " + ", ".join(f"{label} {texts[label]}" for label in order))
    return f"{question}. " + ". ".join(parts) + "."


def _words_of_dots(rows: pd.DataFrame, order: Sequence[str], language: str) -> str:
    ranked = rows.assign(place=rows["label"].map(list(order).index)).sort_values("place")
    return "; ".join(
        f"{row.label} {row.text} ({number(row.low, language)}; {number(row.high, language)})"
        for row in ranked.itertuples()
    )


def _table_of_bars(rows: pd.DataFrame, order: Sequence[str], language: str) -> pd.DataFrame:
    """Return the numbers drawn: one line an answer, three columns a municipality."""
    columns = {_ANSWER[language]: list(order)}
    for series, group in rows.groupby("series", sort=False):
        group = group.set_index("label").loc[list(order)]
        name = series.split(" (")[0]
        headings = (f"{series}, %", f"{name}, {_LOW[language]}", f"{name}, {_HIGH[language]}")
        for heading, column in zip(headings, ("percent", "low", "high"), strict=True):
            numbers = group[column].round(1).astype(object)
            columns[heading] = numbers.where(group[column].notna(), WITHHELD[language]).tolist()
    return pd.DataFrame(columns)


def _table_of_dots(rows: pd.DataFrame, order: Sequence[str], language: str) -> pd.DataFrame:
    ranked = rows.assign(place=rows["label"].map(list(order).index)).sort_values("place")
    table = ranked[["label", "pair", "difference", "low", "high"]].round(1)
    headings = (_ANSWER, _PAIR, _POINTS, _LOW, _HIGH)
    return table.set_axis([heading[language] for heading in headings], axis=1)
