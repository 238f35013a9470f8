"""Who filled in which two forms, where the forms ask for a self-generated code. All is assumed.

The answers themselves are drawn form by form, as the report counts them; here their rows are given
to persons, so that linking has something to find and the truth is known.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from slicebook.programme import load_programme
from surveys.codebook import ANSWER_ID, SUBMITTED, Form, Item
from surveys.synthetic.link_codes import Habits, codes, typed

PERSON = "person"
# The answers' levels before and after go together as far as this spread of chance lets them.
_NOISE = 1.0


def with_codes(
    frames: Mapping[str, pd.DataFrame], forms: Mapping[str, Form], seed: int
) -> dict[str, pd.DataFrame]:
    """Return the forms of `draw_form`, by form, with the codes of those that ask for one."""
    roles = set(load_programme().forms.values())
    if not (any(map(_code_item, forms.values())) and {"before", "after"} <= roles):
        return dict(frames)
    asked = {id: item for id in _both() if (item := _code_item(forms[id]))}
    people = who(frames, forms, seed)
    names = sorted({row.id for item in asked.values() for row in item.rows})
    chance = np.random.default_rng([seed, *b"codes"])
    given = codes(people[PERSON].nunique(), len(names), chance)
    done = dict(frames)
    for id, item in asked.items():
        persons = people.loc[people["form"] == id, PERSON].to_numpy()
        parts = [names.index(row.id) for row in item.rows]
        written = typed(given[persons][:, parts], Habits(), chance)
        columns = [column.name for column in item.columns()]
        done[id] = frames[id].assign(**dict(zip(columns, written.T, strict=True)))
    return done


def who(frames: Mapping[str, pd.DataFrame], forms: Mapping[str, Form], seed: int) -> pd.DataFrame:
    """Return the person behind each row before and after, who is known because she is made up.

    Columns: `form`, `answer_id`, `person` (numbers from 0). A person who ends began earlier, in the
    same municipality; some end who never answered at the start, and some answer twice.
    """
    started, ended = _both()
    before, after = frames[started], frames[ended]
    chance = np.random.default_rng([seed, *b"persons"])
    first = np.arange(len(before))
    shared = [item.id for item in forms[ended].items if item.type == "grid"]
    both = (i.id for i in forms[started].items if i.type == "grid" and i.id in shared)
    scale = next(both, None)
    levels = _level(before, forms[started], scale) + _NOISE * chance.standard_normal(len(before))
    last = _persons_after(before, after, levels, _level(after, forms[ended], scale), chance)
    parts = [
        pd.DataFrame({"form": id, ANSWER_ID: frame[ANSWER_ID], PERSON: persons})
        for id, frame, persons in (
            (started, before, _sent_twice(first, before, chance)),
            (ended, after, _sent_twice(last, after, chance)),
        )
    ]
    people = pd.concat(parts, ignore_index=True)
    return people.assign(**{PERSON: pd.factorize(people[PERSON])[0]})


def _persons_after(
    before: pd.DataFrame,
    after: pd.DataFrame,
    levels: np.ndarray,
    goals: np.ndarray,
    chance: np.random.Generator,
) -> np.ndarray:
    """Give each row after to the person whose level before is nearest, or to a new person."""
    free, persons = np.ones(len(before), bool), len(before) + np.arange(len(after))
    times, places = before[SUBMITTED].to_numpy(), before["municipality"].to_numpy()
    joins = chance.random(len(after)) < Habits().join
    for row, (time, place) in enumerate(zip(after[SUBMITTED], after["municipality"], strict=True)):
        could = np.flatnonzero(free & (times < np.datetime64(time)) & (places == place))
        if len(could) and not joins[row]:
            persons[row] = could[np.abs(levels[could] - goals[row]).argmin()]
            free[persons[row]] = False
    return persons


def _sent_twice(
    persons: np.ndarray, frame: pd.DataFrame, chance: np.random.Generator
) -> np.ndarray:
    """Let some rows be a second form of the person before them from the same municipality."""
    places, done = frame["municipality"].to_numpy(), persons.copy()
    for row in np.flatnonzero(chance.random(len(persons)) < Habits().duplicate):
        earlier = np.flatnonzero(places[:row] == places[row])
        if len(earlier):
            done[row] = persons[earlier[-1]]
    return done


def _level(frame: pd.DataFrame, form: Form, scale: str | None) -> np.ndarray:
    """Return how high each row answers a grid, in standard deviations; nought without one."""
    if scale is None:
        return np.zeros(len(frame))
    names = [column.name for column in form.item(scale).columns() if column.kind == "code"]
    means = frame[names].apply(pd.to_numeric).astype(float).mean(axis=1)
    return ((means - means.mean()) / means.std()).fillna(0).to_numpy()


def _both() -> tuple[str, str]:
    """Return the forms that are filled in before and after."""
    programme = load_programme()
    return programme.form("before"), programme.form("after")


def _code_item(form: Form) -> Item | None:
    return next((item for item in form.items if item.type == "link_code"), None)
