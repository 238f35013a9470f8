from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from modning import interviews, segments
from modning.segments import refi_qda
from slicebook.errors import InputError
from slicebook.programme import load_programme
from speak import speak

# As NVivo, ATLAS.ti and MAXQDA write it: REFI-QDA 1.5, sections 5 (codebook) and 6 (project).
PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project name="Interviews" origin="X" xmlns="urn:QDA-XML:project:1.0">
  <Users><User guid="u1" name="A" /></Users>
  <CodeBook><Codes>
    <Code guid="c1" name="Benefit" isCodable="false">
      <Code guid="c2" name="Network" isCodable="true"><Description>Own network</Description></Code>
    </Code>
    <Code guid="c3" name="Entry" isCodable="true" />
  </Codes></CodeBook>
  <Sources>
    <TextSource guid="s1" name="Interview 7" plainTextPath="internal://s1.txt">
      <PlainTextSelection guid="p1" name="words nobody may see" startPosition="10" endPosition="40">
        <Coding guid="k1" creatingUser="u1"><CodeRef targetGUID="c2" /></Coding>
        <Coding guid="k2" creatingUser="u1"><CodeRef targetGUID="c3" /></Coding>
      </PlainTextSelection>
    </TextSource>
    <PDFSource guid="s2" name="Citizen 3" path="internal://s2.pdf">
      <Representation guid="r1" name="text">
        <PlainTextSelection guid="p2" startPosition="1" endPosition="5">
          <Coding guid="k3"><CodeRef targetGUID="c2" /></Coding>
        </PlainTextSelection>
      </Representation>
      <Coding guid="k4"><CodeRef targetGUID="c3" /></Coding>
    </PDFSource>
  </Sources>
</Project>
"""
CODEBOOK = """<?xml version="1.0" encoding="utf-8"?>
<CodeBook origin="X" xmlns="urn:QDA-XML:codebook:1.0"><Codes>
  <Code guid="c1" name="Benefit" isCodable="true"><Code guid="c2" name="Network" isCodable="true" />
  </Code>
