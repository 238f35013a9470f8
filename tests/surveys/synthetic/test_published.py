"""Each printed figure that answers determine, worked out from the CSV files with pandas alone.

Nothing of the project reads the files here: only their column names and the printed answer codes
are used, so that an error of the codebook or of an analysis cannot hide one of the answers.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import ttest_ind

from surveys.synthetic import write_exports

ROOT = Path(__file__).resolve().parents[3]
FORMS = ("registration", "baseline", "completion")
KEY = ["figure", "municipality", "year"]
CODES = {
    "registration": {1: "koge", 2: "odense"},
    "baseline": {1: "odense", 2: "koge"},
    "completion": {1: "odense", 2: "koge"},
}
ITEMS = ("supported", "hope", "identity", "meaning", "control")

Frames = dict[str, pd.DataFrame]


def read(folder: Path) -> Frames:
    frames = {}
    for form in FORMS:
        frame = pd.read_csv(folder / f"{form}.csv", sep=";", decimal=",", encoding="utf-8-sig")
        frame["submitted"] = pd.to_datetime(frame["submitted"], format="%d-%m-%Y %H:%M:%S")
        frame["place"] = frame["municipality"].map(CODES[form])
        frames[form] = frame
    return frames


def sliced(frames: Frames, municipality: str, year: str) -> Frames:
    return {
        form: frame[
            ((frame["place"] == municipality) | (municipality == "all"))
            & ((frame["submitted"].dt.year.astype(str) == year) | (year == "all"))
        ]
        for form, frame in frames.items()
    }


def share(values: pd.Series, *codes: int) -> float:
    """Return the percentage of the given answers that are one of these codes."""
    given = values.dropna()
    return 100 * given.isin(codes).sum() / len(given)


def of(form: str, column: str, *codes: int) -> Callable[[Frames], float]:
    return lambda frames: share(frames[form][column], *codes)


def ticked(form: str, column: str) -> Callable[[Frames], float]:
    return of(form, column, 1)


def answered(form: str, *columns: str) -> Callable[[Frames], float]:
    return lambda frames: len(frames[form][list(columns)].dropna())


def scores(frames: Frames, form: str, scale: str) -> pd.Series:
    return frames[form][[f"{scale}_{item}" for item in ITEMS]].dropna().mean(axis=1)


def both(scale: str) -> Callable[[Frames], float]:
    return lambda frames: sum(
        len(scores(frames, form, scale)) for form in ("baseline", "completion")
    )


def rise(scale: str) -> Callable[[Frames], float]:
    """Return Welch's p value, or 1 where the mean does not rise."""

    def p_value(frames: Frames) -> float:
        before, after = scores(frames, "baseline", scale), scores(frames, "completion", scale)
        assert after.mean() > before.mean()
        return ttest_ind(after, before, equal_var=False).pvalue

    return p_value


