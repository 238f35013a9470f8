"""Our own forms, written for another system and drafted from that file, are the same forms."""

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from ddi_schema import NAMESPACE, problems
from slicebook import paths
from slicebook.programme import load_programme
from slicebook.text import Message, message
from surveys.codebook import Form, Item, load_codebook, load_form
from surveys.instruments import Draft, draft_forms, export_form, yaml_text
from surveys.synthetic import write_exports

PROGRAMME = load_programme()
BOOK = load_codebook(PROGRAMME)
FORMS = tuple(BOOK)
PLACES = {key: place.name for key, place in PROGRAMME.municipalities.items()}

each_form = pytest.mark.parametrize("form", FORMS)


def drafted(form: str, kind: str, folder: Path) -> Draft:
    [draft] = draft_forms(export_form(BOOK[form], kind, folder, "da"), PLACES, form)
    return draft


def comparable(form: Form, change=lambda item: item) -> list[Item]:
    """Return the items with what a person reads of skips: where an answer leads, not its number.

    Without the bands a number is shown in, which are the evaluation's and no survey system's.
    """
    return [change(replace(item, options=tuple(_led(form, item)), bands=())) for item in form.items]


def _led(form: Form, item: Item) -> Iterator:
    if item.type == "municipality":
        return
    for option in item.options:
        skipped = form.skipped_by(item, option)
        yield replace(option, go_to=len(skipped) or None)


def undated(item: Item) -> Item:
    parts = {
        name: tuple(replace(part, added=None) for part in getattr(item, name))
        for name in ("options", "rows")
    }
    return replace(item, added=None, reworded=None, ordered=False, scale=None, **parts)


def danish(item: Item) -> Item:
    def said(label: Message) -> Message:
        return message(label["da"])

    item = undated(item)
    parts = {
        name: tuple(replace(part, label=said(part.label)) for part in getattr(item, name))
        for name in ("options", "rows")
    }
    return replace(item, question=said(item.question), **parts)


@each_form
def test_an_xlsform_carries_all_of_a_form(form: str, tmp_path: Path) -> None:
    draft = drafted(form, "xlsform", tmp_path)
    assert comparable(draft.form) == comparable(BOOK[form])
    codes = {key: place.codes[form] for key, place in PROGRAMME.municipalities.items()}
    assert draft.codes == codes
    assert draft.remarks == ()


@each_form
def test_pyxform_finds_nothing_wrong_with_an_xlsform(form: str, tmp_path: Path) -> None:
    converted = convert(str(export_form(BOOK[form], "xlsform", tmp_path, "da")))
    assert converted.warnings == []
    xml = ElementTree.fromstring(converted.xform)
    binds = {one.get("nodeset"): one for one in xml.iter("{http://www.w3.org/2002/xforms}bind")}
    assert len(binds) >= len(BOOK[form].columns) - sum(
        len(item.options) for item in BOOK[form].items if item.type == "multiple"
    )


@each_form
def test_a_redcap_dictionary_carries_all_but_dates_and_the_other_language(
    form: str, tmp_path: Path
) -> None:
    draft = drafted(form, "redcap", tmp_path)
    assert comparable(draft.form, danish) == comparable(BOOK[form], danish)
    assert draft.remarks == ("the file has one language; its words stand in the places of all",)


@each_form
def test_a_ddi_codebook_has_a_variable_for_each_column_with_its_answers(
    form: str, tmp_path: Path
) -> None:
    book = ElementTree.parse(export_form(BOOK[form], "ddi", tmp_path, "da")).getroot()
    told = {
        one.get("name"): {
            int(answer.findtext(f"{NAMESPACE}catValu")): answer.findtext(f"{NAMESPACE}labl")
            for answer in one.iterfind(f"{NAMESPACE}catgry")
        }
        for one in book.iter(f"{NAMESPACE}var")
    }
    ticks = {0: "No", 1: "Yes"}
    assert told == {
        name: ticks
        if column.kind == "flag"
        else {code: option.label["en"] for code, option in column.codes.items()}
        if column.kind == "code"
        else {}
        for name, column in BOOK[form].columns.items()
    }


@each_form
def test_a_ddi_codebook_says_what_each_variable_asks(form: str, tmp_path: Path) -> None:
    book = ElementTree.parse(export_form(BOOK[form], "ddi", tmp_path, "da")).getroot()
    for one in book.iter(f"{NAMESPACE}var"):
        column = BOOK[form].columns[one.get("name")]
        part = column.option or column.row
        said = [label.text for label in one.findall(f"{NAMESPACE}labl")]
        assert (part.label if part else column.item.question)["da"] in said
        number = column.item.number
        asked = {question.get("seqNo") for question in one.findall(f"{NAMESPACE}qstn")}
        assert asked == {None if number is None else str(number)}


@each_form
def test_a_ddi_codebook_keeps_to_the_standards_order(form: str, tmp_path: Path) -> None:
    path = export_form(BOOK[form], "ddi", tmp_path, "da")
    assert problems(ElementTree.parse(path).getroot()) == []


@pytest.fixture(scope="module")
def spss(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("spss")
    write_exports(folder, formats=["sav"])
    return folder


@each_form
def test_an_spss_file_carries_codes_and_words_and_the_ids_that_are_in_names(
    form: str, spss: Path
) -> None:
    [draft] = draft_forms(spss / f"{form}.sav", PLACES)
    ours, found = BOOK[form].items, draft.form.items
    assert [item.id for item in found] == [item.id for item in ours]
    for one, other in zip(found, ours, strict=True):
        assert one.type == other.type
        assert [row.id for row in one.rows] == [row.id for row in other.rows]
        if one.type == "municipality":
            continue
        assert [(o.code, o.label["da"]) for o in one.options] == [
            (o.code, o.label["da"]) for o in other.options
        ]
        if one.type == "multiple":
            assert [o.id for o in one.options] == [o.id for o in other.options]


@each_form
def test_a_draft_is_a_form_that_can_be_loaded(form: str, tmp_path: Path) -> None:
    draft = drafted(form, "xlsform", tmp_path)
    path = tmp_path / f"{form}.yml"
    path.write_text(yaml_text(draft), encoding="utf-8")
    loaded = load_form(path, PROGRAMME)
    assert comparable(loaded) == comparable(BOOK[form])
    assert loaded.title["da"] == BOOK[form].title["da"]


def test_a_form_is_written_as_a_person_would(tmp_path: Path) -> None:
    """The first questions of a form, line by line as the form in the repository has them."""
    draft = drafted("registration", "xlsform", tmp_path)
    written = yaml_text(draft).partition("items:\n")[2].split("\n\n")
    ours = paths.instruments().joinpath("registration.yml").read_text(encoding="utf-8")
    ours = "".join(line for line in ours.splitlines(keepends=True) if "    bands:" not in line)
    own = ours.partition("items:\n")[2].split("\n\n")
    assert written[:4] == own[:4]


def test_equal_forms_give_equal_bytes(tmp_path: Path) -> None:
    for kind in ("xlsform", "redcap", "ddi"):
        first = export_form(BOOK["baseline"], kind, tmp_path / "1", "en").read_bytes()
        assert export_form(BOOK["baseline"], kind, tmp_path / "2", "en").read_bytes() == first
