"""What may become of a file of `build/`."""

from pathlib import Path


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def another_type(path: Path) -> None:
    path.write_text('[{"seal": 1}, "made_of"]')


def a_folder(path: Path) -> None:
    path.unlink()
    (path / "within").mkdir(parents=True)


def another_project(path: Path) -> None:
    """As from another project: well-formed, and of other things."""
    text = path.read_bytes().replace(b"koge", b"aars").replace(b"completion", b"beginnings")
    path.write_bytes(text)


HARMS = [cut, emptied, another_type, a_folder, another_project]
