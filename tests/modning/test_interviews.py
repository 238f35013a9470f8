import pandas as pd
import pytest

from cells import run_cells
from modning import interviews
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.tables import show
from speak import speak

PROGRAMME = load_programme()
NOTEBOOK = "01_intake/07_interviews"
EVERYBODY = run_cells(NOTEBOOK, "registers-cell")["everybody"]
FINDINGS = pd.DataFrame({"finding": ["b", "a"]})


def evidence(*rows):
    columns = ["section", "finding", "kind", "informant", "role", "municipality", "use", "stance"]
    return pd.DataFrame(rows, columns=columns)


def cite(finding, kind, informant, municipality="", role="", stance="supports"):
    return ("2.1", finding, kind, informant, role, municipality, "quoted", stance)


def test_the_registers_count_interviews_and_rows():
    cells = "registers-cell", "registers-figures", "places-figures"
    values = run_cells(NOTEBOOK, *cells)["figures"]["value"].to_dict()
    assert values["interviews.staff"] == 16
    assert values["interviews.staff.rows"] == 18
    assert values["interviews.citizens"] == 25
    assert values["interviews.citizens.rows"] == 24
    assert (values["interviews.leaders"], values["interviews.finance"]) == (1, 0)
    assert (values["interviews.several"], values["interviews.split"]) == (4, 2)
    assert values["interviews.workers"] == 9
    assert values["interviews.citizens.koge"] + values["interviews.citizens.odense"] == 24