def modal_decade(frames: Frames) -> float:
    return 10 * (frames["registration"]["age"] // 10).mode().item()


def benefit(frames: Frames) -> float:
    return frames["completion"][["experience_wish_met", "experience_helped"]].stack().mean()


def mean_score(form: str, scale: str) -> Callable[[Frames], float]:
    return lambda frames: scores(frames, form, scale).mean()


def gain(scale: str) -> Callable[[Frames], float]:
    return lambda frames: (
        scores(frames, "completion", scale).mean() - scores(frames, "baseline", scale).mean()
    )


def said(*items: str) -> Callable[[Frames], float]:
    """Return the mean answer to some statements on the course, over those who answered all."""
    columns = [f"experience_{item}" for item in items]
    return lambda frames: frames["completion"][columns].dropna().mean(axis=1).mean()


def apart(item: str) -> Callable[[Frames], float]:
    """Return Odense's mean answer less Køge's."""

    def difference(frames: Frames) -> float:
        means = frames["completion"].groupby("place")[f"experience_{item}"].mean()
        return means["odense"] - means["koge"]

    return difference


def significant(item: str) -> Callable[[Frames], float]:
    def below(frames: Frames) -> float:
        groups = dict(list(frames["completion"].groupby("place")[f"experience_{item}"]))
        both = (groups[place].dropna() for place in ("odense", "koge"))
        return ttest_ind(*both, equal_var=False).pvalue < 0.05

    return below


RECOGNITION = ("knowledge", "extent", "reactions")
MIRRORING = ("in_common", "understood", "mirroring", "trust")


def network_difference(frames: Frames) -> float:
    asked = frames["completion"].dropna(subset="experience_network")
    groups = dict(list(asked.groupby("place")["experience_network"]))
    assert groups["odense"].mean() < groups["koge"].mean()
    return ttest_ind(groups["odense"], groups["koge"], equal_var=False).pvalue


def men(frames: Frames) -> Frames:
    return {form: frame[frame["gender"] == 1] for form, frame in frames.items()}


FIGURES: dict[str, Callable[[Frames], float]] = {
    "n.registration": answered("registration", "municipality"),
    "n.baseline": answered("baseline", "municipality"),
    "n.completion": answered("completion", "municipality"),
    "contacts.total": answered("registration", "municipality"),
    "participants.total": answered("baseline", "municipality"),
    "channel.municipality": ticked("registration", "channel_municipality"),
    "channel.trained_staff": ticked("registration", "channel_trained_staff"),
    "channel.social_media": ticked("registration", "channel_social_media"),
    "channel.campaign": ticked("registration", "channel_campaign"),
    "channel.other": ticked("registration", "channel_other"),
    "channel.n": answered("registration", "channel_municipality"),
    "gender.n": answered("registration", "gender"),
    "age.n": answered("registration", "age"),
    "violence.n": answered("registration", "violence_physical", "violence_psychological"),
    "referral.n": answered("registration", "referral_group"),
    "gender.man": of("registration", "gender", 1),
    "age.modal_group": modal_decade,
    "previous_help_reg.n": answered("registration", "previous_help"),
    "previous_help_reg.none": of("registration", "previous_help", 3),
    "previous_help_reg.shelter": of("registration", "previous_help", 1),
    "previous_help_reg.counselling": of("registration", "previous_help", 2),
    "violence.psychological.ever": of("registration", "violence_psychological", 2, 3, 4, 5, 6, 7),
    "violence.physical.ever": of("registration", "violence_physical", 2, 3, 4, 5, 6, 7),
    "violence.psychological.current": of("registration", "violence_psychological", 2),
    "violence.stalking.current": of("registration", "violence_stalking", 2),
    "violence.physical.current": of("registration", "violence_physical", 2),
    "referral.group": ticked("registration", "referral_group"),
    "referral.individual": ticked("registration", "referral_individual"),
    "referral.shelter": ticked("registration", "referral_shelter"),
    "referral.no_risk": ticked("registration", "referral_no_risk"),
    "referral.declined": ticked("registration", "referral_declined"),
    "referral.other": ticked("registration", "referral_other"),
    "referral.individual.men": lambda frames: ticked("registration", "referral_individual")(
        men(frames)
    ),
    "previous_help.none": of("baseline", "previous_help", 3),
    "previous_help.shelter": of("baseline", "previous_help", 1),
    "previous_help.counselling": of("baseline", "previous_help", 2),
    "previous_help.n": answered("baseline", "previous_help"),
    "education.n": answered("baseline", "education"),
    "income.n": answered("baseline", "income"),
    "violence_frequency.n": answered("baseline", "violence_frequency_physical"),
    "earlier_violence.n": answered("baseline", "earlier_violence_childhood"),
    "children.n": answered("baseline", "children_none"),
    "education.beyond_primary": of("baseline", "education", 4, 5, 6, 7, 8, 9),
    "education.vocational": of("baseline", "education", 5),
    "education.medium_higher": of("baseline", "education", 7),
    "income.employment": of("baseline", "income", 1),
    "income.rehabilitation_rank": lambda frames: (
        frames["baseline"]["income"].value_counts().rank(ascending=False, method="min")[9]
    ),
    "duration.n": answered("baseline", "duration"),
    "duration.over_10_years": of("baseline", "duration", 12),
    "duration.over_5_years": of("baseline", "duration", 7, 8, 9, 10, 11, 12),
    "violence_continues.baseline": of("baseline", "violence_continues", 2, 3, 4),
    "men.baseline": lambda frames: len(men(frames)["baseline"]),
    "inspire.n": both("support"),
    "inspire.change": rise("support"),
    "inspire_o.n": both("recovery"),
    "inspire_o.change": rise("recovery"),
    "inspire_o.before": mean_score("baseline", "recovery"),
    "inspire_o.gain": gain("recovery"),
    "inspire_o.after": mean_score("completion", "recovery"),
    "inspire.before": mean_score("baseline", "support"),
    "inspire.after": mean_score("completion", "support"),
    "inspire.gain": gain("support"),
    **{f"recognition.{item}": said(item) for item in RECOGNITION},
    **{f"mirroring.{item}": said(item) for item in MIRRORING[:3]},
    "mirroring.municipal": lambda frames: max((apart(item)(frames) for item in MIRRORING), key=abs),
    "mirroring.municipal.apart": lambda frames: sum(
        significant(item)(frames) for item in MIRRORING
    ),
    "network.keep_meeting": said("keep_meeting"),
    "network.behind": lambda frames: (
        min(said(*RECOGNITION)(frames), said(*MIRRORING)(frames)) - said("network")(frames)
    ),
    "network.gap": apart("network"),
    "overall_benefit.wish_met": said("wish_met"),
    "overall_benefit.helped": said("helped"),
    "recognition.n": answered(
        "completion", "experience_knowledge", "experience_extent", "experience_reactions"
    ),
    "mirroring.new_items.n": answered("completion", "experience_mirroring", "experience_trust"),
    "network.n": answered("completion", "experience_network", "experience_keep_meeting"),
    "network.municipal_difference": network_difference,
    "overall_benefit": benefit,
    "overall_benefit.n": answered("completion", "experience_wish_met", "experience_helped"),
    "onward.n": answered("completion", "onward_to_municipal"),
    "onward.municipal": ticked("completion", "onward_to_municipal"),
}


@pytest.fixture(scope="module", params=[1, 2])
def exports(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frames:
    folder = tmp_path_factory.mktemp("exports")
    write_exports(folder, seed=request.param)
    return read(folder)


def printed() -> pd.DataFrame:
    """Return the printed figures that answers determine, without what the report contradicts."""
    rows, apart = (
        pd.read_csv(ROOT / "data" / "report" / f"{name}.csv", dtype={"year": str})
        for name in ("published", "known_differences")
    )
    known = pd.MultiIndex.from_frame(rows[KEY]).isin(pd.MultiIndex.from_frame(apart[KEY]))
    return rows[(rows["role"] == "check") & rows["form"].notna() & ~known]


def is_nearest(row, rows: pd.DataFrame) -> bool:
    """Tell whether a share lies next to a printed one that no count of the printed n gives."""
    same = (rows["municipality"] == row.municipality) & (rows["year"] == row.year)
    [n] = rows.loc[same & (rows["figure"] == row.figure.rpartition(".")[0] + ".n"), "value"]
    shares = [100 * count / n for count in range(int(n) + 1)]
    below = max(share for share in shares if share < row.low)
    above = min(share for share in shares if share > row.high)
    between = [share for share in shares if row.low <= share <= row.high]
    return not between and min(abs(row.computed - below), abs(row.computed - above)) < 1e-9


def test_every_printed_figure_that_answers_determine_is_worked_out_here() -> None:
    assert set(FIGURES) == set(printed()["figure"])


def test_every_printed_figure_holds(exports: Frames) -> None:
    rows = printed()
    assert len(rows) > 90
    values = [
        FIGURES[row.figure](sliced(exports, row.municipality, row.year))
        for row in rows.itertuples()
    ]
    rows = rows.assign(computed=values)
    wrong = rows[~rows["computed"].between(rows["low"], rows["high"])]
    # A share that no count of its answers gives is as near as one can be.
    wrong = wrong[[not is_nearest(row, rows) for row in wrong.itertuples()]]
    assert wrong.empty, wrong[["figure", "municipality", "year", "computed", "low", "high"]]
