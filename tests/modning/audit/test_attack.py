"""Each known trap planted in a table of figures: the attack finds it, and nothing where safe."""

import json
from dataclasses import replace

import pandas as pd
import pytest
from tests.modning.audit.tables import (
    CHANNEL,
    PLACES,
    SMALL,
    SQUARE,
    YEARS,
    N,
    base,
    counts,
    numbers,
    rows,
)

from cellguard.coarse import Coarse
from modning.audit import audit
from modning.audit.findings import Finding
from modning.audit.gaps import attack_gaps
from modning.audit.knowledge import Question, questions
from modning.audit.means import attack_means
from modning.audit.reading import Charts, Seen, shares
from modning.audit.report import said
from modning.audit.scales import means
from modning.audit.shares import attack_shares, same_figures
from modning.audit.told import Fact, exhibits_of
from slicebook.programme import Public, load_programme
from surveys.codebook import load_codebook

PROGRAMME = load_programme()
FORMS = load_codebook()
# A programme that shows means with all their digits.
SHARP = replace(PROGRAMME, rules=replace(PROGRAMME.rules, coarse=Coarse(1e-9, 1e-9)))


def attack(table: list[dict], question: Question) -> dict:
    results = pd.DataFrame(table)
    found = attack_shares([question], list(shares(results)), results, PROGRAMME)
    return {(one.figure, one.municipality, one.year): one for one in found}


SARA = Question("sara", "registration", ("assessed", "not_assessed", "unknown"), exclusive=True)


def test_a_total_over_years_gives_a_single_withheld_year_away():
    table = rows("channel.police", SMALL, (("koge", "2023"),)) + numbers("channel", "registration")
    one = attack(table, CHANNEL)["channel.police", "koge", "2023"]
    assert (one.low, one.high, one.safe) == (3, 3, False)


def test_a_square_is_safe():
    table = rows("channel.police", SMALL, SQUARE) + numbers("channel", "registration")
    found = attack(table, CHANNEL)
    assert [one.safe for one in found.values()] == [True] * 4


def test_each_table_alone_is_safe_and_the_linked_ones_are_not():
    """Each answer hides a different square; that everybody gives one answer ties them together."""
    assessed, unknown = base(3, 9, 8, 12, 11, 10), base(9, 9, 9, 9, 9, 9)
    other = {key: N[key] - assessed[key] - unknown[key] for key in N}
    table = [
        *rows("sara.assessed", assessed, SQUARE),
        *rows("sara.not_assessed", other, ()),
        *rows("sara.unknown", unknown, ()),
        *numbers("sara", "registration"),
    ]
    alone = attack(table, Question("sara", "registration", ("assessed",), exclusive=False))
    assert all(one.safe for one in alone.values())
    together = attack(table, SARA)["sara.assessed", "koge", "2023"]
    assert (together.low, together.high, together.safe) == (3, 3, False)


def test_two_singletons_give_each_other_away():
    n = base(20, 30, 25, 40, 50, 45)
    one, other = base(1, 9, 8, 12, 11, 10), base(1, 9, 8, 12, 11, 10)
    rest = {key: n[key] - one[key] - other[key] for key in n}
    hidden = (("koge", "2023"),)
    table = [
        *rows("sara.assessed", one, hidden), *rows("sara.not_assessed", other, hidden),
        *rows("sara.unknown", rest), *numbers("sara", "registration"),
    ]  # fmt: skip
    assert not any(one.safe for one in attack(table, SARA).values())


def test_a_zero_beside_it_does_not_hide_a_cell():
    nought = base(3, 9, 8, 0, 11, 10)
    hidden = (("koge", "2023"), ("all", "2023"))
    table = rows("channel.police", nought, hidden) + numbers("channel", "registration")
    one = attack(table, CHANNEL)["channel.police", "koge", "2023"]
    assert (one.low, one.high, one.safe) == (3, 3, False)


def test_a_cell_alone_in_its_row_is_given_away_by_its_total():
    alone = base(3, 0, 0, 12, 11, 10)
    table = rows("channel.police", alone, SQUARE[:1]) + numbers("channel", "registration")
    assert not attack(table, CHANNEL)["channel.police", "koge", "2023"].safe


