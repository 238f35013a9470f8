"""Forms from LimeSurvey: a survey's .lss (XML) or .txt (tab-separated) file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from slicebook.errors import InputError
from surveys.instruments import rows as cells
from surveys.instruments.question import Part, Question, Questions
from surveys.instruments.skips import of_limesurvey

_SINGLE, _MULTIPLE, _GRID, _TEXT = set("L!O5GYI"), set("MP"), set("FHABCE"), set("STU")
_KINDS = {
    **dict.fromkeys(_SINGLE, "single"),
    **dict.fromkeys(_MULTIPLE, "multiple"),
    **dict.fromkeys(_GRID, "grid"),
    **dict.fromkeys(_TEXT, "text"),
    "N": "number",
    "D": "date",
}
# Types that ask one thing in each of their rows.
_EACH = {"K": "number", "Q": "text"}
_YES, _NO = {"da": "Ja", "en": "Yes"}, {"da": "Nej", "en": "No"}
# Answers that come with a type, as exports hold them.
_FIXED = {
    "Y": (("Y", _YES), ("N", _NO)),
    "G": (("F", {"da": "Kvinde", "en": "Female"}), ("M", {"da": "Mand", "en": "Male"})),
    "C": (("Y", _YES), ("U", {"da": "Usikker", "en": "Uncertain"}), ("N", _NO)),
    "E": (
        ("I", {"da": "Mere", "en": "Increase"}),
        ("S", {"da": "Det samme", "en": "Same"}),
        ("D", {"da": "Mindre", "en": "Decrease"}),
    ),
    **{kind: tuple((str(n), {"": str(n)}) for n in range(1, most + 1))
       for kind, most in (("5", 5), ("A", 5), ("B", 10))},
}  # fmt: skip
_BOUNDS = ("min_num_value_n", "max_num_value_n")
_OTHER = Part("-oth-", {"da": "Andet", "en": "Other"}, "other", write_in=True)


@dataclass
class _Asked:
    """A question of the file with its sub-questions and answers, (code, texts) in order."""

    code: str
    kind: str
    texts: dict[str, str] = field(default_factory=dict)
    mandatory: bool = False
    other: bool = False
    relevance: str = "1"
    bounds: tuple[str, str] = ("", "")
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, dict[str, str]] = field(default_factory=dict)


def is_text_survey(rows: cells.Rows) -> bool:
    """Tell whether a table is LimeSurvey's tab-separated survey."""
    return bool(rows) and {"class", "type/scale", "name", "relevance", "text"} <= set(rows[0])


def read_lss(path: Path) -> list[Questions]:
    """Read a survey's XML; `InputError` where it is none."""
    root = cells.xml_of(path)
    tables = {
        table.tag: [{entry.tag: entry.text or "" for entry in row}
                    for row in table.iterfind("rows/row")]
        for table in root
    }  # fmt: skip
    if "questions" not in tables:
        raise InputError(f"{path.name}: no survey of LimeSurvey: it has no questions")
    titles = {
        row.get("surveyls_language", ""): row.get("surveyls_title", "")
        for row in tables.get("surveys_languagesettings", [])
    }
    return [_found(path, titles, list(_of_xml(tables)))]


def read_text_survey(path: Path) -> list[Questions]:
    """Read a survey's tab-separated text."""
    entries = cells.records(cells.delimited(path))
    titles = {row["language"]: row["text"] for row in entries if row["name"] == "surveyls_title"}
    return [_found(path, titles, list(_of_text(entries)))]


def _found(path: Path, titles: Mapping[str, str], asked: Sequence[_Asked]) -> Questions:
    remarks: list[str] = []
    questions = [question for one in asked for question in _questions(one, remarks)]
    return Questions(path.stem, titles, questions, path.name, remarks)


