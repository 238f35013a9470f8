"""Executed notebooks as files."""

import json
import sys
from pathlib import Path

import nbformat
import pytest

from slicebook.runs import stored


def stream(name: str, text: str) -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def display(**data: object) -> dict:
    return {"output_type": "display_data", "metadata": {}, "data": data}


def code(outputs: list[dict], **metadata: object) -> dict:
    return {"cell_type": "code", "id": "a", "metadata": metadata, "outputs": outputs}


def stable(*outputs: dict) -> list[dict]:
    notebook = {"metadata": {}, "cells": [code(list(outputs))]}
    stored.stabilise(notebook, ["a"])
    return notebook["cells"][0]["outputs"]


def test_what_differs_from_time_to_time_is_removed() -> None:
    added = {**code([], tags=["injected-parameters"]), "id": "8c1f0b52"}
    notebook = {
        "metadata": {"papermill": {"start_time": "2025"}, "kernelspec": {"name": "python3"}},
        "cells": [
            code([], papermill={"duration": 1}, execution={"iopub.status.busy": "2025"}, tags=[]),
            added,
        ],
    }
    stored.stabilise(notebook, ["a"])
    assert notebook["metadata"] == {"kernelspec": {"name": "python3"}}
    assert notebook["cells"][0] == code([])
    assert notebook["cells"][1]["id"] == "added-1"
    assert notebook["cells"][1]["metadata"] == {"tags": ["injected-parameters"]}


def test_printed_text_is_joined_however_it_came() -> None:
    once = stable(stream("stdout", "ab"), stream("stderr", "cd"))
    assert once == [stream("stdout", "ab"), stream("stderr", "cd")]
    pieces = [
        stream("stderr", "c"),
        stream("stdout", "a"),
        stream("stderr", "d"),
        stream("stdout", "b"),
    ]
    assert stable(*pieces) == once


def test_printed_text_stays_before_and_after_a_display() -> None:
    shown = display(**{"text/plain": "x"})
    outputs = [stream("stdout", "a"), shown, stream("stdout", "b")]
    assert stable(*outputs) == outputs


def test_places_are_named_by_what_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    text = (
        f"{tmp_path}/data/x.csv {sys.prefix}/lib/pandas.py {Path.home()}/notes "
        f"/tmp/ipykernel_4711/12345.py:3 {tmp_path}-else"
    )
    hidden = f"<project>/data/x.csv <environment>/lib/pandas.py ~/notes <cell>:3 {tmp_path}-else"
    assert stored.hide_places(text) == hidden
    outputs = [
        stream("stderr", text),
        display(**{"text/plain": text, "text/html": text, "application/x+json": {"file": text}}),
        {"output_type": "error", "ename": "E", "evalue": text, "traceback": [text]},
    ]
    printed, shown, error = stable(*outputs)
    assert printed["text"] == shown["data"]["text/plain"] == shown["data"]["text/html"] == hidden
    assert error["evalue"] == error["traceback"][0] == hidden


@pytest.mark.parametrize("size", [1, 200_000])
def test_a_fingerprint_is_read_from_the_end_of_a_notebook(tmp_path: Path, size: int) -> None:
    for long in ("cells", "fingerprint"):
        fingerprint = {"text": "1", "long": "x" * size if long == "fingerprint" else ""}
        # A cell may hold what looks like the beginning of the metadata.
        source = ',\n"metadata":{' + ("y" * size if long == "cells" else "")
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source, id="a")],
            metadata={"modning": {"fingerprint": fingerprint}},
        )
        path = tmp_path / f"{long}.ipynb"
        path.write_text(stored.text_of(notebook))
        assert nbformat.read(path, as_version=4) == notebook
        assert stored.stored_fingerprint(path) == fingerprint


@pytest.mark.parametrize("text", ["", "{", '{"cells": []}', json.dumps({"metadata": {}}, indent=1)])
def test_no_fingerprint_is_no_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    assert stored.stored_fingerprint(path) is None
