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
            "forms: baseline: the role 'first' is none of register, before",
        ),
        ({"forms": ["baseline"]}, "forms: expected a mapping from each form to its role"),
        ({"years": None}, "the entry 'years' is missing"),
        ({"years": "2023-2025"}, "years: '2023-2025' is no list of calendar years"),
        ({"years": [2023, 2023]}, "years: [2023, 2023] names a year twice"),
        (
            {"years": [2023, 2024, 2026]},
            "years: 2026 lies outside the collection, 2023-09-04 to 2025-08-25; move",
        ),
        ({"report": {"answers": "ours"}}, "report: answers 'ours' is none of synthetic, exports"),
        ({"language": "sv"}, "language: 'sv' is none of en, da"),
        ({"name": {"da": "X"}}, "name: expected a text or one for each of en, da"),
        (
            {"collection/last": date(2022, 1, 1)},
            "collection: 2023-09-04 to 2022-01-01 is no period of dates (YYYY-MM-DD)",
        ),
        (
            {"collection/first": "04-09-2023"},
            "collection: 04-09-2023 to 2025-08-25 is no period of dates (YYYY-MM-DD)",
        ),
        ({"municipalities": []}, "municipalities: expected a mapping with an entry for each"),
        (
            {"municipalities/all": {"name": "A", "codes": {}}},
            'municipalities: "all" stands for all of them, choose another key',
        ),
        (
            {"municipalities/Ærø": {"name": "Ærø", "codes": {}}},
            'municipalities: the key "Ærø" is not lower-case ASCII',
        ),
        (
            {"municipalities/koge/codes/baseline": 1},
            "municipalities: koge and odense share code 1 in baseline",
        ),
        (
            {"municipalities/koge/codes/baseline": "2"},
            "municipalities: koge: baseline: '2' is no answer code",
        ),
        ({"municipalities/koge/name": None}, "the entry 'name' is missing"),
        ({"changes/added/date": "autumn"}, "changes: added: 'autumn' is no date (YYYY-MM-DD)"),
        (
            {"changes/added/dated_by": "guess"},
            "changes: added: dated_by 'guess' is none of report, assumed",
        ),
        (
            {"disclosure/threshold": 0},
            "disclosure: the threshold 0 is no whole number from 1 on",
        ),
        ({"disclosure/method": "guess"}, "disclosure: method 'guess' is none of withhold, round"),
        (
            {"disclosure/method": "round", "disclosure/base": 4},
            "disclosure: base 4 is no whole number from 5 on",
        ),
        ({"primary/year": 1999}, "primary: all, 1999 is no slice of the programme"),
        ({"primary": "gain"}, "primary: expected a figure, and a municipality and a year"),
        ({"price_level": "now"}, "invalid literal for int() with base 10: 'now'"),
    ],
)
def test_a_broken_entry_is_named(change: dict[str, Any], message: str, tmp_path: Path) -> None:
    assert broken(tmp_path, change).startswith(f"programme.yml: {message}")


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
        ({"own_page": 2}, "book: own_page: 2 is no share from 0 to 1"),
        ({"pages": []}, "book: expected entries among brief, own_page"),
        ({"brief": 3}, "book: brief: 3 is no notebook"),
    ],
)
def test_which_pages_the_book_has_is_checked(tmp_path: Path, entry: dict, said: str) -> None:
    assert said in broken(tmp_path, {"book": entry})


def test_what_places_are_called_is_checked(tmp_path: Path) -> None:
    assert "place: en: 'town' is not one place and several" in broken(
        tmp_path, {"place": {"en": "town"}}
    )