def test_a_missing_column_is_named(tmp_path):
    path = tmp_path / "staff.csv"
    path.write_text("interview,part,role\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"staff\.csv: the column municipality is missing"):
        interviews.load("staff", path)


def test_a_citizen_cited_without_place_has_the_registers():
    rows = evidence(cite("a", "citizen", "10"), cite("a", "citizen", "all"))
    assert interviews.completed(rows, EVERYBODY)["municipality"].tolist() == ["koge", ""]


def test_an_informant_nobody_interviewed_is_named_with_its_row():
    rows = evidence(cite("a", "citizen", "10"), cite("a", "citizen", "24", "odense"))
    with pytest.raises(InputError, match='row 3, column informant: "24" is not'):
        interviews.completed(rows, EVERYBODY)


def test_every_citation_of_the_report_is_of_somebody_and_of_a_finding_with_a_theme():
    rows = interviews.completed(interviews.load("evidence"), EVERYBODY)
    findings, themes = interviews.load("findings"), interviews.load("themes")
    assert set(rows["finding"]) == set(findings["finding"])
    assert set(findings["theme"]) <= set(themes["theme"])
    assert set(rows["kind"]) <= set(interviews.KINDS)
    assert set(rows["stance"]) <= {interviews.SUPPORTS, interviews.QUALIFIES}
    assert set(rows["municipality"]) <= {*PROGRAMME.municipalities, ""}


def test_the_evidence_holds_no_words_of_the_interviews():
    assert list(interviews.load("evidence")) == interviews.FILES["evidence"][1]


def test_the_reports_own_contradictions_are_found():
    found = interviews.contradictions(interviews.load("evidence"), EVERYBODY)
    assert found.values.tolist() == [
        ["2.2.1", "2", "project manager, odense", "project worker, koge"],
        ["2.4.1", "14", "project manager, odense", "focus group, odense"],
        ["2.5.1", "10", "project manager, odense", "leader, odense"],
        ["3.2", "14", "project manager, odense", "focus group, odense"],
    ]
    table = speak("da", interviews.contradiction_table, found, PROGRAMME)
    assert table.iloc[0].tolist() == [
        "Interview 2", "2.2.1", "Projektleder, Odense", "Projektmedarbejder, Køge",
    ]  # fmt: skip


def test_a_citation_that_says_neither_role_nor_place_contradicts_nothing():
    assert interviews.contradictions(evidence(cite("a", "citizen", "10")), EVERYBODY).empty


def test_the_same_informant_counts_once_for_a_finding():
    rows = evidence(
        cite("a", "citizen", "1", "koge"),
        cite("a", "citizen", "1", "koge"),
        cite("a", "citizen", "2", "koge"),
        cite("a", "staff", "", "koge"),
        cite("a", "staff", interviews.GROUP, "koge"),
        cite("b", "citizen", "all"),
        cite("b", "citizen", "8", "odense", stance="qualifies"),
    )
    table = interviews.standing(rows, FINDINGS)
    assert table["finding"].tolist() == ["b", "b", "a", "a"]
    counted = table.set_index(["finding", "kind", "municipality"])
    assert counted.loc[("a", "citizen", "koge"), "informants"] == 2
    assert counted.loc[("a", "staff", "koge"), "unnumbered"] == 2
    assert counted.loc[("b", "citizen", ""), "everybody"]
    assert counted.loc[("b", "citizen", "odense"), "qualifies"] == 1


def test_a_finding_that_is_not_listed_is_named():
    with pytest.raises(InputError, match='the finding "c" is not in'):
        interviews.standing(evidence(cite("c", "citizen", "1", "koge")), FINDINGS)


def test_support_counts_findings_by_what_they_stand_on():
    rows = evidence(
        cite("a", "citizen", "1", "koge"),
        cite("a", "citizen", "1", "koge"),
        cite("b", "citizen", "8", "odense", stance="qualifies"),
        cite("b", "staff", "2", "koge"),
        cite("c", "staff", interviews.GROUP, "koge"),
    )
    findings = pd.DataFrame({"finding": ["a", "b", "c"]})
    cells = "evidence-voices", "evidence-figures"
    given = run_cells(NOTEBOOK, *cells, evidence=rows, findings=findings)
    values = given["figures"]["value"].to_dict()
    assert values == {
        "evidence.findings": 3,
        "evidence.citations": 5,
        "evidence.groups": 1,
        "evidence.informants": 3,
        "evidence.both_kinds": 1,
        "evidence.both_municipalities": 1,
        "evidence.one_informant": 1,
        "evidence.staff_only": 1,
        "evidence.qualified": 1,
    }


def test_every_section_that_cites_staff_or_participants_as_a_group_says_so():
    rows = interviews.load("evidence")
    groups = rows[rows["informant"] == interviews.GROUP]
    assert {"2.3.1", "2.3.2", "2.4.2", "2.5.2", "2.5.3", "3.1.3"} <= set(groups["section"])
    heavy = groups[groups["finding"] == "sara_heavy"]
    assert set(heavy["municipality"]) == {"koge", "odense"}
    mixed = groups[(groups["finding"] == "mixed_groups") & (groups["section"] == "2.4.2")]
    assert set(mixed["kind"]) == {"citizen", "staff"}


def parted(*rows):
    return interviews.disagreements(evidence(*rows)).values.tolist()


def test_sides_part_where_one_limits_what_the_other_supports():
    assert parted(
        cite("a", "citizen", "1", "koge"),
        cite("a", "staff", "2", "koge", stance="qualifies"),
        cite("b", "staff", "2", "koge"),
        cite("b", "staff", "3", "odense", stance="qualifies"),
    ) == [["a", "voice"], ["b", "municipality"]]


def test_one_side_alone_or_of_one_mind_does_not_part():
    assert parted(
        cite("a", "citizen", "1", "koge", stance="qualifies"),
        cite("b", "citizen", "1", "koge"),
        cite("b", "staff", "2", "odense"),
    ) == []  # fmt: skip


def test_the_same_side_may_be_divided_and_a_meeting_is_the_staffs_voice():
    assert parted(
        cite("a", "citizen", "7", "odense"),
        cite("a", "citizen", "8", "odense", stance="qualifies"),
        cite("a", "meeting", "", "odense", stance="qualifies"),
    ) == [["a", "voice"], ["a", "within"]]


def test_a_voice_without_a_municipality_says_nothing_of_municipalities():
    assert parted(
        cite("a", "staff", interviews.GROUP, "", stance="qualifies"),
        cite("a", "staff", "2", "koge"),
    ) == []  # fmt: skip


def test_the_reports_disagreements_are_counted_and_shown_side_by_side():
    rows = interviews.completed(interviews.load("evidence"), EVERYBODY)
    given = run_cells(NOTEBOOK, "disagreement-figures", evidence=rows)
    found, figures = given["parted"], given["figures"]["value"].to_dict()
    assert figures == {
        "evidence.parted": 3,
        "evidence.parted_voice": 1,
        "evidence.parted_municipality": 1,
        "evidence.parted_within": 2,
    }
    findings = interviews.load("findings")
    table = interviews.disagreement_table(rows, found, findings, PROGRAMME)
    said = table.set_index("Finding").loc["Being anonymous lets people come"]
    assert said.to_dict() == {
        "Participants": "–",
        "Staff": "supports and limits",
        "Køge": "limits",
        "Odense": "supports",
    }


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_evidence_is_shown_by_section_with_informants_places_and_themes(language):
    rows = interviews.completed(interviews.load("evidence"), EVERYBODY)
    themes, findings = interviews.load("themes"), interviews.load("findings")
    given = speak(language, interviews.evidence_table, rows, themes, findings, PROGRAMME)
    html = show(**given)._repr_html_()
    section = {"en": "Section", "da": "Afsnit"}[language]
    for number in rows["section"].unique():
        assert html.count(f'scope="colgroup">{section} {number}</th>') == 1
    assert len(given["frame"]) == len(rows[["section", "finding"]].drop_duplicates())
    assert "<td>8 (Odense)</td>" in html
    worker = {"en": "Project worker", "da": "Projektmedarbejder"}[language]
    assert f"3 II ({worker}, Odense)" in html
    assert "≠ " in html
    assert not given["frame"].isna().any(axis=None)


def test_tables_speak_the_readers_language():
    who = speak("da", interviews.register_table, EVERYBODY, PROGRAMME)
    assert list(who.columns) == ["Hvem", "Køge", "Odense"]
    assert who.iloc[0].tolist() == ["Deltager", 9, 15]


def test_meetings_and_themes_are_listed():
    known = {"themes": interviews.load("themes"), "findings": interviews.load("findings")}
    cells = "meetings-table", "themes-table"
    meetings, themes = run_cells(NOTEBOOK, *cells, programme=PROGRAMME, **known)["shown"]
    assert meetings["Number"].sum() == 12
    assert set(meetings["Municipality"]) == {"All municipalities", "Køge", "Odense"}
    assert themes["Findings"].sum() == len(known["findings"])


def test_the_substance_of_every_finding_stands_under_its_theme_with_who_carries_it():
    themes, findings = interviews.load("themes"), interviews.load("findings")
    table = interviews.substance_table(findings, themes, interviews.load("evidence"))["frame"]
    assert sorted(table["Finding"]) == sorted(findings["label"].map(str))
    assert table["Theme"].drop_duplicates().tolist() == [
        str(label) for label in themes["label"] if str(label) in set(table["Theme"])
    ]
    sentences = table["What was said"].str.count(r"[.?](\s|$)")
    assert sentences.between(1, 4).all()
    tags = dict(zip(table["Finding"], table["Informants"], strict=True))
    assert tags["The group would like to go on meeting"] == "2\u00a0+\u00a0≠"
    assert tags["The participants' children need help"] == "+"


def test_the_substance_holds_no_quotation_and_no_role_of_one_person():
    said = interviews.load("findings")["substance"]
    for language in ("en", "da"):
        texts = said.map(lambda words, language=language: words[language])
        assert not texts.str.contains('["”»«“]').any()
        assert not texts.str.contains(r"\d|project manager|projektleder i", regex=True).any()


def test_who_speaks_of_a_finding_is_counted_once_for_it():
    """Two citizens, one of them cited twice, one worker by number and one without."""
    columns = interviews.FILES["evidence"][1]
    cited = [("citizen", "3", "koge", "supports"), ("citizen", "3", "", "supports"),
             ("citizen", "4", "", "qualifies"), ("staff", "2", "", "supports"),
             ("staff", "", "koge", "supports"), ("citizen", "all", "", "supports")]  # fmt: skip
    evidence = pd.DataFrame(
        [("3.1", "extent", kind, who, "", place, "cited", stance)
         for kind, who, place, stance in cited],
        columns=columns,
    )  # fmt: skip
    findings = interviews.load("findings")
    told = interviews.heard(evidence, findings)
    assert told.index.tolist() == findings["finding"].tolist()
    assert told.loc["extent"].to_dict() == {
        "citizen": 2, "staff": 1, "unnumbered": 2, "qualifies": 1}  # fmt: skip
    assert told.drop("extent").sum().sum() == 0
