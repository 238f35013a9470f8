"""Files as other systems write them: what of a form is found in each, and what is said to lack."""

import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from slicebook.errors import InputError
from surveys.codebook import Item
from surveys.instruments import Draft, draft_forms

PLACES = {"aarhus": "Aarhus", "esbjerg": "Esbjerg"}
ONE_LANGUAGE = "the file has one language; its words stand in the places of all"


def drafted(path: Path, text: str | None = None, encoding: str = "utf-8") -> Draft:
    if text is not None:
        path.write_text(text, encoding=encoding)
    [draft] = draft_forms(path, PLACES)
    return draft


def told(item: Item) -> tuple:
    """Return an item in few words: type, answers, rows."""
    answers = {option.code: option.id for option in item.options}
    return item.type, answers, [row.id for row in item.rows]


# --- SurveyXact ---------------------------------------------------------------------------------

STRUCTURE = """\
questionName\tvariableName\tquestionType\tsubType\tquestionText\tchoiceValue\tchoiceText
s_1\ts_1\tClosed\tSingle\tKommune\t\t
s_2\ts_2\tOpen\tDouble\tAlder i år\t\t
s_3\ts_3_1\tClosed\tMultiple\tBørn i husstanden\t1\tEgne børn
s_3\ts_3_2\tClosed\tMultiple\tBørn i husstanden\t2\tAndre
s_4\ts_4\tClosed\tSingle\tTrivsel - Glad\t\t
s_5\ts_5\tClosed\tSingle\tTrivsel - Rolig\t\t
s_5a\ts_5a\tOpen\tString\tTrivsel\t\t
s_6\ts_6\tClosed\tSingle\tKender du tilbuddet?\t\t
s_7\ts_7\tOpen\tString\tBemærkninger\t\t
"""
LABELS = """s_1\t1\tEsbjerg
s_1\t2\tAarhus
s_3_1\t0\tIkke valgt
s_3_1\t1\tValgt
s_4\t1\tAldrig
s_4\t2\tTit
s_5\t1\tAldrig
s_5\t2\tTit
s_6\t1\tJa
s_6\t2\tNej
"""


def test_surveyxacts_structure_is_read_with_the_labels_beside_it(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_text(LABELS, encoding="utf-16")
    draft = drafted(tmp_path / "structure.csv", STRUCTURE, "utf-16")
    assert {item.id: told(item) for item in draft.form.items} == {
        "kommune": ("municipality", {}, []),
        "alder_i_aar": ("number", {}, []),
        "boern_i_husstanden": ("multiple", {1: "egne_boern", 2: "andre"}, []),
        "trivsel": ("grid", {1: "aldrig", 2: "tit"}, ["glad", "rolig"]),
        "kender_du_tilbuddet": ("single", {1: "ja", 2: "nej"}, []),
        "bemaerkninger": ("text", {}, []),
    }
    assert [row.write_in for row in draft.form.item("trivsel").rows] == [False, True]
    assert draft.codes == {"esbjerg": 1, "aarhus": 2}
    assert draft.remarks == (
        "alder_i_aar: the file gives no bounds; 0 to 999 stand there", ONE_LANGUAGE
    )  # fmt: skip


def test_surveyxacts_workbook_has_both(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name, text in {"Dataset(1)": "s_1\n", "Labels": LABELS, "Structure": STRUCTURE}.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split("\t"))
    book.save(tmp_path / "data.xlsx")
    draft = drafted(tmp_path / "data.xlsx")
    assert told(draft.form.item("trivsel"))[2] == ["glad", "rolig"]


def test_surveyxacts_structure_without_labels_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"structure\.csv: the answers stand in the labels file"):
        drafted(tmp_path / "structure.csv", STRUCTURE)


# --- LimeSurvey ---------------------------------------------------------------------------------

