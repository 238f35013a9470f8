"""What code depends on."""

import ast

from conftest import read_library_anew
from slicebook.runs import dependencies
from slicebook.runs.dependencies import (
    definitions,
    imports,
    library_files,
    module_file,
    preload,
)


def notebook(*code: str) -> dict:
    return {"cells": [{"cell_type": "code", "source": [text]} for text in code]}


def test_imports_of_every_kind_are_found() -> None:
    first = "import numpy as np, os.path\nfrom modning import costs"
    second = "if 1:\n    from a.b import c as d\n"
    assert imports(notebook(first, second)) == {
        ("numpy", "*"),
        ("os.path", "*"),
        ("modning.costs", "*"),
        ("a.b", "c"),
    }


def test_what_is_imported_for_types_alone_is_not_run() -> None:
    code = "if TYPE_CHECKING:\n    from a.b import c\nelse:\n    from d.e import f"
    assert imports(notebook(code)) == {("d.e", "f")}


def test_magics_are_no_python_and_hide_nothing() -> None:
    assert imports(notebook("%matplotlib inline\n!ls\nimport numpy")) == {("numpy", "*")}


def test_prose_imports_nothing() -> None:
    assert imports({"cells": [{"cell_type": "markdown", "source": "import numpy"}]}) == set()


def test_code_that_cannot_be_read_depends_on_the_whole_library() -> None:
    assert imports(notebook("import (")) is None
    assert {"modning.cli", "modning.costs.lines", "slicebook.text"} <= definitions(None).keys()


def test_a_name_is_followed_to_the_module_that_defines_it() -> None:
    found = definitions({("modning.costs", "load_lines"), ("pandas", "*")}).keys()
    assert {"modning.costs.lines", "slicebook.paths"} <= found
    # costs/__init__.py hands on names of these too.
    assert not found & {"modning.costs.prices", "surveys.answers"}


def test_of_a_module_that_is_imported_only_what_is_used_counts() -> None:
    used = notebook("from modning import costs", "costs.load_lines()")
    assert definitions(imports(used)) == definitions({("modning.costs", "load_lines")})
    for open_use in ("print(costs)", "costs.load_lines(), costs"):
        found = definitions(imports(notebook("from modning import costs", open_use))).keys()
        assert {"modning.costs.prices", "modning.costs.volumes"} <= found


def test_no_module_does_more_on_being_imported_than_define() -> None:
    """Else it would matter beside what it is imported, and nobody would be tied to it.

    The three prepare nothing that a figure or page could tell.
    """
    acting = [
        path.name
        for path in library_files()
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if (isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.If) and "__name__" not in ast.unparse(node.test)
            and "TYPE_CHECKING" not in ast.unparse(node.test))
        or isinstance(node, ast.For | ast.While | ast.With)
    ]  # fmt: skip
    assert set(acting) == {"__main__.py", "csv_files.py", "warmup.py"}


def test_of_a_module_only_the_definitions_behind_a_name_count(tmp_path, monkeypatch) -> None:
    code = {
        "one": "from slicebook.two import used as other\nfrom slicebook import two\n\n\n"
        "def name():\n    return other() + two.LIMIT\n\n\ndef beside():\n    return two.idle()\n",
        "two": 'LIMIT = len("limit")\n\n\ndef used():\n    return LIMIT\n\n\n'
        "def idle():\n    return 1\n",
    }

    def hashes(**changed: tuple[str, str]) -> dict[str, str]:
        for name, text in code.items():
            path = tmp_path / "slicebook" / f"{name}.py"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text.replace(*changed.get(name, ("", ""))))
        read_library_anew()
        return dependencies.code_hashes(frozenset({("slicebook.one", "name")}))

    monkeypatch.setattr(dependencies, "LIBRARY", tmp_path)
    read_library_anew()
    before = hashes()
    assert before.keys() == {"slicebook.one", "slicebook.two"}
    assert hashes(two=("return 1", "return 2"), one=("two.idle()", "3")) == before
    for change in (
        ("LIMIT = ", "LIMIT = 1 + "),
        ("return LIMIT", "return 0"),
        ("LIMIT =", "acts()\nLIMIT ="),
    ):
        assert hashes(two=change)["slicebook.two"] != before["slicebook.two"]
    assert hashes(one=("two import used", "two import idle")) != before
    read_library_anew()


def test_files_beside_a_module_count_with_it(tmp_path, monkeypatch) -> None:
    code = 'KNOWN = Path(__file__).with_name("known")\n\n\ndef known():\n    return KNOWN\n'
    file = tmp_path / "slicebook" / "known" / "one.yml"
    file.parent.mkdir(parents=True)
    file.write_text("high: 5")
    (tmp_path / "slicebook" / "scales.py").write_text(code)
    monkeypatch.setattr(dependencies, "LIBRARY", tmp_path)
    read_library_anew()
    before = dependencies.code_hashes(frozenset({("slicebook.scales", "known")}))
    file.write_text("high: 6")
    read_library_anew()
    assert dependencies.code_hashes(frozenset({("slicebook.scales", "known")})) != before
    read_library_anew()


def test_what_code_depends_on_is_looked_up_once_for_a_library(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    asked = frozenset({("surveys.codebook", "load_codebook")})
    read_library_anew()
    known = dependencies.code_hashes(asked)
    [kept] = tmp_path.glob("build/steps/code/*.json")
    read_library_anew()
    with monkeypatch.context() as patch:
        patch.setattr(dependencies, "definitions", lambda _: {})
        assert dependencies.code_hashes(asked) == known
        # One that is not as it was written is not believed.
        kept.write_text(kept.read_text().replace("surveys", "modning"))
        read_library_anew()
        assert dependencies.code_hashes(asked) == {}
    read_library_anew()


def test_a_name_from_a_package_may_be_a_module_or_not() -> None:
    assert "surveys.codebook" in definitions({("surveys", "codebook")})
    assert definitions({("modning", "__doc__")}).keys() == {"modning"}


def test_every_module_has_its_file() -> None:
    assert all(module_file(module).is_file() for module in definitions(None))


def test_preload_names_modules_and_not_what_is_in_them() -> None:
    code = "from surveys import codebook\nfrom slicebook.text import Message\nimport pandas as pd"
    broken = "import ("
    assert preload([notebook(code), notebook(broken)]) == (
        "pandas",
        "slicebook.text",
        "surveys.codebook",
    )
