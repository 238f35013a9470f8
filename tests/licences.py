"""List every locked package that is installed with its licence: `python tests/licences.py`.

From the installed metadata: the licence expression, else the classifiers, else the free text.
"""

import csv
import io
import sys
import tomllib
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "docs" / "licences.csv"
COLUMNS = ("package", "version", "licence")
# Packages that say nothing in their metadata: what their repository says.
UNSAID = {"axe-playwright-python": "MIT"}


def locked() -> dict[str, set[str]]:
    """Return the versions of every package of the lock that comes from a registry."""
    found: dict[str, set[str]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        if "registry" in package["source"]:
            found.setdefault(package["name"], set()).add(package["version"])
    return found


def installed() -> list[tuple[str, str, str]]:
    """Return name, version and licence of the locked packages that are installed."""
    rows = []
    for name in sorted(locked()):
        try:
            known = metadata(name)
        except PackageNotFoundError:
            continue  # another system's, or the benchmarks' own
        rows.append((name, known["Version"], licence(known) or UNSAID.get(name, "")))
    return rows


def licence(known: PackageMetadata) -> str:
    """Return what a package says of its licence."""
    if expression := known.get("License-Expression"):
        return expression
    classifiers = known.get_all("Classifier") or []
    named = [text.split(" :: ")[-1] for text in classifiers if text.startswith("License ::")]
    named = [name for name in named if name != "OSI Approved"]
    if named:
        return "; ".join(named)
    lines = (known.get("License") or "").strip().splitlines()
    return lines[0].strip() if lines else ""


def text() -> str:
    """Return the list as CSV."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows([COLUMNS, *installed()])
    return written.getvalue()


if __name__ == "__main__":
    LIST.write_text(text(), encoding="utf-8")
    sys.stdout.write(f"wrote {LIST.relative_to(ROOT)}\n")
