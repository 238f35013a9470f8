import pandas as pd
import pytest

from modning.charts import shares
from modning.charts.notes import nothing_apart
from modning.charts.shares.captions import enough
from modning.charts.shares.levels import filled, levels
from modning.charts.shares.stacked import _parts
from modning.proportions import wilson
from modning.questions import counted, question_figures
from modning.register import entry
from modning.shares import tally
from random_answers import random_answers
from slicebook.shown.house import FEW_ANSWERS, Chart, Notice
from slicebook.slices import Slice
from speak import speak
from surveys.codebook import load_codebook
from surveys.disclosure import SLICE

CODEBOOK = load_codebook()
FORM = CODEBOOK["registration"]


@pytest.fixture
def answers():
    return random_answers(FORM, 120)


@pytest.fixture(autouse=True)
def no_store(monkeypatch):
    """Let captions not depend on what was last taken in."""
    for name in ("modning.charts.notes.manifest", "modning.between.manifest"):
        monkeypatch.setattr(name, lambda: {"synthetic": False, "forms": {}})


@pytest.fixture
def made_up(monkeypatch):
    """Let answers be synthetic."""
    for name in ("modning.charts.notes.manifest", "modning.between.manifest"):
        monkeypatch.setattr(name, lambda: {"synthetic": True, "forms": {}})


def data_of(chart):
    spec = chart.chart.to_dict()
    return [row for rows in spec["datasets"].values() for row in rows]


def test_bars_show_the_shares_with_their_intervals_and_n(answers):
    channel = tally(answers, FORM, "channel")
    chart = shares.share_bars(channel)
    drawn = {(row["series"], row["label"]): row for row in data_of(chart)}
    for row in channel.by_municipality().itertuples():
        series = f"{'Køge' if row.municipality == 'koge' else 'Odense'} (n = {row.n})"
        bar = drawn[series, FORM.item("channel").option(row.answer).label["en"]]
        assert (bar["percent"], bar["low"], bar["high"]) == (row.percent, row.low, row.high)
        assert bar["text"] == f"{row.percent:.0f}%"
    assert "Figur 2.1" in chart.caption
    assert "Several answers possible." in chart.caption


def test_the_table_holds_the_numbers_drawn(answers):
    gender = tally(answers, FORM, "gender")
    table = speak("da", shares.share_bars, gender).table
    assert table.columns[0] == "Svar"
    assert table.iloc[:, 1].sum() == pytest.approx(100, abs=0.2)


def test_answers_stand_by_size_and_those_that_say_least_last(answers):
    answers["channel_police"] = pd.array([True] * 120, dtype="boolean")
    answers["channel_other"] = pd.array([True] * 120, dtype="boolean")
    table = shares.share_bars(tally(answers, FORM, "channel")).table
    assert table["Answer"].iloc[0] == "The police"
    assert table["Answer"].iloc[-1] == "Other"


def test_answers_with_an_order_keep_it():
    form = CODEBOOK["baseline"]
    education = tally(random_answers(form, 60), form, "education")
    table = shares.share_bars(education).table
    labels = [option.label["en"] for option in form.item("education").options]
    assert table["Answer"].tolist() == labels


def test_a_municipality_with_few_answers_is_not_drawn_but_named(answers):
    few = pd.concat([answers.query("municipality == 'koge'").head(4),
                     answers.query("municipality == 'odense'")])  # fmt: skip
    chart = shares.share_bars(tally(few, FORM, "gender"))
    assert {row["series"].split(" (")[0] for row in data_of(chart)} == {"Odense"}
    assert "Not shown because of few answers: Køge." in chart.caption
    assert "Køge (" not in chart.alt
    assert not any("Køge" in name for name in chart.table.columns)


def test_few_answers_in_all_are_a_notice_and_so_are_none(answers):
    for rows in (answers.iloc[:0], answers.iloc[:1]):
        gender = tally(rows, FORM, "gender")
        assert isinstance(shares.share_bars(gender), Notice)
        assert isinstance(shares.difference_dots(gender), Notice)
        assert isinstance(speak("da", shares.stacked_places, gender), Notice)


@pytest.mark.parametrize(
    ("percents", "drawn"),
    [([0.0, None], 0), ([None, None], 0), ([0.0, 0.0], 2), ([40.0, None], 2)],
)
def test_a_chart_of_which_nothing_may_be_told_is_none(percents, drawn):
    table = pd.DataFrame({"municipality": "koge", "n": 9, "percent": percents})
    rows, few = enough(table)
    assert (len(rows), few) == (drawn, [])