LSS = """<?xml version="1.0" encoding="UTF-8"?>
<document><LimeSurveyDocType>Survey</LimeSurveyDocType><DBVersion>{version}</DBVersion>
<groups><rows><row><gid>2</gid><group_order>1</group_order></row></rows></groups>
<questions><rows>{questions}</rows></questions>
<subquestions><rows>{subquestions}</rows></subquestions>
<answers><rows>{answers}</rows></answers>
<question_attributes><rows>
<row><qid>14</qid><attribute>min_num_value_n</attribute><value>18</value></row>
<row><qid>14</qid><attribute>max_num_value_n</attribute><value>99</value></row>
</rows></question_attributes>
{words}
<surveys_languagesettings><rows><row><surveyls_language>en</surveyls_language>
<surveyls_title><![CDATA[Follow-up]]></surveyls_title></row></rows></surveys_languagesettings>
</document>"""
ASKED = [
    (11, "place", "L", "Municipality", "1"),
    (12, "known", "M", "Heard of us from", "1"),
    (13, "mood", "F", "The last two weeks", "1"),
    (14, "age", "N", "Age", "1"),
    (15, "helped", "Y", "Were you helped?", "1"),
    (16, "Q06", "!", "<p>By whom?</p>", '((helped.NAOK == "Y"))'),
    (17, "moved", "D", "Moved in", "1"),
    (18, "rank", "R", "Rank these", "1"),
]
SUB = [
    (12, "SQ001", "Friends"),
    (12, "SQ002", "The doctor"),
    (13, "calm", "Calm"),
    (13, "glad", "Glad"),
]
ANSWERS = [(11, "A1", "Aarhus"), (11, "A2", "Esbjerg"), (13, "0", "Never"), (13, "5", "Always"),
           (16, "1", "Staff"), (16, "2", "A friend")]  # fmt: skip


def lss(version: int) -> str:
    """Return a survey as LimeSurvey 3 (words in the rows) or 6 (words in tables of their own)."""
    own = version < 400
    questions = "".join(
        f"<row><qid>{id}</qid><parent_qid>0</parent_qid><gid>2</gid><type>{kind}</type>"
        f"<title>{code}</title><other>{'Y' if code == 'known' else 'N'}</other>"
        f"<mandatory>{'Y' if code == 'place' else 'N'}</mandatory>"
        f"<question_order>{id}</question_order><relevance><![CDATA[{shown}]]></relevance>"
        + (f"<language>en</language><question><![CDATA[{text}]]></question>" if own else "")
        + "</row>"
        for id, code, kind, text, shown in reversed(ASKED)
    )
    subquestions = "".join(
        f"<row><qid>{100 + at}</qid><parent_qid>{id}</parent_qid><title>{code}</title>"
        f"<question_order>{at}</question_order>"
        + (f"<language>en</language><question>{text}</question>" if own else "")
        + "</row>"
        for at, (id, code, text) in enumerate(SUB)
    )
    answers = "".join(
        f"<row><aid>{at}</aid><qid>{id}</qid><code>{code}</code><sortorder>{at}</sortorder>"
        + (f"<language>en</language><answer>{text}</answer>" if own else "")
        + "</row>"
        for at, (id, code, text) in enumerate(ANSWERS)
    )
    words = [(id, text) for id, _, _, text, _ in ASKED]
    words += [(100 + at, text) for at, (_, _, text) in enumerate(SUB)]
    spoken = "".join(
        f"<row><qid>{id}</qid><question><![CDATA[{text}]]></question><language>en</language></row>"
        for id, text in words
    )
    said = "".join(
        f"<row><aid>{at}</aid><answer>{text}</answer><language>en</language></row>"
        for at, (_, _, text) in enumerate(ANSWERS)
    )
    tables = (f"<question_l10ns><rows>{spoken}</rows></question_l10ns>"
              f"<answer_l10ns><rows>{said}</rows></answer_l10ns>")  # fmt: skip
    return LSS.format(version=version, questions=questions, subquestions=subquestions,
                      answers=answers, words="" if own else tables)  # fmt: skip


def text_survey() -> str:
    """Return the same survey as LimeSurvey's tab-separated text."""
    head = ["id", "related_id", "class", "type/scale", "name", "relevance", "text", "help",
            "language", "validation", "mandatory", "other", "min_num_value_n",
            "max_num_value_n"]  # fmt: skip
    lines = [["", "", "SL", "", "surveyls_title", "", "Follow-up", "", "en"]]
    for id, code, kind, text, shown in ASKED:
        bounds = ["18", "99"] if code == "age" else ["", ""]
        other = "Y" if code == "known" else "N"
        needed = "Y" if code == "place" else "N"
        lines.append(
            [str(id), "", "Q", kind, code, shown, text, "", "en", "", needed, other, *bounds]
        )
        for parts, sort in ((SUB, "SQ"), (ANSWERS, "A")):
            lines += [["", "", sort, "0", name, "", said, "", "en"]
                      for parent, name, said in parts if parent == id]  # fmt: skip
    quoted = [
        ["\t".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row)] for row in lines
    ]
    return "\n".join(["\t".join(head), *(row[0] for row in quoted)]) + "\n"


