from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from slicebook import paths
from slicebook.errors import InputError
from slicebook.programme import Primary, load_programme
from speak import speak


def broken(folder: Path, change: dict[str, Any]) -> str:
    """Return the message about a programme some of whose entries are replaced (None: removed)."""
    raw = yaml.safe_load(paths.programme().read_text(encoding="utf-8"))
    for key, value in change.items():
        *parents, last = key.split("/")
        part = raw
        for parent in parents:
            part = part[parent]
        if value is None:
            del part[last]
        else:
            part[last] = value
    path = folder / "programme.yml"
    path.write_text(yaml.safe_dump(raw, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_programme(path)
    return str(caught.value)


def test_the_programme_is_that_of_the_report() -> None:
    programme = load_programme()
    assert {key: place.name for key, place in programme.municipalities.items()} == {
        "koge": "Køge",
        "odense": "Odense",
    }
    assert programme.years == (2023, 2024, 2025)
    assert (programme.first_day, programme.last_day) == (date(2023, 9, 4), date(2025, 8, 25))
    assert programme.changes["reworded"].date == date(2024, 1, 1)
    assert programme.changes["reworded"].dated_by == "report"
    assert programme.changes["added"].dated_by == "assumed"


def test_all_municipalities_have_a_name_too() -> None:
    programme = load_programme()
    assert speak("da", programme.municipality_name, "all") == "Alle kommuner"
    assert programme.municipality_name("koge") == "Køge"


def test_forms_have_roles() -> None:
    programme = load_programme()
    assert [programme.form(role) for role in ("register", "before", "after")] == [
        "registration", "baseline", "completion"
    ]  # fmt: skip
    with pytest.raises(InputError, match='no form has the role "other"; say so under forms'):
        programme.form("other")


def test_one_outcome_and_slice_are_declared() -> None:
    assert load_programme().primary == Primary("recovery.gain", "all", "all")


def test_public_figures_are_given_by_a_pattern() -> None:
    programme = load_programme()
    assert programme.is_public("n.baseline")
    assert not programme.is_public("referral.declined")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"forms/baseline": "first"},
            "forms: baseline: 'first' is none of register, before, after, other",
        ),
        ({"forms": ["baseline"]}, "forms: expected a mapping, found ['baseline']"),
        ({"years": None}, "the entry 'years' is missing"),
        ({"years": "2023-2025"}, "years: expected a list, found '2023-2025'"),
        ({"years": [2023, 2023]}, "years: [2023, 2023] names a year twice"),
        (
            {"years": [2023, 2024, 2026]},
            "years: 2026 lies outside the collection, 2023-09-04 to 2025-08-25; move",
        ),
        ({"report": {"answers": "ours"}}, "report: answers: 'ours' is none of synthetic, exports"),
        ({"language": "sv"}, "language: 'sv' is none of en, da"),
        ({"languages": "da"}, "languages: 'da' is no list of codes such as en and da"),
        ({"name": {"da": "X"}}, "name: expected a text or one for each of en, da"),
        (
            {"collection/last": date(2022, 1, 1)},
            "collection: 2023-09-04 to 2022-01-01 is no period",
        ),
        (
            {"collection/first": "04-09-2023"},
            "collection: first: expected a date (YYYY-MM-DD), found '04-09-2023'",
        ),
        ({"municipalities": []}, "municipalities: expected a mapping, found []"),
        (
            {"municipalities/all": {"name": "A", "codes": {}}},
            'municipalities: "all" stands for all of them, choose another key',
        ),
        (
            {"municipalities/Ærø": {"name": "Ærø", "codes": {}}},
            "municipalities: Ærø: expected lower-case ASCII, found 'Ærø'",
        ),
        (
            {"municipalities/koge/codes/baseline": 1},
            "municipalities: koge and odense share code 1 in baseline",
        ),
        (
            {"municipalities/koge/codes/baseline": "2"},
            "municipalities: koge: codes: baseline: expected a whole number, found '2'",
        ),
        ({"municipalities/koge/name": None}, "municipalities: koge: the entry 'name' is missing"),
        (
            {"changes/added/date": "autumn"},
            "changes: added: date: expected a date (YYYY-MM-DD), found 'autumn'",
        ),
        (
            {"changes/added/dated_by": "guess"},
            "changes: added: dated_by: 'guess' is none of report, assumed",
        ),
        (
            {"disclosure/threshold": 0},
            "disclosure: threshold: expected a number from 1 on, found 0",
        ),
        ({"disclosure/threshold": True}, "disclosure: threshold: expected a whole number"),
        (
            {"disclosure/coarse/mean": 0},
            "disclosure: coarse: mean: expected a number above 0, found 0",
        ),
        ({"disclosure/preset": "own"}, "disclosure: preset: 'own' is none of acro, opensafely"),
        ({"disclosure/base": 5}, "disclosure: unknown entry base; expected"),
        ({"primary/year": 1999}, "primary: all, 1999 is no slice of the programme"),
        ({"primary": "gain"}, "primary: expected a mapping, found 'gain'"),
        ({"price_level": "now"}, "price_level: expected a whole number, found 'now'"),
        ({"langauge": "en"}, "unknown entry langauge; expected name, language, "),
    ],
)
def test_a_broken_entry_is_named(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    assert broken(tmp_path, change).startswith(f"programme.yml: {message}")


def test_all_that_is_wrong_is_said_at_once_and_what_was_probably_meant(tmp_path: Path) -> None:
    wrong = {"langauge": "en", "years": None, "forms/baseline": "befor", "changes/added/date": 1}
    said = broken(tmp_path, wrong).splitlines()
    assert len(said) == 4
    assert all(line.startswith("programme.yml: ") for line in said)
    assert any(line.endswith("; language is the nearest") for line in said)
    assert any(line.endswith("; before is the nearest") for line in said)
    both = {"years": [2023, 2023], "language": "sv"}
    assert len(broken(tmp_path, both).splitlines()) == 2


def test_a_file_that_is_no_programme_is_named(tmp_path: Path) -> None:
    path = tmp_path / "programme.yml"
    with pytest.raises(InputError, match=r"programme.yml: no such file"):
        load_programme(path)
    path.write_text("- a\n- b\n")
    with pytest.raises(InputError, match=r"programme.yml: expected a mapping at the top"):
        load_programme(path)
    path.write_text("years: [2023\n")
    with pytest.raises(InputError, match=r"programme.yml: not valid YAML"):
        load_programme(path)
    path.write_text("years: [2023]\nyears: [2024]\n")
    with pytest.raises(InputError, match=r'the key "years" occurs twice'):
        load_programme(path)


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"own_page": 2}, "book: own_page: expected a number of at most 1, found 2"),
        ({"pages": []}, "book: unknown entry pages; expected brief, own_page, entrance"),
        ({"brief": 3}, "book: brief: expected a text, found 3"),
        ({"entrance": "fo"}, "book: entrance: "),
    ],
)
def test_which_pages_the_book_has_is_checked(tmp_path: Path, entry: dict, said: str) -> None:
    assert said in broken(tmp_path, {"book": entry})


def test_what_places_are_called_is_checked(tmp_path: Path) -> None:
    said = broken(tmp_path, {"place": {"en": "town", "fo": ["a", "b"], "da": ["by"]}})
    assert "place: en: expected a list, found 'town'" in said
    assert "place: da: expected a list of 2 or more, found ['by']" in said
    assert "place: fo: 'fo' is none of en, da" in said