def test_differences_are_drawn_with_their_sign(answers):
    gender = tally(answers, FORM, "gender")
    chart = shares.difference_dots(gender)
    dots = {row["label"]: row for row in data_of(chart) if "label" in row}
    expected = gender.differences().set_index("answer").loc["man", "difference"]
    assert dots["Man"]["difference"] == pytest.approx(expected)
    assert dots["Man"]["text"].startswith("+" if round(expected) > 0 else ("-", "0"))
    n = answers["municipality"].value_counts()
    assert f"Køge (n = {n['koge']}) less Odense (n = {n['odense']})" in chart.caption


def test_a_difference_with_a_group_too_small_is_left_out(answers):
    few = pd.concat([answers.query("municipality == 'koge'").head(4),
                     answers.query("municipality == 'odense'")])  # fmt: skip
    assert isinstance(shares.difference_dots(tally(few, FORM, "gender")), Notice)


def test_only_differences_beyond_chance_are_marked():
    answers = random_answers(FORM, 200)
    answers["gender"] = pd.array(
        [1 if place == "koge" else 2 for place in answers["municipality"]], dtype="Int8"
    )
    chart = shares.difference_dots(tally(answers, FORM, "gender"))
    clear = {row["label"]: row["clear"] for row in data_of(chart) if "label" in row}
    assert clear == {"Man": True, "Woman": True, "Other": False}


def test_stacked_rows_sum_to_what_was_answered():
    form = CODEBOOK["baseline"]
    chart = shares.stacked_rows(random_answers(form, 600), form, "violence_frequency")
    totals = pd.DataFrame(data_of(chart)).groupby(["panel", "label"])["percent"].sum()
    assert totals.to_numpy() == pytest.approx(100)


@pytest.mark.parametrize(
    ("asked", "item", "most"),
    [
        ("registration", "violence", "Still going on"),
        ("baseline", "violence_frequency", "Once or more a week"),
        ("completion", "experience", "Very much"),
    ],
)
def test_a_grid_says_of_recorded_figures_which_row_is_darkest(asked, item, most):
    form = CODEBOOK[asked]
    frame = random_answers(form, 600)
    finding = shares.stacked_rows(frame, form, item).finding
    recorded = pd.concat(question_figures(frame, form, form.item(item)))["figure"]
    assert set(finding.of) <= set(recorded)
    assert {(words["answer"], words["label"]) for words in finding.of.values()} == {
        (most, str(row.label)) for row in form.item(item).rows
    }


def test_what_is_withheld_of_a_bar_is_its_last_part():
    """40 of 100 are shown, and the other answers are all in the bar."""
    item = CODEBOOK["baseline"].item("violence_continues")
    parts = levels("baseline", item)
    rows = pd.DataFrame({
        "panel": "", "label": ["North"] * 3 + ["South"] * 3,
        "shown": [True, False, False, True, True, True],
        "level": [str(part.label) for part in parts] * 2, "percent": [40, None, None, 50, 30, 20.0],
    })  # fmt: skip
    drawn, with_rest = filled(rows, parts, item)
    assert with_rest[-1].hidden
    rest = drawn[drawn["level"] == str(with_rest[-1].label)]
    assert rest[["label", "percent"]].to_numpy().tolist() == [["North", 60]]
    assert filled(rows, parts[:2], item)[1] == parts[:2]


def test_rows_of_the_whole_are_one_panel_and_none_in_a_slice(answers):
    form = CODEBOOK["baseline"]
    frame = random_answers(form, 600)
    chart = shares.stacked_rows(frame, form, "violence_frequency")
    assert {row["panel"] for row in data_of(chart)} == {"All municipalities (n = 600)"}
    assert {row["level"] for row in data_of(chart)} == {
        "Once or more a week", "Less than every week", "Never, or in doubt",
    }  # fmt: skip
    assert nothing_apart(Slice("koge", "all"), 40).text.endswith("years together only.")
    assert nothing_apart(Slice("koge", "all"), 4).text == str(FEW_ANSWERS)
    assert nothing_apart(Slice("all", "all"), 40).text == str(FEW_ANSWERS)


