"""What code depends on."""

from pathlib import Path

import pytest

from slicebook import paths
from slicebook.runs.dependencies import (
    files_read,
    imports,
    library_modules,
    module_file,
    preload,
)


def notebook(*code: str) -> dict:
    return {"cells": [{"cell_type": "code", "source": [text]} for text in code]}


def test_imports_of_every_kind_are_found() -> None:
    first = "import numpy as np, os.path\nfrom modning import costs"
    second = "if 1:\n    from a.b import c as d\n"
    assert imports(notebook(first, second)) == {
        ("numpy", ""),
        ("os.path", ""),
        ("modning", "costs"),
        ("a.b", "c"),
    }


def test_magics_are_no_python_and_hide_nothing() -> None:
    assert imports(notebook("%matplotlib inline\n!ls\nimport numpy")) == {("numpy", "")}


def test_prose_imports_nothing() -> None:
    assert imports({"cells": [{"cell_type": "markdown", "source": "import numpy"}]}) == set()


def test_code_that_cannot_be_read_depends_on_the_whole_library() -> None:
    assert imports(notebook("import (")) is None
    assert {"modning.cli", "modning.costs.lines", "slicebook.text"} <= library_modules(None)


def test_a_module_brings_its_packages_and_all_they_import() -> None:
    found = library_modules({("modning.costs.lines", "load_lines"), ("pandas", "")})
    # costs/__init__.py is run as well, and imports costs.volumes.
    assert {"modning", "modning.costs", "modning.costs.lines", "modning.costs.volumes"} <= found
    assert "slicebook.paths" in found
    assert "surveys.answers" not in found


def test_a_name_from_a_package_may_be_a_module_or_not() -> None:
    assert "surveys.codebook" in library_modules({("surveys", "codebook")})
    assert library_modules({("modning", "__doc__")}) == {"modning"}


def test_every_module_has_its_file() -> None:
    assert all(module_file(module).is_file() for module in library_modules(None))


def test_preload_names_modules_and_not_what_is_in_them() -> None:
    code = "from surveys import codebook\nfrom slicebook.text import Label\nimport pandas as pd"
    broken = "import ("
    assert preload([notebook(code), notebook(broken)]) == (
        "pandas",
        "slicebook.text",
        "surveys",
        "surveys.codebook",
    )


def test_files_are_those_the_code_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    for name in (
        "data/report/a.csv",
        "data/report/b.csv",
        "data/synthetic/c.yml",
        "instruments/d.yml",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    read = {
        'open(paths.report("a.csv"))': ["data/report/a.csv"],
        'paths.report( "a.csv" )': ["data/report/a.csv"],
        "paths.report(name)": ["data/report/a.csv", "data/report/b.csv"],
        'paths.report("a.csv", name)': ["data/report/a.csv", "data/report/b.csv"],
        'paths.synthetic("c.yml")': ["data/synthetic/c.yml"],
        "paths.instruments()": ["instruments/d.yml"],
        "paths.programme()": ["programme.yml"],
        'paths.build("results.csv")': [],
    }
    for source, expected in read.items():
        found = sorted(file.relative_to(paths.root()).as_posix() for file in files_read([source]))
        assert found == expected, source