@pytest.mark.parametrize("kind", ["3.lss", "6.lss", "6.txt"])
def test_limesurveys_files(kind: str, tmp_path: Path) -> None:
    texts = {"3.lss": lss(366), "6.lss": lss(495), "6.txt": text_survey()}
    draft = drafted(tmp_path / f"survey{kind}", texts[kind])
    assert draft.form.title["en"] == "Follow-up"
    assert draft.codes == {"aarhus": 1, "esbjerg": 2}
    found = {item.id: told(item) for item in draft.form.items}
    assert found == {
        "place": ("municipality", {}, []),
        "known": ("multiple", {1: "friends", 2: "the_doctor", 3: "other"}, []),
        "mood": ("grid", {0: "never", 5: "always"}, ["calm", "glad"]),
        "age": ("number", {}, []),
        "helped": ("single", {1: "yes", 2: "no"}, []),
        "by_whom": ("single", {1: "staff", 2: "a_friend"}, []),
        "moved": ("date", {}, []),
    }
    assert (draft.form.item("age").low, draft.form.item("age").high) == (18, 99)
    assert draft.form.item("known").option("other").write_in
    helped = draft.form.item("helped")
    assert draft.form.skipped_by(helped, helped.option("no")) == (draft.form.item("by_whom"),)
    assert "rank: the type R has no counterpart" in draft.remarks


def test_a_survey_in_the_encoding_it_names(tmp_path: Path) -> None:
    text = (
        lss(366).replace('encoding="UTF-8"', 'encoding="ISO-8859-1"').replace("Calm", "Rolig, kær")
    )
    draft = drafted(tmp_path / "survey.lss", text, "iso-8859-1")
    assert draft.form.item("mood").rows[0].label["en"] == "Rolig, kær"


def test_a_survey_that_grows_without_end_is_refused(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY a0 "ha">{entities}]><document>&a11;</document>'
    with pytest.raises(InputError, match="not readable as XML"):
        drafted(tmp_path / "survey.lss", bomb)


# --- Qualtrics ----------------------------------------------------------------------------------


def element(id: str, tag: str, kind: str, text: str, **more: object) -> dict:
    payload = {"QuestionText": text, "DataExportTag": tag, "QuestionType": kind, **more}
    return {"Element": "SQ", "PrimaryAttribute": id, "Payload": payload}


QSF = {
    "SurveyEntry": {"SurveyName": "Follow-up", "SurveyLanguage": "EN"},
    "SurveyElements": [
        {"Element": "BL", "Payload": [
            {"Type": "Default", "BlockElements": [
                {"Type": "Question", "QuestionID": f"QID{n}"} for n in (1, 3, 2, 4, 5)]},
            {"Type": "Trash", "BlockElements": [{"Type": "Question", "QuestionID": "QID9"}]},
        ]},
        element("QID1", "Q1", "MC", "<b>Municipality</b>", Selector="SAVR",
                Choices={"1": {"Display": "Aarhus"}, "2": {"Display": "Esbjerg"}},
                ChoiceOrder=[1, 2], RecodeValues={"1": "7", "2": "8"},
                Validation={"Settings": {"ForceResponse": "ON"}}),
        element("QID2", "mood", "Matrix", "The last two weeks", Selector="Likert",
                SubSelector="SingleAnswer",
                Choices={"1": {"Display": "Calm"}, "4": {"Display": "Glad"}},
                ChoiceOrder=["4", "1"],
                Answers={"1": {"Display": "Never"}, "2": {"Display": "Always"}},
                AnswerOrder=[1, 2], RecodeValues={"1": "0", "2": "5"},
                ChoiceDataExportTags={"1": "mood_calm", "4": "mood_glad"},
                Language={"DA": {"QuestionText": "De sidste to uger", "Choices": {
                    "4": {"Display": "Glad"}, "1": {"Display": "Rolig"}}}}),
        element("QID3", "known", "MC", "Heard of us from", Selector="MAVR",
                Choices={"1": {"Display": "Friends"},
                         "3": {"Display": "Other", "TextEntry": "true"}},
                ChoiceOrder=["1", "3"], RecodeValues=[]),
        element("QID4", "age", "TE", "Age", Selector="SL", Validation={"Settings": {
            "ContentType": "ValidNumber", "ValidNumber": {"Min": "18", "Max": "99"}}}),
        element("QID5", "note", "DB", "Thank you", Selector="TB"),
        element("QID9", "old", "TE", "Thrown away", Selector="SL"),
    ],
}  # fmt: skip