def test_of_a_year_a_rare_row_is_one_part_and_a_rare_answer_none():
    year = random_answers(FORM, 600)
    year.attrs[SLICE] = Slice("all", "2024")
    told, item = entry("registration", "violence"), FORM.item("violence")
    parts = {str(level.label): (level, tally) for level, tally in _parts(year, FORM, "violence")}
    assert list(parts) == ["Still going on", "Stopped", "Still going on or stopped"]
    rare = {row.id for row in item.rows if row.id in told.rare}
    level, merged = parts["Still going on or stopped"]
    assert (set(merged.given), level.answers) == (rare, told.answers("ever"))
    for name in ("Still going on", "Stopped"):
        assert set(parts[name][1].given) == {row.id for row in item.rows} - rare
    year.attrs[SLICE] = Slice("koge", "all")
    whole = _parts(year, FORM, "violence")
    assert [str(level.label) for level, _ in whole] == [*list(parts)[:2], "Don't know"]
    assert all(len(tally.given.columns) == len(item.rows) for _, tally in whole)


def test_the_table_of_stacked_bars_has_their_wilson_intervals(answers):
    sara = tally(answers, FORM, "sara")
    table = shares.stacked_places(sara).table
    row = sara.by_municipality().iloc[0]
    told = f"{row.percent:.0f} ({row.low:.0f}–{row.high:.0f})"
    assert table.iloc[0, 1] == told
    assert wilson(int(row["count"]), int(row.n)) == pytest.approx((row.low, row.high))


def test_gathered_answers_are_one_part_of_the_bar():
    form = CODEBOOK["baseline"]
    chart = shares.stacked_places(counted(random_answers(form, 400), "duration"))
    parts = pd.DataFrame(data_of(chart)).groupby("label")["percent"]
    assert parts.size().tolist() == [4, 4]
    assert parts.sum().to_numpy() == pytest.approx(100)


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_chart_says_everything_in_the_readers_language(answers, language):
    chart = speak(language, shares.share_bars, tally(answers, FORM, "channel"))
    assert isinstance(chart, Chart)
    other = {"da": "Social media", "en": "Sociale medier"}[language]
    said = chart.caption + chart.alt + " ".join(chart.table.columns) + str(chart.chart.to_dict())
    assert other not in said
    data, _ = chart._repr_mimebundle_()
    assert data["image/svg+xml"].startswith("<svg")


def test_what_was_drawn_alike_for_all_municipalities_stands_once(answers, made_up):
    chart = shares.share_bars(tally(answers, FORM, "referral"))
    series = {row["label"]: set() for row in data_of(chart)}
    for row in data_of(chart):
        series[row["label"]].add(row["series"].split(" (")[0])
    assert series["Group course"] == {"All municipalities"}
    declined = FORM.item("referral").option("declined").label["en"]
    assert series[declined] == {"Køge", "Odense"}
    assert "all municipalities stand together there" in chart.caption
    told = chart.table.set_index("Answer")
    assert (told.loc["Group course", [name for name in told if "Odense" in name]] == "–").all()
    alone = answers[answers["municipality"] == "koge"]
    assert "Køge" in shares.share_bars(tally(alone, FORM, "referral")).alt


def test_what_was_drawn_alike_is_not_compared(answers, made_up):
    chart = shares.difference_dots(tally(answers, FORM, "referral"))
    assert "Group course" not in {row.get("label") for row in data_of(chart)}
    assert "with one share for all municipalities: Group course" in chart.caption
    form = CODEBOOK["baseline"]
    notice = shares.difference_dots(tally(random_answers(form, 120), form, "children"))
    assert "Not to be compared" in notice.text


def test_stacked_bars_of_what_was_drawn_alike_are_one_panel(answers, made_up):
    form = CODEBOOK["baseline"]
    chart = shares.stacked_rows(random_answers(form, 600), form, "violence_frequency")
    assert {row["panel"] for row in data_of(chart)} == {"All municipalities (n = 600)"}
    told = shares.stacked_rows(answers, FORM, "violence")
    assert {row["panel"] for row in data_of(told)} == {"All municipalities (n = 120)"}
    partly = shares.stacked_places(counted(random_answers(form, 600), "duration"))
    assert "with one share for all municipalities: At most 3 years, 3 to 5" in partly.caption


def test_a_caption_says_that_answers_are_synthetic(answers, made_up):
    gender = shares.share_bars(tally(answers, FORM, "gender"))
    assert "Synthetic answers" in gender.caption
    sara = speak("da", shares.share_bars, tally(answers, FORM, "sara"))
    assert "resten er antaget" in sara.caption
