"""Make mappings: the system, the form, every column; what was decided before is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from slicebook.programme import Programme
from surveys.codebook import SUBMITTED, Form
from surveys.intake.grid import Grid, distinct
from surveys.intake.mapping.blocks import WHOLE, Block, blocks
from surveys.intake.mapping.frame import (
    Frame,
    frame_of,
    left_out,
    named_id,
    named_time,
    value_forms,
)
from surveys.intake.mapping.model import Entry, Mapping, Time, keys
from surveys.intake.mapping.places import told_by_no_column, told_elsewhere
from surveys.intake.mapping.sources import Source, questions
from surveys.intake.mapping.suggest import suggest
from surveys.intake.mapping.suggestion import Suggestion
from surveys.intake.systems import Rule, System, recognise

# A table with less of a form is none of its exports.
_SOME = 0.5
# What may be of a form is worth a person's look where so much of it is sure.
_FEW = 0.1


@dataclass(frozen=True)
class Made:
    """A mapping made for a table, the columns it is of, and what the form has and it lacks."""

    grid: Grid
    mapping: Mapping
    lacking: tuple[str, ...]


def make(
    grid: Grid,
    forms: dict[str, Form],
    programme: Programme,
    by_position: bool = False,
    old: Sequence[Mapping] = (),
) -> list[Made] | str:
    """Make the mappings of a table: one for each form that it holds; or say why there is none.

    What `old` mappings of it say is kept, and only new columns are suggested.
    """
    system = recognise(grid.names)
    columns = questions(grid, system)
    tried = {
        id: suggest(columns, form, by_position, _beside(grid, system, form))
        for id, form in forms.items()
    }
    tried = _apart(tried)
    whole = {id: each for id, each in tried.items() if each.coverage >= WHOLE}
    beside = blocks(grid, system, columns, forms)
    if beside and whole.keys() <= {block.suggestion.form.id for block in beside}:
        made = [_of_block(grid, system, block, programme, old) for block in beside]
        return _placed(made, system, forms, programme)
    if len(whole) > 1:
        return _by_event(grid, system, whole, programme)
    best = max(tried.values(), key=lambda each: _rank(each, grid))
    if best.coverage < _SOME and (best.coverage < _FEW or best.within_reach < _SOME):
        return _nothing(grid, columns, forms, best)
    return [_mapping(grid, system, columns, best, programme, _known(old, best.form))]


def _placed(
    made: list[Made], system: System | None, forms: dict[str, Form], programme: Programme
) -> list[Made]:
    """Return a table's mappings, where one form's column says the place of the others' rows too."""
    told, placed = [each.mapping for each in made], []
    for each in made:
        form = each.mapping.form
        item = forms[form].place.id
        if item in each.lacking and (
            place := told_elsewhere(each.grid, system, form, told, forms, programme)
        ):
            lacking = tuple(name for name in each.lacking if name != item)
            each = Made(each.grid, replace(each.mapping, municipality=place), lacking)
        placed.append(each)
    return placed


def _of_block(
    grid: Grid, system: System | None, block: Block, programme: Programme, old: Sequence[Mapping]
) -> Made:
    known = _known(old, block.suggestion.form)
    return _mapping(grid, system, block.columns, block.suggestion, programme, known, block.rest)


def _known(old: Sequence[Mapping], form: Form) -> Mapping | None:
    return next((each for each in old if each.form == form.id), None)


def _rank(made: Suggestion, grid: Grid) -> tuple[float, int, bool]:
    return made.coverage, len(made.found), made.form.id in f"{grid.file} {grid.sheet}".lower()


def _beside(grid: Grid, system: System | None, form: Form) -> set[str]:
    """Return the headings of ids and times."""
    found = {named_id(grid, system, set()), named_time(grid, system, form, set())}
    return {heading for heading in found if heading is not None}


def _apart(tried: dict[str, Suggestion]) -> dict[str, Suggestion]:
    """Return the forms less those of which every column that is found is found of another too.

    A form may ask again what another asks, and more.
    """
    places = {id: set(each.found) for id, each in tried.items()}
    return {
        id: each
        for id, each in tried.items()
        if not any(places[id] < other for other in places.values())
    }