def _of_xml(tables: Mapping[str, list[dict[str, str]]]) -> Iterator[_Asked]:
    groups = {row["gid"]: int(row.get("group_order") or 0) for row in tables.get("groups", [])}
    words = _words(tables.get("question_l10ns", []), "qid", "question")
    said = _words(tables.get("answer_l10ns", []), "aid", "answer")
    bounds = {(row["qid"], row["attribute"]): row["value"]
              for row in tables.get("question_attributes", []) if "attribute" in row}  # fmt: skip
    found: dict[str, _Asked] = {}
    order = lambda row: (groups.get(row["gid"], 0), int(row.get("question_order") or 0))  # noqa: E731
    for row in sorted(tables["questions"], key=order):
        asked = found.setdefault(row["qid"], _asked(row, bounds))
        asked.texts.update(words.get(row["qid"]) or {row.get("language", ""): row["question"]})
    rows = [*tables.get("subquestions", [])]
    for row in sorted(rows, key=lambda row: int(row.get("question_order") or 0)):
        texts = words.get(row["qid"]) or {row.get("language", ""): row["question"]}
        found[row["parent_qid"]].rows.setdefault(row["title"], {}).update(texts)
    for row in sorted(tables.get("answers", []), key=lambda row: int(row.get("sortorder") or 0)):
        texts = said.get(row.get("aid", "")) or {row.get("language", ""): row.get("answer", "")}
        found[row["qid"]].answers.setdefault(row["code"], {}).update(texts)
    yield from found.values()


def _asked(row: Mapping[str, str], bounds: Mapping[tuple[str, str], str]) -> _Asked:
    ends = (bounds.get((row["qid"], end), "") for end in _BOUNDS)
    return _Asked(
        row["title"],
        row["type"],
        mandatory=row.get("mandatory") == "Y",
        other=row.get("other") == "Y",
        relevance=row.get("relevance") or "1",
        bounds=tuple(ends),
    )


def _words(rows: Sequence[Mapping[str, str]], key: str, text: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        found.setdefault(row[key], {})[row["language"]] = row[text]
    return found


def _of_text(entries: Sequence[Mapping[str, str]]) -> Iterator[_Asked]:
    found: dict[str, _Asked] = {}
    asked: _Asked | None = None
    for row in entries:
        kind, code, language = row["class"], row["name"], row.get("language", "")
        if kind == "Q":
            own = {**row, "title": code, "qid": code, "type": row["type/scale"]}
            ends = {(code, end): row.get(end, "") for end in _BOUNDS}
            asked = found.setdefault(code, _asked(own, ends))
            asked.texts[language] = row["text"]
        elif kind in ("SQ", "A") and asked:
            parts = asked.rows if kind == "SQ" else asked.answers
            parts.setdefault(code, {})[language] = row["text"]
    yield from found.values()


def _questions(asked: _Asked, remarks: list[str]) -> Iterator[Question]:
    rows = [Part(code, texts) for code, texts in asked.rows.items()]
    if asked.kind in _EACH:
        for row in rows:
            texts = {key: f"{asked.texts.get(key, '')}: {text}" for key, text in row.texts.items()}
            yield Question(f"{asked.code}_{row.code}", texts, _EACH[asked.kind])
        return
    if asked.kind not in _KINDS:
        if asked.kind not in "X*":
            remarks.append(f"{asked.code}: the type {asked.kind} has no counterpart")
        return
    kind = _KINDS[asked.kind]
    low, high = (int(float(end)) if end else None for end in asked.bounds)
    yield Question(
        asked.code,
        asked.texts,
        kind,
        _answers(asked, rows) if kind in ("single", "multiple", "grid") else (),
        rows if kind == "grid" else (),
        low,
        high,
        asked.mandatory,
        shown_if=of_limesurvey(asked.relevance),
    )


def _answers(asked: _Asked, rows: Sequence[Part]) -> list[Part]:
    if asked.kind in _MULTIPLE:
        found = list(rows)
    elif asked.kind in _FIXED:
        found = [Part(code, texts) for code, texts in _FIXED[asked.kind]]
    else:
        found = [Part(code, texts) for code, texts in asked.answers.items()]
    return [*found, _OTHER] if asked.other else found