def test_a_survey_of_qualtrics(tmp_path: Path) -> None:
    draft = drafted(tmp_path / "survey.qsf", json.dumps(QSF))
    assert {item.id: told(item) for item in draft.form.items} == {
        "municipality": ("municipality", {}, []),
        "known": ("multiple", {1: "friends", 3: "other"}, []),
        "mood": ("grid", {0: "never", 5: "always"}, ["mood_glad", "mood_calm"]),
        "age": ("number", {}, []),
    }
    assert draft.codes == {"aarhus": 7, "esbjerg": 8}
    assert draft.form.item("mood").question["da"] == "De sidste to uger"
    assert draft.form.item("mood").rows[1].label["da"] == "Rolig"
    assert draft.form.item("known").option("other").write_in


# --- REDCap -------------------------------------------------------------------------------------

DICTIONARY = """\
"Variable / Field Name","Form Name","Section Header","Field Type","Field Label",\
"Choices, Calculations, OR Slider Labels","Field Note",\
"Text Validation Type OR Show Slider Number","Text Validation Min","Text Validation Max",\
"Identifier?","Branching Logic (Show field only if...)","Required Field?","Custom Alignment",\
"Question Number (surveys only)","Matrix Group Name","Matrix Ranking?","Field Annotation"
record_id,first,,text,Record ID,,,,,,,,,,,,,
name,first,,text,Name,,,,,,y,,,,,,,
place,first,,dropdown,Municipality,"1, Aarhus | 2, Esbjerg",,,,,,,y,,,,,
helped,first,,yesno,"Were you helped?",,,,,,,,,,,,,
by,first,,checkbox,"By whom?","1, Staff, all of them | 2, A friend",,,,,,[helped] = '1',,,,,,
pain,first,,slider,Pain,"none | | worst",,,,,,,,,,,,
kommune,second,,radio,Kommune,"1, Aarhus",,,,,,,,,,,,
"""


def test_the_forms_of_a_redcap_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.csv"
    path.write_text(DICTIONARY, encoding="utf-8")
    first, second = draft_forms(path, PLACES)
    assert (first.form.id, second.form.id) == ("first", "second")
    assert {item.id: told(item) for item in first.form.items} == {
        "place": ("municipality", {}, []),
        "helped": ("single", {0: "nej", 1: "ja"}, []),
        "by": ("multiple", {1: "staff_all_of_them", 2: "a_friend"}, []),
        "pain": ("number", {}, []),
    }
    assert (first.form.item("pain").low, first.form.item("pain").high) == (0, 100)
    assert first.remarks[0] == "name: marked as telling who a person is; it is left out"
    helped = first.form.item("helped")
    assert first.form.skipped_by(helped, helped.option("nej")) == (first.form.item("by"),)
    with pytest.raises(InputError, match=r"holds 2 forms \(first, second\), one name is given"):
        draft_forms(path, PLACES, "both")


# --- XLSForm ------------------------------------------------------------------------------------


def test_an_xlsform_of_others(tmp_path: Path) -> None:
    sheets = {
        "survey": [
            ["type", "name", "label", "relevant", "constraint"],
            ["start", "start"],
            ["begin group", "about", "About you"],
            ["select_one place", "place", "Municipality"],
            ["integer", "age", "Age", "", ". > 17 and . < 100"],
            ["end group", ""],
            ["select_multiple who or_other", "who", "By whom?"],
            ["geopoint", "where", "Where?"],
        ],
        "choices": [
            ["list_name", "name", "label"],
            ["place", "a", "Aarhus"],
            ["place", "e", "Esbjerg"],
            ["who", "staff", "The staff"],
            ["who", "friend", "A friend"],
        ],
    }
    draft = drafted(_xlsform(tmp_path, sheets))
    assert {item.id: told(item) for item in draft.form.items} == {
        "place": ("municipality", {}, []),
        "age": ("number", {}, []),
        "who": ("multiple", {1: "staff", 2: "friend", 3: "other"}, []),
    }
    assert (draft.form.item("age").low, draft.form.item("age").high) == (18, 99)
    assert "where: the type geopoint has no counterpart" in draft.remarks