def test_a_rest_of_few_is_few():
    almost = {key: N[key] - small for key, small in SMALL.items()}
    table = rows("channel.police", almost, (("koge", "2023"),))
    found = attack(table + numbers("channel", "registration"), CHANNEL)
    assert not found["channel.police", "koge", "2023"].safe


def test_a_rounded_percentage_with_its_n_betrays_the_count(tmp_path):
    """The results table hides a share that a chart on a page still draws."""
    table = rows("channel.police", SMALL, SQUARE) + rows("channel.health", base(*[15] * 6))
    table += numbers("channel", "registration")
    (tmp_path / "results.csv").write_text(pd.DataFrame(table).to_csv(index=False))
    clean = audit(tmp_path / "results.csv", {"en": tmp_path / "html"}, PROGRAMME)
    assert clean.unsafe == []
    page = tmp_path / "html" / "01_intake" / "02_outreach" / "koge-2023.html"
    page.parent.mkdir(parents=True)
    form = load_codebook()["registration"]
    item = form.item("channel")
    caption = f"{item.question['en']}: share. Source: {form.title['en']}."
    rows_drawn = '{"label":"The police","series":"Køge (n = 20)","percent":15.0}'
    label = item.option("police").label["en"]
    page.write_text(
        f'<figure class="chart"><script type="application/json" class="chart-spec">'
        f'{{"datasets":{{"a":[{rows_drawn.replace("The police", label)}]}}}}</script>'
        f"<figcaption>{caption}</figcaption></figure>",
        encoding="utf-8",
    )
    found = audit(tmp_path / "results.csv", {"en": tmp_path / "html"}, PROGRAMME)
    told = {(one.figure, one.municipality, one.year): one for one in found.unsafe}
    one = told["channel.police", "koge", "2023"]
    assert (one.low, one.high) == (3, 3)


def test_the_same_count_under_another_name_gives_it_away(tmp_path):
    assessed = base(3, 9, 8, 12, 11, 10)
    rest = {key: N[key] - count for key, count in assessed.items()}
    table = [
        *rows("sara.assessed", assessed, SQUARE), *rows("sara.not_assessed", rest, SQUARE),
        *rows("sara.unknown", base(*[0] * 6)), *numbers("sara", "registration"),
    ]  # fmt: skip
    path = tmp_path / "results.csv"
    path.write_text(pd.DataFrame(table).to_csv(index=False))
    assert audit(path, {"en": tmp_path}, PROGRAMME).unsafe == []
    again = {"figure": "funnel.assessed", "municipality": "koge", "year": "2023",
             "unit": "persons", "value": 3, "n": None, "shown": True}  # fmt: skip
    path.write_text(pd.DataFrame([*table, again]).to_csv(index=False))
    assert audit(path, {"en": tmp_path}, PROGRAMME).unsafe


def test_what_the_printed_report_gives_away_is_said_and_no_fault_of_the_book():
    """The report prints how many men each municipality registered; the years' sum follows."""
    table = rows("gender.man", SMALL, SQUARE[:1]) + numbers("gender", "registration")
    question = Question("gender", "registration", ("man", "woman"), exclusive=False)
    results = pd.DataFrame(table)
    public = replace(PROGRAMME, public=(Public("gender.*", "printed"),))
    for programme, excused in ((PROGRAMME, False), (public, True)):
        (one,) = attack_shares([question], list(shares(results)), results, programme)
        assert (one.low, one.high) == (3, 3)
        assert one.safe == one.printed == excused


