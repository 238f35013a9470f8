"""What intake will check of every answer, checked here with pandas on the files themselves."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from slicebook.programme import load_programme
from surveys.codebook import SYNTHETIC, load_codebook
from surveys.synthetic import write_exports

FORMS = tuple(load_codebook())
PROGRAMME = load_programme()
BOOK = load_codebook(PROGRAMME)
MIDWAY = pd.Timestamp(PROGRAMME.changes["added"].date)


@pytest.fixture(scope="module", params=[1, 20])
def exports(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    read_csv: Callable[[Path], pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, seed=request.param)
    return {form: read_csv(folder / f"{form}.csv") for form in FORMS}


@pytest.mark.parametrize("form", FORMS)
def test_columns_are_those_of_the_form(exports: dict[str, pd.DataFrame], form: str) -> None:
    assert list(exports[form]) == ["answer_id", "submitted", *BOOK[form].columns, SYNTHETIC]


@pytest.mark.parametrize("form", FORMS)
def test_answers_are_known_codes_within_bounds(exports: dict[str, pd.DataFrame], form: str) -> None:
    for name, column in BOOK[form].columns.items():
        given = exports[form][name].dropna()
        if column.kind == "code":
            assert given.isin(column.codes).all(), name
        elif column.kind == "flag":
            assert given.isin([0, 1]).all(), name
        elif column.kind == "number":
            assert given.between(column.item.low, column.item.high).all(), name


@pytest.mark.parametrize("form", FORMS)
def test_every_column_has_answers(exports: dict[str, pd.DataFrame], form: str) -> None:
    next_time = {
        name
        for name, column in BOOK[form].columns.items()
        if column.added and column.added > PROGRAMME.last_day
    }
    answered = exports[form].notna().any()
    assert set(answered.index[~answered]) == next_time


@pytest.mark.parametrize("form", FORMS)
def test_forms_come_in_order_within_the_period(exports: dict[str, pd.DataFrame], form: str) -> None:
    frame = exports[form]
    assert frame["answer_id"].is_unique
    assert frame["submitted"].is_monotonic_increasing
    days = frame["submitted"].dt.date
    assert days.between(PROGRAMME.first_day, PROGRAMME.last_day).all()
    assert (frame["submitted"].dt.day_of_week < 5).all()
    assert frame["submitted"].dt.hour.between(8, 19).all()


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_answered_before_it_was_asked(
    exports: dict[str, pd.DataFrame], form: str
) -> None:
    frame = exports[form]
    for name, column in BOOK[form].columns.items():
        if column.added:
            assert frame.loc[frame["submitted"] < pd.Timestamp(column.added), name].isna().all()


def test_an_answer_is_not_chosen_before_it_was_offered(exports: dict[str, pd.DataFrame]) -> None:
    frame = exports["completion"]
    left = frame[frame["violence_continues"] == 5]
    assert len(left) > 5
    assert (left["submitted"] >= MIDWAY).all()


@pytest.mark.parametrize("form", FORMS)
def test_skipped_items_are_blank(exports: dict[str, pd.DataFrame], form: str) -> None:
    frame, tested = exports[form], 0
    for item in BOOK[form].items:
        for option in item.options:
            chosen = (
                frame[f"{item.id}_{option.id}"] == 1
                if item.type == "multiple"
                else frame.get(item.id, pd.Series(dtype=float)) == option.code
            )
            for other in BOOK[form].skipped_by(item, option):
                for column in other.columns():
                    assert frame.loc[chosen, column.name].isna().all()
                    tested += chosen.sum()
    assert tested > 0 or form == "registration"


@pytest.mark.parametrize("form", FORMS)
def test_a_multiple_choice_is_answered_as_a_whole(
    exports: dict[str, pd.DataFrame], form: str
) -> None:
    for item in BOOK[form].items:
        if item.type == "multiple":
            flags = exports[form][[column.name for column in item.columns() if column.option]]
            flags = flags.drop(columns=[name for name in flags if name.endswith("_text")])
            answered = flags.notna()
            assert (answered.all(axis=1) == answered.any(axis=1)).all()
            assert (flags.dropna().sum(axis=1) > 0).all()


def test_everybody_is_asked_what_everybody_answers(exports: dict[str, pd.DataFrame]) -> None:
    registration, baseline = exports["registration"], exports["baseline"]
    whole = registration[["gender", "age", "channel_other", "referral_group"]]
    assert whole.notna().all().all()
    assert registration.filter(regex="^violence_(?!frequency|.*text)").notna().all().all()
    assert baseline[["income", "education", "previous_help", "children_none"]].notna().all().all()


def test_what_excludes_other_answers_stands_alone(exports: dict[str, pd.DataFrame]) -> None:
    def alone(form: str, item: str, *options: str) -> None:
        names = [f"{item}_{option.id}" for option in BOOK[form].item(item).options]
        ticks = exports[form][names].sum(axis=1)
        for option in options:
            chosen = exports[form][f"{item}_{option}"] == 1
            assert chosen.any()
            assert (ticks[chosen] == 1).all()

    alone("registration", "referral", "no_risk", "declined")
    alone("baseline", "children", "none")
    alone("baseline", "earlier_violence", "none", "undisclosed")


def test_frequency_agrees_with_the_violence_registered(exports: dict[str, pd.DataFrame]) -> None:
    frame = exports["registration"].dropna(subset="violence_frequency_physical")
    assert len(frame) > 50
    for row in BOOK["registration"].item("violence").rows:
        kind, often = frame[f"violence_{row.id}"], frame[f"violence_frequency_{row.id}"]
        assert ((kind == 1) == (often == 1)).all()
        assert (often[kind == 8] == 7).all()
        assert (often[kind.between(2, 7)] > 1).all()


def test_remarks_stand_under_the_answer_they_explain(exports: dict[str, pd.DataFrame]) -> None:
    frame = exports["registration"]
    assert (frame.loc[frame["channel_other_text"].notna(), "channel_other"] == 1).all()
    assert (frame.loc[frame["referral_other_text"].notna(), "referral_other"] == 1).all()
    assert frame.loc[frame["violence_other_text"].notna(), "violence_other"].between(2, 7).all()


def test_courses_explain_when_participants_answer(exports: dict[str, pd.DataFrame]) -> None:
    """Each completion form comes nine weeks after a first session, as ten weekly sessions take."""
    codes = {1: "odense", 2: "koge"}
    for code in codes:
        of = {
            form: exports[form][exports[form]["municipality"] == code]["submitted"].dt.normalize()
            for form in ("baseline", "completion")
        }
        starts = set(of["completion"] - pd.Timedelta(days=63))
        assert starts <= set(of["baseline"])
        assert of["completion"].value_counts().between(4, 8).all()


def test_scales_are_as_reliable_as_scales_are(exports: dict[str, pd.DataFrame]) -> None:
    for form in ("baseline", "completion"):
        for scale in ("recovery", "support"):
            items = exports[form].filter(regex=f"^{scale}_").dropna()
            whole = items.sum(axis=1).var(ddof=1)
            alpha = 5 / 4 * (1 - items.var(ddof=1).sum() / whole)
            assert 0.65 < alpha < 0.9, (form, scale)
            assert set(items.stack().unique()) <= {1, 2, 3, 4, 5}


def test_types_of_violence_go_together(exports: dict[str, pd.DataFrame]) -> None:
    frame = exports["registration"].filter(regex="^violence_(?!frequency|.*text)")
    kinds = frame.isin(range(2, 8)).sum(axis=1)
    apart = (frame.isin(range(2, 8)).mean() * (1 - frame.isin(range(2, 8)).mean())).sum()
    assert kinds.var() > 1.3 * apart