def _by_event(
    grid: Grid, system: System | None, tried: dict[str, Suggestion], programme: Programme
) -> list[Made] | str:
    """Make a mapping for each form of a table in which a column says which rows are which."""
    forms = {id: each.form for id, each in tried.items()}
    for at, key in enumerate(keys(grid)):
        told = value_forms(distinct(grid.cells[at])[1], forms)
        if len(told) < 2:
            continue
        columns = [column for column in questions(grid, system) if column.at != at]
        made = []
        for id, values in told.items():
            part = _mapping(grid, system, columns, tried[id], programme, None)
            rules = (Rule(key, only=tuple(values)), *part.mapping.rows)
            made.append(replace(part, mapping=replace(part.mapping, rows=rules)))
        return _placed(made, system, forms, programme)
    names = " and ".join(forms)
    return (
        f"it has all columns of {names}, and no column says which rows are which; keep the one "
        "that does (REDCap: redcap_event_name), or export each form by itself"
    )


def _mapping(
    grid: Grid,
    system: System | None,
    columns: Sequence[Source],
    made: Suggestion,
    programme: Programme,
    old: Mapping | None,
    others: frozenset[str] = frozenset(),
) -> Made:
    headings = keys(grid)
    found = {headings[at]: entry for at, entry in sorted(made.found.items())}
    decide = {
        column.key: {"perhaps": names, "why": why} for column, names, why in made.unclear(columns)
    }
    frame = frame_of(grid, system, made.form, {*found, *others})
    if old:
        found, decide, frame = _kept(old, headings, found, decide, frame)
    taken = _taken(found, made)
    item = made.form.place
    place = old.municipality if old else None
    if item.id not in taken and place is None:
        place = told_by_no_column(grid, programme)
    lacking = [t.name for t in made.targets.all if t.name not in taken and not t.is_write_in]
    lacking = [name for name in lacking if not (name == item.id and place)]
    if all(made.form.columns[name].added for name in lacking):
        lacking = []
    mapping = Mapping(
        form=made.form.id,
        columns=found,
        system=system.name if system else "",
        municipality=place,
        missing=old.missing if old else system.missing if system else (),
        decide=decide if lacking else {},
        **vars(frame),
    )
    known = old.leave_out if old else ()
    new = left_out(grid, system, {*mapping.needed, *known, *(old.unused if old else ())})
    mapping = replace(mapping, leave_out=(*known, *new))
    rest = mapping.needed | set(mapping.decide) | set(mapping.leave_out)
    unused = tuple(heading for heading in headings if heading and heading not in rest)
    lacking += [] if frame.time.column else [SUBMITTED]
    return Made(grid, replace(mapping, unused=unused), tuple(lacking))


def _kept(
    old: Mapping, headings: Sequence[str], found: dict[str, Entry], decide: dict, frame: Frame
) -> tuple[dict[str, Entry], dict, Frame]:
    """Keep what an older mapping says of the columns that are still there."""
    said = {key: entry for key, entry in old.columns.items() if key in headings}
    settled = set(old.unused) | set(old.leave_out) | set(said)
    taken = {entry.is_ for entry in said.values()}
    new = {
        key: entry
        for key, entry in found.items()
        if key not in settled and (entry.is_ not in taken or entry.answer is not None)
    }
    left = {key: what for key, what in decide.items() if key not in settled}
    kept = Frame(
        id=old.id if old.id in headings or old.id is None else frame.id,
        time=Time(
            old.time.column if old.time.column in headings else frame.time.column,
            old.time.order or frame.time.order,
            old.time.zone or frame.time.zone,
        ),
        rows=old.rows or frame.rows,
    )
    order = {key: at for at, key in enumerate(headings)}
    return dict(sorted((said | new).items(), key=lambda pair: order[pair[0]])), left, kept


def _taken(found: dict[str, Entry], made: Suggestion) -> set[str]:
    names = {entry.is_ for entry in found.values()}
    return names | {t.name for t in made.targets.all if t.item.id in names}


def _nothing(
    grid: Grid, columns: Sequence[Source], forms: dict[str, Form], best: Suggestion
) -> str:
    """Say that a table has too little of any form, and whether the columns' order may do."""
    said = (
        f"no form is asked here: of {best.form.id}, the closest, {best.coverage:.0%} is found. "
        "Export question texts or labels too, or put the survey's own description beside it "
        "(LimeSurvey's .lss, REDCap's data dictionary, SurveyXact's structure and labels)"
    )
    fitting = [
        id
        for id, form in forms.items()
        if suggest(columns, form, True, _beside(grid, recognise(grid.names), form)).coverage == 1
    ]
    if len(fitting) == 1:
        said += (
            f". There are as many columns as {fitting[0]} has, and each holds answers to the "
            "question in its place: if their order is the form's, run `modning map` with "
            "--by-position"
        )
    return said
