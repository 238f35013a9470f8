"""Nothing of a person leaves by a side door: every file that is made is searched for what must not
be in it. Answers carry marks (`planted`); the moments of answering and this machine's places are
known."""

import io
import re
import zipfile
import zlib
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from planted import MARK, moments
from slicebook.programme import load_programme

# What stays in the project's folder and is never handed on: the answers themselves.
PRIVATE = ("exports", "data")
# The book's working files stay there too; they hold no answers, but name the folder they are in.
WORKING = ("book/",)
_EMBEDDED = re.compile(rb"base64,([A-Za-z0-9+/=]{40,})")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


@pytest.fixture(scope="module")
def outputs(evaluation, built) -> dict[str, bytes]:
    """Return everything that was made, unpacked: file (and member) to content."""
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


def holding(outputs: dict[str, bytes], text: str) -> list[str]:
    """Return the files that hold a text."""
    return [name for name, content in outputs.items() if text.encode() in content]


def naming(outputs: dict[str, bytes], pattern: bytes, among: set[str]) -> dict[str, set[str]]:
    """Return, by file, what a pattern finds that is one of `among`."""
    sought, wanted = re.compile(pattern), {text.encode() for text in among}
    found = {name: wanted & set(sought.findall(content)) for name, content in outputs.items()}
    return {name: {text.decode() for text in texts} for name, texts in found.items() if texts}


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
    times = set(submitted.dt.strftime("%H:%M:%S"))
    assert naming(outputs, rb"[T ](\d\d:\d\d:\d\d)", times) == {}
    # The first and last day of the collection and the changes are the programme's, not a person's.
    programme = load_programme()
    public = {
        programme.first_day,
        programme.last_day,
        *(c.date for c in programme.changes.values()),
    }
    days = {str(day) for day in set(submitted.dt.date) - public if day.day > 1}
    assert len(days) > 100
    assert naming(outputs, rb"\b(20\d\d-\d\d-\d\d)\b", days) == {}


def test_no_place_of_this_machine(evaluation, outputs):
    places = {str(place) for place in (evaluation.folder, Path(__file__).parents[2], Path.home())}
    kept = {name: text for name, text in outputs.items() if not name.startswith(WORKING)}
    assert [place for place in sorted(places) if holding(kept, f"{place}/")] == []


def test_no_traceback_in_a_page(outputs):
    pages = {name: text for name, text in outputs.items() if name.startswith("html")}
    assert len(pages) > 100
    assert holding(pages, "Traceback (most recent call last)") == []
