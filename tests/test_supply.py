"""What the project is made of: pinned to its bytes, and data files that can run nothing."""

import csv
import re
import tomllib
from pathlib import Path

import pytest

import licences
from slicebook.errors import InputError
from slicebook.programme import read_yaml

ROOT = Path(__file__).resolve().parents[1]
# As packages name them. All but those of `STRONG` may go into other works with a notice.
ACCEPTED = {
    *("0BSD", "BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "ISC", "ISC License (ISCL)"),
    *("MIT", "MIT License", "MIT-0", "MIT-CMU", "Zlib", "CC0-1.0", "Public Domain"),
    *("Apache 2.0", "Apache License, Version 2.0", "Apache Software License", "Apache-2.0"),
    *("PSF-2.0", "Python Software Foundation License", "Artistic License"),
    *("MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)", "SIL Open Font License 1.1 (OFL-1.1)"),
}
# Used unchanged and not handed on: nothing of them is in the repository or in a book. The wheel of
# pypdfium2 has what PDFium is built of (FreeType, libjpeg-turbo, ICU …), all with a notice only.
STRONG = {
    "docutils": "GNU General Public License (GPL)",
    "pingouin": "GPL-3.0",
    "pypdfium2": "BSD-3-Clause, Apache-2.0, dependency licenses",
    "python-stdnum": "GNU Lesser General Public License v2 or later (LGPLv2+)",
    "text-unidecode": "GNU General Public License (GPL); "
    "GNU General Public License v2 or later (GPLv2+)",
}


def test_every_package_is_locked_to_its_bytes():
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    registry = [package for package in packages if "registry" in package["source"]]
    assert len(registry) > 100
    files = [
        (package["name"], file)
        for package in registry
        for file in [*package.get("wheels", []), *filter(None, [package.get("sdist")])]
    ]
    assert {package["name"] for package in registry} == {name for name, _ in files}
    assert [name for name, file in files if not file["hash"].startswith("sha256:")] == []
    own = [package["source"] for package in packages if "registry" not in package["source"]]
    folders = [f"lib/{path.parent.name}" for path in ROOT.glob("lib/*/pyproject.toml")]
    assert sorted(source["editable"] for source in own if "editable" in source) == sorted(folders)
    assert [source for source in own if "editable" not in source] == [{"virtual": "."}]


def test_a_data_file_runs_nothing(tmp_path):
    proof = tmp_path / "ran"
    path = tmp_path / "programme.yml"
    path.write_text(f"name: !!python/object/apply:pathlib.Path.touch [{proof}]\n")
    with pytest.raises(InputError, match=r"programme\.yml: not valid YAML"):
        read_yaml(path)
    assert not proof.exists()


def listed() -> list[dict[str, str]]:
    with licences.LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_package_is_listed_with_its_licence():
    """`make lock` writes the list anew. Another system may have installed fewer of them."""
    rows = [tuple(row.values()) for row in listed()]
    assert set(licences.installed()) <= set(rows)
    assert len(rows) > 200
    locked = licences.locked()
    assert [row for row in rows if row[1] not in locked.get(row[0], ())] == []


def test_every_licence_is_one_that_is_accepted():
    for row in listed():
        named = set(re.split("; | AND | OR ", row["licence"]))
        others = named - ACCEPTED
        assert others <= set(STRONG.get(row["package"], "").split("; ")), row