</Codes></CodeBook>
"""
INFORMANTS = "informant,kind,municipality\nInterview 7,staff,koge\nCitizen 3,citizen,koge\n"


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "coded.qdpx"
    with ZipFile(path, "w") as archive:
        archive.writestr("project.qde", PROJECT)
        archive.writestr("Sources/s1.txt", "words nobody may see")
    return path


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_project_gives_who_was_coded_with_what_and_where(project):
    rows = segments.read_segments(project).astype(object).where(lambda t: t.notna(), None)
    assert set(rows["stance"]) == {"supports"}
    assert rows.drop(columns="stance").values.tolist() == [
        ["Interview 7", "Benefit / Network", 10, 40],
        ["Interview 7", "Entry", 10, 40],
        ["Citizen 3", "Entry", None, None],
        ["Citizen 3", "Benefit / Network", 1, 5],
    ]


def test_no_word_of_an_interview_is_read(project):
    assert "words" not in segments.read_segments(project).to_string()


def test_a_project_can_be_read_unpacked(project, tmp_path):
    unpacked = write(tmp_path, "project.qde", PROJECT)
    assert segments.read_segments(unpacked).equals(segments.read_segments(project))


def test_codes_come_with_those_above_them_from_a_codebook_and_a_project(project, tmp_path):
    codebook = segments.read_codes(write(tmp_path, "codes.qdc", CODEBOOK))
    assert codebook["code"].tolist() == ["Benefit", "Benefit / Network"]
    of_project = segments.read_codes(project).set_index("code")["description"]
    assert of_project["Benefit / Network"] == "Own network"


def test_a_table_needs_informant_and_code_only(tmp_path):
    path = write(tmp_path, "coded.csv", "informant,code\nCitizen 3,Entry\n")
    row = segments.read_segments(path).iloc[0]
    assert (row["informant"], row["code"]) == ("Citizen 3", "Entry")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.csv", "who,code\n", "a.csv: the column informant is missing"),
        ("a.csv", "informant,code,start\nx,y,z\n", 'a.csv, row 2, column start: "z" is no'),
        (
            "a.csv",
            "informant,code,stance\nx,y,\nx,y,maybe\n",
            'a.csv, row 3, column stance: "maybe" is none of supports, støtter, qualifies',
        ),
        ("a.qdpx", "no archive", "a.qdpx: no REFI-QDA project"),
        ("a.qde", "<Project", "a.qde: not valid XML"),
        ("a.qde", "<Project/>", "a.qde: neither a REFI-QDA project nor a codebook"),
        ("a.docx", "", "a.docx: expected one of .csv, .qdpx, .qde"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_message(tmp_path, name, text, message):
    with pytest.raises(InputError) as mistake:
        segments.read_segments(write(tmp_path, name, text))
    assert str(mistake.value).startswith(message)


def test_ones_own_coding_gives_the_same_table_as_the_report(project, tmp_path):
    write(tmp_path, "informants.csv", INFORMANTS)
    evidence, codes = segments.own_evidence(tmp_path)
    table = interviews.standing(evidence, codes).set_index(["finding", "kind", "municipality"])
    assert table.loc[("Benefit / Network", "staff", "koge"), "informants"] == 1
    assert table.loc[("Entry", "citizen", "koge"), "informants"] == 1
    assert codes["finding"].tolist() == ["Benefit / Network", "Entry"]


def test_an_informant_who_is_not_listed_is_named(project, tmp_path):
    write(tmp_path, "informants.csv", INFORMANTS.replace("Citizen 3", "Citizen 4"))
    with pytest.raises(InputError, match='the informant "Citizen 3" is coded but not listed'):
        segments.own_evidence(tmp_path)


def test_without_coded_interviews_there_is_nothing(tmp_path):
    evidence, codes = segments.own_evidence(tmp_path / "nowhere")
    assert evidence.empty
    assert codes.empty
    assert interviews.standing(evidence, codes).empty


@pytest.mark.parametrize(
    ("said", "stance"),
    [("", "supports"), ("støtter", "supports"), ("Qualifies", "qualifies"),
     ("begrænser", "qualifies"), ("limits", "qualifies")],
)  # fmt: skip
def test_a_table_says_who_limits_a_finding_in_either_language(tmp_path, said, stance):
    text = f"informant,code,stance\nCitizen 3,Entry,{said}\n"
    rows = segments.read_segments(write(tmp_path, "coded.csv", text))
    assert rows["stance"].tolist() == [stance]


def test_a_passage_also_coded_so_limits_its_other_codes_and_is_no_finding(tmp_path):
    code = '<Code guid="c9" name="Begrænser" isCodable="true" />'
    coding = '<Coding guid="k9"><CodeRef targetGUID="c9" /></Coding>'
    text = PROJECT.replace("</Codes>", f"{code}</Codes>").replace(
        '<Coding guid="k3">', f'{coding}<Coding guid="k3">'
    )
    rows = segments.read_segments(write(tmp_path, "project.qde", text))
    limited = rows[rows["stance"] == "qualifies"]
    assert limited[["informant", "code"]].values.tolist() == [["Citizen 3", "Benefit / Network"]]
    assert "Begrænser" not in set(rows["code"]) | set(segments.own_codes(tmp_path)["code"])


def test_ones_own_codes_show_where_voices_part(tmp_path):
    write(tmp_path, "informants.csv", INFORMANTS)
    coded = "informant,code,stance\nInterview 7,Entry,\nCitizen 3,Entry,qualifies\n"
    write(tmp_path, "coded.csv", coded)
    evidence, codes = segments.own_evidence(tmp_path)
    parted = interviews.disagreements(evidence)
    assert parted.values.tolist() == [["Entry", "voice"]]
    table = interviews.disagreement_table(evidence, parted, codes, load_programme())
    assert table.iloc[0].tolist() == ["Entry", "limits", "supports", "supports and limits", "–"]


def test_a_codebook_alone_is_read_and_matched_to_the_guides_themes(tmp_path):
    text = CODEBOOK.replace('name="Network"', 'name="NETWORK"').replace(
        "</Codes>", '<Code guid="c3" name="Risikovurdering" isCodable="true" /></Codes>'
    )
    write(tmp_path, "codes.qdc", text)
    themes = interviews.load("themes")
    codes = segments.matched(segments.own_codes(tmp_path), themes)
    assert codes.values.tolist() == [
        ["Benefit", 0, ""],
        ["Benefit / NETWORK", 0, "network"],
        ["Risikovurdering", 0, "risk"],
    ]
    table = segments.code_table(codes, themes)
    assert table.iloc[:, 0].tolist() == ["Benefit / NETWORK", "Risikovurdering", "Benefit"]
    assert table.iloc[:, 1].tolist() == ["Activating the network", "Risk assessment", "–"]
    assert segments.own_evidence(tmp_path)[0].empty


def test_a_code_below_a_themes_is_of_that_theme_and_its_passages_are_counted(tmp_path):
    write(tmp_path, "coded.csv", "informant,code\nA,Network / Own\nB,Network / Own\nB,Entry\n")
    codes = segments.matched(segments.own_codes(tmp_path), interviews.load("themes"))
    assert codes.values.tolist() == [["Network / Own", 2, "network"], ["Entry", 1, ""]]


def test_without_a_folder_there_is_no_code(tmp_path):
    codes = segments.own_codes(tmp_path / "nowhere")
    assert speak("da", segments.code_table, segments.matched(codes, interviews.load("themes")),
                               interviews.load("themes")).empty  # fmt: skip


@pytest.mark.parametrize("name", ["bomb.qdpx", "bomb.qde"])
def test_a_project_that_would_fill_the_memory_is_not_read(name, tmp_path, monkeypatch):
    monkeypatch.setattr(refi_qda, "UNPACKED", 1 << 20)
    path = tmp_path / name
    content = b"<!--" + b" " * (3 << 20) + b"-->"
    if name.endswith("x"):
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            archive.writestr("project.qde", content)
        assert path.stat().st_size < 10_000
    else:
        path.write_bytes(content)
    with pytest.raises(InputError, match=rf"{name}: too large to be a project: 3 MiB unpacked"):
        segments.read_segments(path)


def test_entities_that_double_are_no_project(tmp_path):
    doubling = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    path = tmp_path / "laughs.qde"
    path.write_text(f'<!DOCTYPE x [<!ENTITY e0 "ha">{doubling}]>\n<x>&e9;</x>')
    with pytest.raises(InputError, match=r"laughs\.qde: not valid XML"):
        segments.read_segments(path)
