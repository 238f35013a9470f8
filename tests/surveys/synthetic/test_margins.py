"""The shipped assumptions hold in the answers drawn from them, and broken ones are named."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from slicebook.errors import InputError
from slicebook.programme import load_programme
from surveys.codebook import load_codebook
from surveys.synthetic import draw_form, drawn_alike
from surveys.synthetic.margins import Margin, load_assumptions

FORMS = tuple(load_codebook())
PROGRAMME = load_programme()
BOOK = load_codebook(PROGRAMME)


@pytest.fixture(scope="module")
def drawn() -> dict[str, pd.DataFrame]:
    return {id: draw_form(form, PROGRAMME, seed=4) for id, form in BOOK.items()}


def places(margin: Margin) -> list[str]:
    return [margin.municipality] if margin.municipality else list(PROGRAMME.municipalities)


def answers(frame: pd.DataFrame, form: str, item: str, row: str | None, place: str) -> pd.Series:
    """Return the given answers to a single choice, or to a line of a grid, as option ids."""
    definition = BOOK[form]
    here = frame["municipality"] == definition.item("municipality").option(place).code
    ids = {option.code: option.id for option in definition.item(item).options}
    return frame.loc[here, f"{item}_{row}" if row else item].dropna().map(ids)


@pytest.mark.parametrize("form", FORMS)
def test_every_percentage_of_a_single_choice_holds(
    form: str, drawn: dict[str, pd.DataFrame]
) -> None:
    tested = 0
    for id, assumption in load_assumptions(BOOK[form]).items.items():
        for margin in assumption.margins:
            if margin.percent is None or BOOK[form].item(id).type == "multiple":
                continue
            for place in places(margin):
                given = answers(drawn[form], form, id, margin.row, place)
                low, high = (round(len(given) * bound / 100) for bound in margin.percent)
                assert low <= given.isin(margin.options).sum() <= high, (id, margin)
                tested += 1
    assert tested >= 4


def test_the_most_frequent_answers_are_those_of_the_report(drawn: dict[str, pd.DataFrame]) -> None:
    named = [
        (form, id, margin)
        for form in FORMS
        for id, assumption in load_assumptions(BOOK[form]).items.items()
        for margin in assumption.margins
        if margin.largest
    ]
    assert [(form, id) for form, id, _ in named] == [
        ("registration", "age"),
        ("baseline", "income"),
    ]
    ages = pd.cut(drawn["registration"]["age"].astype(float), [17, 29, 39, 49, 59, 100])
    assert ages.value_counts().index[0] == pd.Interval(29, 39)
    koge, odense = (
        answers(drawn["baseline"], "baseline", "income", None, p) for p in ("koge", "odense")
    )
    first, second = koge.value_counts().index[:2]
    assert (first, second) == ("rehabilitation", "employment")
    assert koge.eq("rehabilitation").sum() > koge.eq("employment").sum()
    assert odense.eq("sickness_benefit").mean() > koge.eq("sickness_benefit").mean()


def test_comparisons_in_the_report_s_words_hold(drawn: dict[str, pd.DataFrame]) -> None:
    """Sections 2.2.2, 2.3.3 and 3.1.3: more doubt in Køge, longer educations in Odense, network."""
    doubt = {
        place: np.mean(
            [
                answers(drawn["registration"], "registration", "violence", row.id, place)
                .eq("unknown").mean()
                for row in BOOK["registration"].item("violence").rows
            ]
        )
        for place in ("koge", "odense")
    }  # fmt: skip
    assert doubt["koge"] > 2 * doubt["odense"]
    long = {
        place: answers(drawn["baseline"], "baseline", "education", None, place)
        .eq("long_higher")
        .mean()
        for place in ("koge", "odense")
    }
    assert long["odense"] > long["koge"]
    completion = drawn["completion"]
    means = completion.filter(regex="^experience_").astype(float).mean()
    assert means.idxmin() == "experience_network"
    assert means.drop("experience_network").min() >= 4
    men = drawn["registration"][drawn["registration"]["gender"] == 1]
    assert men["referral_group"].sum() == 2


@pytest.mark.parametrize("form", FORMS)
def test_what_is_called_alike_has_one_share_everywhere(
    form: str, drawn: dict[str, pd.DataFrame]
) -> None:
    cells = [
        (item.id, row, (option.id,))
        for item in BOOK[form].items
        if item.type in ("single", "grid") and not item.added
        for row in ([one.id for one in item.rows] or [None])
        for option in item.options
    ]
    for (item, row, options), alike in zip(cells, drawn_alike(form, cells), strict=True):
        given = [answers(drawn[form], form, item, row, place) for place in ("koge", "odense")]
        koge, odense = (one.isin(options).mean() for one in given)
        if alike:
            assert abs(koge - odense) <= sum(1.5 / len(one) for one in given), (item, row, options)


def test_a_share_is_alike_where_no_margin_of_one_place_decides_it() -> None:
    ever = ("current", *(f"stopped_{at}" for at in range(1, 6)))
    cells = [
        ("violence", "physical", ever), ("violence", "physical", ("stopped_1",)),
        ("violence", "physical", ("unknown",)), ("referral", None, ("group",)),
        ("referral", None, ("declined",)), ("channel", None, ("police",)), ("age", None, ("18",)),
    ]  # fmt: skip
    assert drawn_alike("registration", cells) == [True, False, False, True, False, False, True]


@pytest.mark.parametrize("form", FORMS)
def test_every_item_that_is_not_text_has_an_assumption(form: str) -> None:
    items = {
        item.id
        for item in BOOK[form].items
        if item.type not in ("text", "municipality")
        and not (item.added and item.added > PROGRAMME.last_day)
    }
    assert set(load_assumptions(BOOK[form]).items) == items
    texts = {name for name, column in BOOK[form].columns.items() if column.kind == "text"}
    assert set(load_assumptions(BOOK[form]).texts) == texts


def margin(**entries: object) -> dict[str, object]:
    return {"basis": "report", "source": "Figur 2.1", **entries}


def message(folder: Path, item: str, *margins: object, **settings: object) -> str:
    path = folder / "baseline.yml"
    entry = {"margins": list(margins), **settings}
    path.write_text(yaml.safe_dump({"items": {item: entry}}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_assumptions(BOOK["baseline"], path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("item", "margins", "expected"),
    [
        ("sara", [], "the form baseline has no such item"),
        ("gender", [{"weights": {"man": 1}}], "margins: 1: the entry 'basis' is missing"),
        ("gender", [{"basis": "guess"}], "margins: 1: basis: 'guess' is none of report, assumed"),
        (
            "gender",
            [{"basis": "assumed", "source": "x", "weights": {"man": 1}}],
            'margins: 1: what has the basis "assumed" needs a reason',
        ),
        ("gender", [margin(weights={"men": 1})], "unknown options men"),
        (
            "gender",
            [margin(options=["man"], percent=101)],
            "margins: 1: percent: 101 to 101 is no interval of percentages",
        ),
        (
            "gender",
            [margin(options=["man"], percent=[9, 8])],
            "margins: 1: percent: 9 to 8 is no interval",
        ),
        (
            "gender",
            [margin(options=["man"], percentage=9)],
            "margins: 1: unknown entry percentage; expected",
        ),
        ("gender", [margin()], "margins: 1: a margin says nothing"),
        ("recovery", [margin(means={"joy": 3})], "unknown rows joy"),
        (
            "education",
            [
                margin(options=["none", "primary"], percent=10),
                margin(options=["primary", "other"], percent=10),
            ],
            "percentages overlap: none, primary and other, primary",
        ),
        (
            "children",
            [margin(options=["none", "own_at_home"], percent=10)],
            "a percentage of a multiple choice is that of one option",
        ),
    ],
)
def test_a_broken_margin_is_named(item: str, margins: list, expected: str, tmp_path: Path) -> None:
    assert message(tmp_path, item, *margins).startswith(f"baseline.yml: items: {item}: {expected}")


def test_a_broken_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yml"
    entry = {"percent": 5, "basis": "assumed", "reason": "Invented.", "choices": ["Tak"]}
    path.write_text(yaml.safe_dump({"texts": {"age": entry}}))
    with pytest.raises(
        InputError, match=r"baseline.yml: texts: age: the column holds no free text"
    ):
        load_assumptions(BOOK["baseline"], path)


def test_margins_that_leave_somebody_without_an_answer_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "baseline.yml"
    entry = {"margins": [margin(weights={"man": 0})]}
    path.write_text(yaml.safe_dump({"items": {"gender": entry}}))
    assumptions = load_assumptions(BOOK["baseline"], path)
    monkeypatch.setattr("surveys.synthetic.exports.load_assumptions", lambda form: assumptions)
    with pytest.raises(
        InputError,
        match=r"baseline.yml: item gender: the margins of koge do not say what 37 persons answer",
    ):
        draw_form(BOOK["baseline"], PROGRAMME)


def test_a_margin_of_its_own_goes_before_that_of_all(tmp_path: Path) -> None:
    path = tmp_path / "baseline.yml"
    own = margin(options=["man"], percent=[10, 20], municipality="koge")
    other = margin(options=["man"], percent=[30, 40], municipality="odense")
    everybody = margin(options=["man"], percent=50)
    path.write_text(yaml.safe_dump({"items": {"gender": {"margins": [own, other, everybody]}}}))
    gender = load_assumptions(BOOK["baseline"], path).items["gender"]
    known = {"koge", "odense"}
    assert [m.percent for m in gender.of("koge", known)] == [(10, 20)]
    assert [m.percent for m in gender.of("vejle", known)] == [(50, 50)]
    path.write_text(yaml.safe_dump({"items": {"gender": {"margins": [own, other]}}}))
    gender = load_assumptions(BOOK["baseline"], path).items["gender"]
    assert [m.percent for m in gender.of("vejle", known)] == [(20, 30)]
    path.write_text(yaml.safe_dump({"items": {"gender": {"margins": [own]}}}))
    gender = load_assumptions(BOOK["baseline"], path).items["gender"]
    assert gender.of("odense", known) == ()