def test_a_withheld_mean_is_found_from_the_others():
    single = N | {("koge", "2023"): 4}
    n, mean = counts(single), 3.217
    table = [
        {"figure": "inspire_o.before", "municipality": place, "year": year, "unit": "scale 1-5",
         "value": mean, "n": n[place, year], "shown": (place, year) != ("koge", "2023")}
        for place in PLACES for year in YEARS
    ]  # fmt: skip
    table += numbers("x", "baseline", single)
    found = list(attack_means(pd.DataFrame(table), means(FORMS), SHARP))
    assert [one.safe for one in found] == [False]
    assert found[0].low == pytest.approx(mean, abs=1e-3)
    # Shown to a tenth, they leave it open.
    rounded = [{**row, "value": 3.2} if row["unit"] == "scale 1-5" else row for row in table]
    assert [one.safe for one in attack_means(pd.DataFrame(rounded), means(FORMS), PROGRAMME)] == [
        True
    ]


def test_a_chart_is_read_to_the_tenth_it_shows(tmp_path):
    """15.0 per cent of three hundred are forty-five; read to half a per cent, 44 to 46."""
    form = load_codebook()["registration"]
    item = form.item("channel")
    row = {"label": item.option("police").label["en"], "series": "Køge (n = 300)", "percent": 15.0}
    page = tmp_path / "01_intake" / "02_outreach" / "koge-2023.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        f'<figure class="chart"><script type="application/json" class="chart-spec">'
        f"{json.dumps({'datasets': {'a': [row]}})}</script>"
        f"<figcaption>{item.question['en']}: share. Source: {form.title['en']}.</figcaption>"
        "</figure>",
        encoding="utf-8",
    )
    prefixes = {("registration", "channel"): "channel"}
    read = Charts(prefixes, {"registration": form}, PROGRAMME, "en")
    [(shown, _, year)] = exhibits_of(tmp_path, "en")
    [one] = read.read(shown, year)
    assert (one.figure, one.n, one.whole) == ("channel.police", 300, (45, 45))


def test_the_narrowest_interval_is_named_with_what_its_rule_asks(tmp_path):
    table = rows("channel.police", SMALL, SQUARE) + numbers("channel", "registration")
    (tmp_path / "results.csv").write_text(pd.DataFrame(table).to_csv(index=False))
    found = audit(tmp_path / "results.csv", {}, PROGRAMME)
    one = found.narrowest
    assert (one.figure, one.asked) == ("channel.police", 3)
    assert one.width == min(each.width for each in found.findings if each.asked)
    assert "narrowest interval: " in list(said(found))[1]
    assert f"where the rule asks 3 (channel.police {one.municipality}" in list(said(found))[1]


def test_questions_are_known_by_the_forms():
    states = [f"violence.physical.{state}" for state in ("ever", "current", "stopped", "unknown")]
    answers = [f"sara.{answer}" for answer in ("assessed", "not_assessed", "unknown")]
    names = [*states, *answers, "channel.police", "channel.health", "age.18", "age.30"]
    found = {one.prefix: one for one in questions(names, load_codebook())}
    assert found["sara"].exclusive
    assert not found["channel"].exclusive
    forms = load_codebook()
    merged = questions(["duration.three_years", "duration.over_10_years"], forms)
    assert len(merged[0].answers) == len(forms["baseline"].item("duration").options)
    assert merged[0].exclusive
    assert len(merged[0].together["duration.three_years"]) == 4
    assert found["violence.physical"].together == {"violence.physical.ever": ("current", "stopped")}
    assert found["age"].exclusive


def test_a_chart_is_of_its_own_question_among_those_with_the_same_answers():
    form = next(iter(load_codebook().values()))
    options = form.item("gender").options
    alike = [replace(form.item("gender"), id=id) for id in ("lack", "left")]
    forms = {form.id: replace(form, items=tuple(alike))}
    names = [f"{form.id}.{one.id}.{option.id}" for one in alike for option in options]
    found = questions(names, forms)
    assert [(one.prefix, one.item) for one in found] == [
        (f"{form.id}.lack", "lack"), (f"{form.id}.left", "left"),
    ]  # fmt: skip
    # Under a name of the notebook's own nobody can tell of which of them it is.
    (unnamed,) = questions([f"own.{option.id}" for option in options], forms)
    assert unnamed.item == ""


