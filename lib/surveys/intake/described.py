"""What a survey's own description says of an export's columns: LimeSurvey, REDCap, Qualtrics."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from surveys.instruments import read_questions
from surveys.instruments.limesurvey import is_text_survey
from surveys.instruments.question import Part, Question, Texts
from surveys.instruments.redcap import is_redcap
from surveys.intake import spss_text
from surveys.intake.spss_text import Told

# Files that are nothing but a description.
DESCRIPTIONS = (".lss", ".qsf", ".sps")


def is_description(path: Path, headings: Sequence[str] = ()) -> bool:
    """Tell whether a file describes a survey, by its extension or its headings."""
    rows = [list(headings)]
    return path.suffix.lower() in DESCRIPTIONS or is_redcap(rows) or is_text_survey(rows)


def described(path: Path) -> list[Told]:
    """Return what a description says of each column, in order; `InputError` where it is none."""
    if path.suffix.lower() == ".sps":
        return spss_text.told(path)
    return [told for form in read_questions(path) for told in _of_questions(form.questions)]


def _of_questions(questions: Iterable[Question]) -> Iterator[Told]:
    questions = list(questions)
    rows = Counter(row.code for question in questions for row in question.rows)
    for question in questions:
        labels = {part.code: _said(part.texts) for part in question.answers}
        if question.type == "multiple":
            yield from (_part(question, part, {}) for part in question.answers)
        elif question.rows:
            told = [_part(question, row, labels) for row in question.rows]
            yield from told
            # REDCap and KoBo call a column by its row alone.
            pairs = zip(told, question.rows, strict=True)
            yield from (replace(one, name=row.code) for one, row in pairs if rows[row.code] == 1)
        else:
            yield Told(question.name, _said(question.texts), labels)
        if any(part.write_in for part in question.answers):
            yield _part(question, Part("other", {"": "andet, angiv"}), {})


def _part(question: Question, part: Part, labels: dict[str, str]) -> Told:
    title = f"{_said(question.texts)} - {_said(part.texts)}"
    return Told(f"{question.name}_{part.code}", title, labels)


def _said(texts: Texts) -> str:
    return next(iter(texts.values()), "")