def test_a_grid_of_an_xlsform_row_by_row(tmp_path: Path) -> None:
    """As ODK documents it: a row of labels, which asks nothing, above rows without labels."""
    sheets = {
        "survey": [
            ["type", "name", "label", "appearance"],
            ["begin_group", "wellbeing", "The last two weeks", "field-list"],
            ["select_one often", "mood_label", "How often?", "label"],
            ["select_one often", "cheerful", "Cheerful", "list-nolabel"],
            ["select_one often", "calm", "Calm", "list-nolabel"],
            ["end_group"],
            ["begin_group", "home", "Where you live", "field-list"],
            ["select_one often", "at_labels", "", "label"],
            ["select_one often", "home_alone", "Alone", "list-nolabel"],
            ["select_one often", "other_home", "At another's", "minimal"],
            ["end_group"],
        ],
        "choices": [
            ["list_name", "name", "label"],
            ["often", "0", "Never"],
            ["often", "1", "Always"],
        ],
    }
    form = drafted(_xlsform(tmp_path, sheets)).form
    mood, at, other = (item for item in form.items if item.type != "municipality")
    assert (mood.id, mood.type, str(mood.question)) == ("mood", "grid", "How often?")
    assert [row.id for row in mood.rows] == ["cheerful", "calm"]
    assert (str(at.question), [row.id for row in at.rows]) == ("Where you live", ["home_alone"])
    assert (other.id, other.type) == ("other_home", "single")


def _xlsform(folder: Path, sheets: dict[str, list[list[str]]]) -> Path:
    book = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / "form.xlsx")
    return folder / "form.xlsx"


def test_a_list_of_answers_that_is_not_there_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("survey")
    sheet.append(["type", "name", "label"])
    sheet.append(["select_one places", "place", "Municipality"])
    book.save(tmp_path / "form.xlsx")
    with pytest.raises(InputError, match='question place takes its answers from "places", a list'):
        drafted(tmp_path / "form.xlsx")


# --- Statistics programs ------------------------------------------------------------------------


def test_a_labelled_file_of_stata(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"id": [1.0], "kommune": [1.0], "q1_1": [1.0], "q1_2": [0.0], "calm": [2.0], "glad": [1.0],
         "said": ["x"]}
    )  # fmt: skip
    tick, extent = {0: "Nej", 1: "Ja"}, {1: "Aldrig", 2: "Tit"}
    pyreadstat.write_dta(
        frame,
        tmp_path / "follow.dta",
        column_labels=["id", "Kommune", "Hjælp fra: Venner", "Hjælp fra: Lægen", "Humør - Rolig",
                       "Humør - Glad", "Bemærkning"],
        variable_value_labels={"kommune": {1: "Aarhus", 2: "Esbjerg"}, "q1_1": tick, "q1_2": tick,
                               "calm": extent, "glad": extent},
    )  # fmt: skip
    draft = drafted(tmp_path / "follow.dta")
    assert {item.id: told(item) for item in draft.form.items} == {
        "kommune": ("municipality", {}, []),
        "hjaelp_fra": ("multiple", {1: "venner", 2: "laegen"}, []),
        "humoer": ("grid", {1: "aldrig", 2: "tit"}, ["calm", "glad"]),
        "said": ("text", {}, []),
    }


# --- No form ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("answers.csv", "a;b\n1;2\n", "no form is known here"),
        ("survey.qsf", "{}", "no survey of Qualtrics"),
        ("survey.lss", "<document/>", "no survey of LimeSurvey"),
        ("survey.lss", "<document", "not readable as XML"),
        ("book.xml", "<html/>", "no form is known here"),
        ("form.xlsx", "no workbook", "not readable as a workbook"),
        ("data.sav", "no data", "not readable as an SPSS file"),
        ("form.docx", "", "no form is known here; expected an XLSForm"),
    ],
)
def test_what_holds_no_form_is_refused(name: str, text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"{name}: {said}"):
        drafted(tmp_path / name, text)
