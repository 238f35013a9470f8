"""Machines other than this one: what can be told of them from files, without one."""

import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.tags import compatible_tags, cpython_tags, mac_platforms
from packaging.utils import parse_wheel_filename
from uv import find_uv_bin

ROOT = Path(__file__).resolve().parents[1]
PYTHONS = [(3, 11), (3, 12), (3, 13), (3, 14)]
SYSTEMS = {
    "Linux": ("linux", [f"manylinux_2_{minor}_x86_64" for minor in range(40, 4, -1)]
              + ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"]),
    "Darwin": ("darwin", list(mac_platforms((14, 0), "arm64"))),
    "Windows": ("win32", ["win_amd64"]),
}  # fmt: skip


def needed() -> Iterator[tuple[str, str, Marker | None]]:
    """Yield name, version and condition of every package that the project needs to run."""
    command = "export --frozen --quiet --no-dev --no-hashes --no-annotate --no-header"
    listed = subprocess.run(
        [find_uv_bin(), *command.split(), "--no-emit-workspace"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    for line in listed.splitlines():
        requirement, _, condition = line.partition(" ; ")
        name, version = requirement.split("==")
        yield name, version, Marker(condition) if condition else None


@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: ".".join(map(str, python)))
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_package_is_there_without_a_compiler(system: str, python: tuple[int, int]) -> None:
    platform, tags = SYSTEMS[system]
    fitting = {*cpython_tags(python, platforms=tags), *compatible_tags(python, "cp", tags)}
    about = {"python_version": ".".join(map(str, python)), "sys_platform": platform,
             "python_full_version": ".".join(map(str, python)) + ".9", "platform_system": system,
             "os_name": "nt" if platform == "win32" else "posix"}  # fmt: skip
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    wheels = {
        (package["name"], package["version"]): [
            parse_wheel_filename(wheel["url"].rsplit("/", 1)[1])[3]
            for wheel in package.get("wheels", ())
        ]
        for package in packages
        if "registry" in package["source"]
    }
    asked = [one for one in needed() if one[2] is None or one[2].evaluate(about)]
    assert len(asked) > 120
    lacking = [
        name for name, version, _ in asked
        if not any(fitting & set(tags) for tags in wheels[name, version])
    ]  # fmt: skip
    assert lacking == []


def test_every_python_is_tried_by_ci() -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/book.yml").read_text(encoding="utf-8"))
    tried = workflow["jobs"]["test"]["strategy"]["matrix"]["python"]
    assert tried == [".".join(map(str, python)) for python in PYTHONS]


def test_the_container_has_what_the_tests_ask_of_a_machine() -> None:
    container = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    image = re.search(r"^FROM python:(3\.\d+)-\S+ AS machine$", container, re.MULTILINE)
    assert tuple(map(int, image[1].split("."))) in PYTHONS
    installed = re.search(r"--no-install-recommends (.*) \\", container)[1].split()
    gate = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    asked = re.search(r"--no-install-recommends (.*) >/dev/null", gate)[1].split()
    assert {*asked, "git", "make"} <= set(installed)
    kept_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".venv", "build", ".link-key", "data/coding"} <= set(kept_out)


def test_the_dev_container_is_a_stage_of_the_container() -> None:
    place = ROOT / ".devcontainer" / "devcontainer.json"
    said = json.loads(place.read_text(encoding="utf-8"))
    dockerfile = place.parent / said["build"]["dockerfile"]
    text = dockerfile.read_text(encoding="utf-8")
    assert re.search(rf"^FROM \S+ AS {said['build']['target']}$", text, re.MULTILINE)
    assert f"useradd --create-home --uid 1000 {said['remoteUser']}" in text
    rules = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert said["postCreateCommand"] == "make .venv/ready"
    assert "$(VENV)/ready:" in rules


def test_every_test_that_the_threats_name_is_there() -> None:
    """A threat whose test is gone is one that nobody tries any more."""
    text = (ROOT / "docs" / "threats.md").read_text(encoding="utf-8")
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text)
    assert len(named) > 25
    gone = [
        f"{file}::{name}" for file, name in named
        if f"def {name}" not in (ROOT / file).read_text(encoding="utf-8")
    ]  # fmt: skip
    assert gone == []
