"""Nothing of a person leaves by a side door: every file that is made is searched for what must not
be in it. Answers carry marks (`planted`); places, users and moments are known."""

import getpass
import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from modning.book import build_book
from modning.programme import load_programme
from planted import MARK, moments

# What stays in the project's folder and is never handed on: the answers themselves.
PRIVATE = ("exports", "data")
_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=]{40,})")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@pytest.fixture(scope="module")
def outputs(evaluation) -> dict[str, bytes]:
    """Return everything that was made, unpacked: file (and member) to content."""
    programme = load_programme()
    build_book(programme, programme.language)
    folder = evaluation.folder / "build"
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(PRIVATE):
            found |= dict(unpacked(name, path.read_bytes()))
    return found


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and in plain bytes what it holds compressed or encoded."""
    yield name, content
    if name.endswith(".parquet"):
        yield f"{name}!", pd.read_parquet(io.BytesIO(content)).to_csv().encode()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield f"{name}!{member}", archive.read(member)
    if content.startswith(b"%PDF"):
        for position, stream in enumerate(_PDF_STREAM.findall(content)):
            yield f"{name}!{position}", inflated(stream)
    for position, text in enumerate(_EMBEDDED.findall(content)):
        yield f"{name}!{position}", b64decode(text + b"==")


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def holding(outputs: dict[str, bytes], pattern: str) -> list[str]:
    sought = re.compile(pattern.encode())
    return [name for name, content in outputs.items() if sought.search(content)]


def test_the_search_finds_what_is_packed(tmp_path):
    page = b"<img src='data:text/plain;base64,cGxhbnRldCBmb3JhbiBldCBzdmFyIGkgZnJpdGVrc3Q='>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", page)
    found = dict(unpacked("a.docx", packed.getvalue())) | dict(unpacked("a.html", page))
    assert holding(found, MARK) == ["a.html!0"]
    assert "a.docx!word/document.xml" in found


def test_no_free_text_and_no_number_of_an_answer_set(outputs):
    assert len(outputs) > 100
    assert holding(outputs, MARK) == []


def test_no_moment_finer_than_the_month(evaluation, outputs):
    submitted = moments(evaluation.folder / "build" / "exports")
    times = "|".join(sorted(set(submitted.dt.strftime("%H:%M:%S"))))
    assert holding(outputs, rf"[T ](?:{times})\b") == []
    # The first and last day of the collection are printed in the report.
    programme = load_programme()
    public = {
        programme.first_day,
        programme.last_day,
        *(c.date for c in programme.changes.values()),
    }
    days = sorted({f"{day}" for day in set(submitted.dt.date) - public if day.day > 1})
    assert holding(outputs, rf"\b(?:{'|'.join(days)})\b") == []


def test_no_place_and_no_user_of_this_machine(evaluation, outputs):
    places = [
        evaluation.folder,
        evaluation.folder.resolve(),
        Path(__file__).parents[2],
        Path.home(),
    ]
    named = [re.escape(str(place)) for place in places if len(place.parts) > 2]
    assert holding(outputs, "|".join(sorted(set(named)))) == []
    user = getpass.getuser()
    assert holding(outputs, rf"/(?:home|Users)/{re.escape(user)}\b") == []


def test_no_comment_in_a_page_and_no_traceback(outputs):
    pages = {name: text for name, text in outputs.items() if name.startswith("html")}
    assert holding(pages, r"Traceback \(most recent call last\)") == []