GIVEN = {
    "koge-2024": [[4, 3, 5, 2, 4], [3, 3, 3, 2, 4], [5, 3, 5, 2, 4], [2, 2, 1, 1, 3], [4] * 5],
    "odense-2024": [[2, 2, 1, 1, 3]] * 6,
}  # fmt: skip


def gaps_found(answers: dict[str, list], whole: bool) -> list[Finding]:
    """Attack a scale's mean and its items' before the course.

    `whole` says that the items' means are of those who answered all, as the programme shows them.
    """
    form, table, told = load_codebook()["baseline"], [], []
    for place, year in ((p, y) for p in PLACES for y in YEARS):
        rows = pd.DataFrame(
            [one for key, sets in answers.items() for one in sets
             if place in (key.split("-")[0], "all") and year in (key.split("-")[1], "all")],
            columns=[row.id for row in form.item("recovery").rows], dtype=float,
        )  # fmt: skip
        complete = rows.dropna()
        table += [
            {"figure": name, "municipality": place, "year": year, "unit": unit, "value": value,
             "low": None, "high": None, "n": n, "shown": True}
            for name, unit, value, n in (
                ("n.baseline", "forms", len(rows), None),
                ("inspire_o.before", "scale 1-5", complete.mean(axis=1).mean(), len(complete)),
            )
        ]  # fmt: skip
        items = complete if whole else rows
        for (item, n), mean in zip(items.count().items(), items.mean(), strict=True):
            each = {"n": (n, n), "mean": (mean - 1e-9, mean + 1e-9)} if n else {}
            told += [Fact(f"baseline/recovery_{item}", place, year, *one) for one in each.items()]
    return list(attack_gaps(told, pd.DataFrame(table), FORMS, SHARP))


@pytest.mark.parametrize("where", list(GIVEN))
def test_who_left_an_item_out_is_found_from_the_items_and_the_mean_of_them_all(where):
    """The sum of her other answers is found exactly."""
    gap = GIVEN | {where: [*GIVEN[where], [1, 5, 5, 5, None]]}
    found = {(one.municipality, one.year): one for one in gaps_found(gap, False) if not one.safe}
    one = found[tuple(where.split("-"))]
    assert one.figure == "inspire_o.before: gaps"
    assert (one.low, one.high) == pytest.approx((16, 16), abs=1e-3)
    assert ("all", "all") in found


def test_items_of_those_who_answered_all_tell_nothing_of_the_others():
    gap = GIVEN | {"koge-2024": [*GIVEN["koge-2024"], [1, 5, 5, 5, None]]}
    assert [one for one in gaps_found(gap, True) if not one.safe] == []


@pytest.mark.parametrize(("few", "safe"), [(1, False), (9, False), (10, True)])
def test_few_who_left_an_item_of_an_element_out_are_found(few, safe):
    """Figures of one table: the items' means, each of its own n, and the mean over both."""
    complete, gap = [5, 4] * 4, [2] * few
    rows = {
        "overall_benefit.wish_met": (pd.Series(complete + gap).mean(), 8 + few),
        "overall_benefit.helped": (4.0, 8),
        "overall_benefit": ((4.5 + 4.0) / 2, 8),
        "overall_benefit.n": (8 + few, None),
        "n.completion": (8 + few, None),
    }
    table = [
        {"figure": name, "municipality": "koge", "year": "2025", "unit": "scale 1-5",
         "value": value, "n": n, "shown": True}
        for name, (value, n) in rows.items()
    ]  # fmt: skip
    programme = replace(SHARP, public=())
    found = [one for one in attack_gaps([], pd.DataFrame(table), FORMS, programme)
             if one.figure.startswith("overall_benefit")]  # fmt: skip
    assert [one.safe for one in found] == ([] if safe else [False] * len(found))
    assert safe or (found[0].low, found[0].high) == pytest.approx((2 * few,) * 2, abs=1e-3)


def test_a_share_that_stands_under_another_name_too_is_known_for_the_same():
    there = Seen("violence_still.continues.before", "koge", "all", 23, 23, 37)
    [one] = same_figures([there], pd.DataFrame(columns=["figure", "shown", "value"]))
    assert one == replace(there, figure="violence_continues.baseline")
