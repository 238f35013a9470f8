from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from slicebook.errors import InputError
from slicebook.programme import Municipality, load_programme
from surveys.codebook import load_codebook, load_form

PROGRAMME = load_programme()
BOOK = load_codebook(PROGRAMME)
FORMS = tuple(BOOK)
MIDWAY = PROGRAMME.changes["added"].date
JANUARY = PROGRAMME.changes["reworded"].date

# Bilagstabel 1.1-1.3, counted in the printed tables: number -> (answer codes, lines of the grid).
APPENDIX = {
    "registration": {
        1: (2, 0), 2: (3, 0), 3: (0, 0), 4: (8, 0), 5: (8, 9), 6: (7, 9), 7: (3, 0), 8: (6, 0),
    },
    "baseline": {
        1: (2, 0), 2: (3, 0), 3: (0, 0), 4: (11, 0), 5: (10, 0), 6: (5, 0), 7: (6, 0), 8: (5, 5),
        9: (5, 5), 10: (7, 9), 11: (12, 0), 12: (5, 0), 13: (7, 0), 14: (4, 0), 15: (0, 0),
    },
    "completion": {
        1: (3, 0), 2: (2, 0), 3: (0, 0), 4: (5, 5), 5: (5, 5), 6: (5, 11), 7: (5, 0), 8: (7, 9),
        9: (3, 0), 10: (11, 0), 15: (0, 0),
    },
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_item_of_the_appendix_is_there_with_all_its_answers(form: str) -> None:
    items = [item for item in BOOK[form].items if item.number is not None]
    assert {item.number: (len(item.options), len(item.rows)) for item in items} == APPENDIX[form]


@pytest.mark.parametrize("form", FORMS)
def test_answer_codes_run_from_one_without_a_gap(form: str) -> None:
    for item in BOOK[form].items:
        codes = [option.code for option in item.options]
        assert codes == list(range(1, len(codes) + 1)), item.id


def test_only_questions_that_the_appendix_lacks_have_no_number() -> None:
    without = {(form, item.id) for form in FORMS for item in BOOK[form].items if not item.number}
    # The next version of two forms asks for the number of the course.
    later = {("baseline", "course"), ("completion", "course")}
    assert without == {("registration", "previous_help"), *later}
    after = load_programme().last_day
    assert all(BOOK[form].item(item).added > after for form, item in later)


def test_the_order_of_municipalities_differs_between_the_forms() -> None:
    codes = {
        form: {option.code: option.id for option in BOOK[form].item("municipality").options}
        for form in FORMS
    }
    assert codes["registration"] == {1: "koge", 2: "odense"}
    assert codes["baseline"] == codes["completion"] == {1: "odense", 2: "koge"}


def test_what_was_added_midway_is_dated() -> None:
    added = {
        (form, name)
        for form in FORMS
        for name, column in BOOK[form].columns.items()
        if column.added == MIDWAY and column.kind == "code"
    }
    new_rows = ("wish_met", "mirroring", "trust", "network", "keep_meeting", "helped")
    types = [row.id for row in BOOK["registration"].item("violence").rows]
    assert added == {
        *(("completion", f"experience_{row}") for row in new_rows),
        *(
            (form, f"violence_frequency_{t}")
            for form in ("registration", "completion")
            for t in types
        ),
    }
    left = BOOK["completion"].item("violence_continues").option("left")
    assert left.added == MIDWAY
    assert BOOK["baseline"].item("violence_continues").option("left").added is None


def test_what_was_reworded_is_dated() -> None:
    reworded = {
        (form, item.number): item.reworded
        for form in FORMS
        for item in BOOK[form].items
        if item.reworded
    }
    where = [
        ("baseline", 8),
        ("baseline", 9),
        ("baseline", 12),
        ("completion", 4),
        ("completion", 5),
    ]
    assert reworded == dict.fromkeys(where, JANUARY)


def test_write_ins_follow_their_item() -> None:
    texts = {
        form: [name for name, column in BOOK[form].columns.items() if column.kind == "text"]
        for form in FORMS
    }
    assert texts == {
        "registration": [
            "channel_other_text",
            "violence_other_text",
            "violence_frequency_other_text",
            "referral_other_text",
        ],
        "baseline": ["violence_frequency_other_text", "comment"],
        "completion": ["violence_frequency_other_text", "comment"],
    }


def test_skips_lead_past_the_items_between() -> None:
    baseline, completion = BOOK["baseline"], BOOK["completion"]
    children, onward = baseline.item("children"), completion.item("onward")
    skipped = {
        "none": baseline.skipped_by(children, children.option("none")),
        "own_at_home": baseline.skipped_by(children, children.option("own_at_home")),
        "helped": completion.skipped_by(onward, onward.option("helped_onward")),
        "not_needed": completion.skipped_by(onward, onward.option("not_needed")),
        "not_helped": completion.skipped_by(onward, onward.option("not_helped")),
    }
    assert {key: [item.id for item in items] for key, items in skipped.items()} == {
        "none": ["children_age"],
        "own_at_home": [],
        "helped": [],
        "not_needed": ["onward_to"],
        "not_helped": ["onward_to"],
    }


def test_an_item_that_nobody_has_is_no_item() -> None:
    with pytest.raises(InputError, match='baseline: the question "sara" is unknown; expected one'):
        BOOK["baseline"].item("sara")
    near = 'the answer "Own_at-home" is unknown; expected .*; own_at_home is the nearest$'
    with pytest.raises(InputError, match=near):
        BOOK["baseline"].item("children").option("Own_at-home")


def form_file(folder: Path, items: list | str, **entries: object) -> Path:
    form = {"title": "T", "filled_by": "P", "filled_when": "W", "source": "S", "items": items}
    path = folder / "baseline.yml"
    path.write_text(yaml.safe_dump(form | entries, allow_unicode=True), encoding="utf-8")
    return path


def option(id: object, **entries: object) -> dict[str, object]:
    return {"id": id, "da": "Svar", "en": "Answer", **entries}


def single(**entries: object) -> dict[str, object]:
    item = {"id": "colour", "number": 1, "type": "single", "question": "Colour"}
    return item | {"options": {1: option("red"), 2: option("blue")}} | entries


BROKEN = {
    "unknown type": (single(type="slider"), "items: colour: type: 'slider' is none of"),
    "no options": (single(options={}), "items: colour: a single item needs options"),
    "no number": (
        {"id": "colour", "type": "text", "question": "C"},
        "items: colour: the entry 'number' is missing",
    ),
    "typing error": (single(requird=True), "items: colour: unknown entry requird"),
    "typing error in an option": (
        single(options={1: option("red", goto=3)}),
        "items: colour: options: 1: unknown entry goto",
    ),
    "option without words": (
        single(options={1: {"id": "red", "da": "Rød"}}),
        "items: colour: options: 1: expected a text or one for each of en, da",
    ),
    "option that is no mapping": (
        single(options={1: "red"}),
        "items: colour: options: 1: expected a mapping, found 'red'",
    ),
    "code in words": (
        single(options={"one": option("red")}),
        "items: colour: options: one: expected a whole number, found 'one'",
    ),
    "id read as false": (
        single(options={1: option(False)}),
        "items: colour: options: 1: id: expected an id of",
    ),
    "id with a space": (single(id="the colour"), "items: the colour: id: expected an id of"),
    "option ids twice": (
        single(options={1: option("red"), 2: option("red")}),
        "items: colour: option ids occur twice: red",
    ),
    "skip backwards": (
        single(options={1: option("red", go_to=1)}),
        "items: colour: option 1 goes to 1, which is not further on",
    ),
    "unknown change": (
        single(added="midway"),
        'items: colour: added: "midway" is neither a date nor a change in programme.yml (reworded,',
    ),
    "grid without rows": (single(type="grid"), "items: colour: grid and link_code items need rows"),
    "rows without a grid": (
        single(rows={"a": {"da": "A", "en": "A"}}),
        "items: colour: grid and link_code items need rows, and only they have them",
    ),
    "number without bounds": (
        {"id": "age", "number": 1, "type": "number", "question": "Age", "low": 18},
        "items: age: a number item needs low and high",
    ),
    "question in one language": (
        single(question={"da": "Farve"}),
        "items: colour: question: expected a text or one for each of en, da",
    ),
    "scale of no grid": (single(scale="who5"), "items: colour: only a grid asks a scale"),
    "no mapping": ("colour", "items: 1: expected a mapping, found 'colour'"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_item_is_named(name: str, tmp_path: Path) -> None:
    item, message = BROKEN[name]
    with pytest.raises(InputError) as caught:
        load_form(form_file(tmp_path, [item]), PROGRAMME)
    assert str(caught.value).startswith(f"baseline.yml: {message}")


def test_a_broken_form_is_named(tmp_path: Path) -> None:
    def message(items: list | str, **entries: object) -> str:
        with pytest.raises(InputError) as caught:
            load_form(form_file(tmp_path, items, **entries), PROGRAMME)
        return str(caught.value)

    other = single(number=2)
    assert message([single(), other]) == "baseline.yml: item ids occur twice: colour"
    other = single(id="size")
    assert message([single(), other]) == "baseline.yml: item numbers occur twice: 1"
    other = {"id": "colour_red", "number": 2, "type": "text", "question": "Q"}
    items = [single(type="multiple"), other]
    assert message(items) == "baseline.yml: columns occur twice: colour_red"
    assert message("colour") == "baseline.yml: items: expected a list, found 'colour'"
    assert message([], title={"da": "T"}).startswith("baseline.yml: title: expected a text or one")
    path = tmp_path / "baseline.yml"
    path.write_text("title: T\n")
    with pytest.raises(InputError, match=r"baseline.yml: the entry 'filled_by' is missing"):
        load_form(path, PROGRAMME)
    with pytest.raises(InputError, match=r"completion.yml: no such file"):
        load_form(tmp_path / "completion.yml", PROGRAMME)


def test_all_that_is_wrong_with_a_form_is_said_at_once(tmp_path: Path) -> None:
    first = single(requird=True, options={"one": option("red")}, type="slider")
    second = single(id="size", number=2, options={1: option("red", go_to=1), 2: option("red")})
    with pytest.raises(InputError) as caught:
        load_form(form_file(tmp_path, [first, second, "third"]), PROGRAMME)
    said = str(caught.value).splitlines()
    assert len(said) == 6
    assert all(line.startswith("baseline.yml: items: ") for line in said)
    assert "required is the nearest" in str(caught.value)


def test_an_answer_code_given_twice_is_named(tmp_path: Path) -> None:
    path = form_file(tmp_path, [single()])
    path.write_text(path.read_text().replace("    2:", "    1:"))
    with pytest.raises(InputError, match=r'baseline.yml: not valid YAML: the key "1" occurs twice'):
        load_form(path, PROGRAMME)


def test_a_municipality_without_a_code_in_a_form_is_named(tmp_path: Path) -> None:
    place = Municipality("vejle", "Vejle", {"registration": 3, "completion": 3})
    programme = replace(PROGRAMME, municipalities={**PROGRAMME.municipalities, "vejle": place})
    with pytest.raises(InputError) as caught:
        load_codebook(programme)
    assert str(caught.value) == (
        "baseline.yml: items: municipality: programme.yml gives vejle no answer code in this form"
    )


def test_forms_are_those_of_the_folder_whatever_their_names(tmp_path: Path) -> None:
    for name in ("zebra", "followup", "enrolment"):
        form_file(tmp_path, [single()]).rename(tmp_path / f"{name}.yml")
    programme = replace(PROGRAMME, forms={"enrolment": "before", "followup": "after"})
    assert list(load_codebook(programme, tmp_path)) == ["enrolment", "followup", "zebra"]
    assert list(load_codebook(replace(programme, forms={}), tmp_path)) == [
        "enrolment", "followup", "zebra"
    ]  # fmt: skip


def test_a_form_of_the_programme_without_a_file_is_named(tmp_path: Path) -> None:
    programme = replace(PROGRAMME, forms={"enrolment": "before"})
    with pytest.raises(InputError, match=r"enrolment\.yml: no such file; programme\.yml has the"):
        load_codebook(programme, tmp_path)


def test_a_day_may_be_given_for_a_change(tmp_path: Path) -> None:
    form = load_form(form_file(tmp_path, [single(added=date(2024, 5, 1))]), PROGRAMME)
    assert form.columns["colour"].added == date(2024, 5, 1)


def test_a_column_exists_from_the_latest_day_of_its_parts(tmp_path: Path) -> None:
    rows = {"a": {"da": "A", "en": "A", "added": date(2024, 7, 1)}, "b": {"da": "B", "en": "B"}}
    item = single(type="grid", rows=rows, added=date(2024, 5, 1))
    columns = load_form(form_file(tmp_path, [item]), PROGRAMME).columns
    assert columns["colour_a"].added == date(2024, 7, 1)
    assert columns["colour_b"].added == date(2024, 5, 1)
