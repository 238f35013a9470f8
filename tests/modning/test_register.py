"""What is shown of the answers, as `data/tables.yml` says it."""

from pathlib import Path

import pytest

from modning.register import entry
from slicebook import paths
from slicebook.errors import InputError
from surveys.codebook import load_codebook

CODEBOOK = load_codebook()


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Give a project with the forms of this one and a register to write."""
    root = paths.root()
    for name in ("instruments", "programme.yml"):
        (tmp_path / name).symlink_to(root / name)
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    return tmp_path / "data" / "tables.yml"


def write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_without_a_word_figures_are_named_by_form_and_question(project):
    told = entry("baseline", "income")
    assert (told.figures, told.sets, told.each) == ("baseline.income", {}, True)
    assert told.answers("employment") == ("employment",)


def test_a_set_stands_in_the_forms_order_and_a_grid_with_sets_shows_those_alone(project):
    write(
        project,
        """
        figures: "{question}"
        baseline:
          violence_frequency:
            sets:
              often: {answers: [daily, weekly], figures: ["often.{row}"], label: Often}
        """,
    )
    told = entry("baseline", "violence_frequency")
    assert told.answers("often") == ("weekly", "daily")
    assert not told.each
    assert str(told.sets["often"].label) == "Often"
    assert entry("baseline", "income").figures == "income"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nowhere: {income: {}}", "tables.yml: there is no form nowhere in instruments/"),
        ("baseline: {wealth: {}}", "tables.yml: baseline: wealth: the form asks no such question"),
        (
            "baseline: {gender: {sets: {all: {answers: [man, boy]}}}}",
            'tables.yml: baseline: gender: "boy" is no answer; there are man, woman, other',
        ),
        (
            "baseline: {gender: {levels: [man, boy]}}",
            'tables.yml: baseline: gender: "boy" is no answer; there are man, woman, other',
        ),
        (
            "baseline: {gender: {changed: [some]}}",
            'tables.yml: baseline: gender: "some" is no set; there are ',
        ),
        (
            "registration: {violence: {rare: [othr]}}",
            'tables.yml: registration: violence: "othr" is no row or set; there are physical, ',
        ),
        (
            "registration: {violence: {levels: [current], rare: [other]}}",
            "registration: violence: rare rows need a set, with a label, ",
        ),
        (
            "baseline: {gender: {merged: {few: {answers: [boy, other], label: Few}}}}",
            'tables.yml: baseline: gender: "boy" is no answer; there are man, woman, other',
        ),
        (
            "baseline: {gender: {merged: {man: {answers: [woman, other], label: Few}}}}",
            'tables.yml: baseline: gender: "man" names answers merged, of which it is none',
        ),
        (
            "baseline: {gender: {merged: {few: {answers: [man], label: A}, "
            "some: {answers: [man, other], label: B}}}}",
            'tables.yml: baseline: gender: "man" is merged twice',
        ),
        (
            "baseline: {children: {merged: {few: {answers: [none, own_elsewhere], label: Few}}}}",
            'baseline: children: "none" cannot be merged: questions are skipped after it',
        ),
        (
            "baseline: {gender: {whole: true}}",
            "tables.yml: baseline: gender: whole is a grid's; ",
        ),
        (
            "baseline: {incom: {}}",
            "tables.yml: baseline: incom: the form asks no such question; income is the nearest",
        ),
        (
            "baseline: {gender: {colour: red}}",
            "tables.yml: baseline: gender: unknown entry colour; ",
        ),
    ],
)
def test_a_slip_names_form_question_and_word(project, text, message):
    write(project, text)
    with pytest.raises(InputError) as caught:
        entry("baseline", "gender")
    assert message in str(caught.value)


def test_merged_answers_stand_where_the_first_of_them_does(project):
    write(
        project,
        """
        baseline:
          gender: {merged: {few: {answers: [other, man], label: {en: Few, da: Få}}}}
        """,
    )
    told, item = entry("baseline", "gender"), CODEBOOK["baseline"].item("gender")
    assert [(one.id, one.label["da"]) for one in told.shown_answers(item)] == [
        ("few", "Få"), ("woman", "Kvinde"),
    ]  # fmt: skip
    assert told.merged_answers("few") == told.answers("few") == ("man", "other")
    assert told.merged_answers("woman") == ("woman",)


def test_every_answer_of_a_question_with_levels_has_a_place_in_its_bars():
    for form in CODEBOOK.values():
        for item in form.items:
            told = entry(form.id, item.id)
            drawn = [answer for name in told.levels for answer in told.answers(name)]
            left = {option.id for option in item.options} - set(drawn)
            assert not told.levels or left <= {"not_relevant"}, (form.id, item.id)
            assert len(drawn) == len(set(drawn))
