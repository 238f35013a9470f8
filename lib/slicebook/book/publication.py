"""Put a built book where it is published, below its edition's name, with an index of editions."""

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from slicebook import files, paths
from slicebook.book import words
from slicebook.book.citation import commit, month_of
from slicebook.book.editions import rendered
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.programme import Programme
from slicebook.targets import Target
from slicebook.text import speaking

# What each edition says of itself, beside its pages.
STAMP = "edition.json"
INDEX = Path(__file__).with_name("editions.html.jinja")
# Where a page gets its edition's name (book/_templates/cite.html), after the word for it.
NAMELESS = re.compile(r'<span class="edition-name" data-edition="([^"]*)"></span>')


@dataclass(frozen=True)
class Stamp:
    """What an edition is; `answers_until` is a month or "", `commit` that of its code.

    `changes` tells whether it has a page of what changed.
    """

    edition: str
    commit: str | None
    answers_until: str
    synthetic: bool
    changes: bool
    languages: tuple[str, ...]


def put(edition: str, target: Target, programme: Programme) -> str:
    """Put build/html on a target as `edition`, replacing one of its name; return where it is.

    Raises `InputError` where that cannot be written.
    """
    if target.folder:
        folder = (paths.root() / target.folder).resolve()
        _put(edition, folder, programme)
        return f"{folder / 'index.html'}"
    with _checked_out(target.branch, f"Publish edition {edition}") as folder:
        _put(edition, folder, programme)
    return f"branch {target.branch}: git push origin {target.branch}"


def _put(edition: str, folder: Path, programme: Programme) -> None:
    stamp = _stamp(edition, programme)
    with files.replacing(folder / edition) as fresh:
        shutil.copytree(paths.build("html"), fresh, dirs_exist_ok=True)
        for page in fresh.rglob("*.html"):
            text = page.read_text(encoding="utf-8")
            page.write_text(NAMELESS.sub(rf"\1 {edition}. ", text), encoding="utf-8")
        files.write(fresh / STAMP, json.dumps(asdict(stamp), indent=1) + "\n")
    # Without it, GitHub's own site builder leaves out folders that begin with an underscore.
    files.write(folder / ".nojekyll", "")
    files.write(folder / "index.html", _index(_stamps(folder), programme))


def _stamp(edition: str, programme: Programme) -> Stamp:
    origin = evaluation().origin()
    languages = [one for one in programme.languages() if paths.build("html", one).is_dir()]
    if not languages:
        raise InputError("build/html is missing: no book was built yet; call `modning book`")
    # The month: the day would be that of one person's answer.
    until = (origin.get("last") or "")[: len("2026-01")]
    changes = paths.build("html", languages[0], "changes.html").is_file()
    return Stamp(edition, commit(), until, bool(origin["synthetic"]), changes, tuple(languages))


def _stamps(folder: Path) -> list[Stamp]:
    """Return the editions in a folder, the last by name first."""
    found = sorted(folder.glob(f"*/{STAMP}"), key=lambda path: path.parent.name, reverse=True)
    return [Stamp(**json.loads(path.read_text(encoding="utf-8"))) for path in found]


def _index(stamps: list[Stamp], programme: Programme) -> str:
    """Return the page of all editions, in the programme's language."""
    with speaking(programme.language):
        said = {"editions": stamps, "programme": programme, "words": words, "month_of": month_of}
        return rendered(INDEX, **said)


@contextmanager
def _checked_out(branch: str, message: str) -> Iterator[Path]:
    """Give a folder with what a branch holds, and commit what it holds in the end.

    A branch that is not there begins empty, with no history.
    """
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "branch"
        if not _git("branch", "--list", branch):
            nothing = _git("hash-object", "-t", "tree", "-w", "--stdin")
            _git("branch", branch, _git("commit-tree", nothing, "-m", "Begin with nothing"))
        _git("worktree", "add", "--quiet", str(folder), branch)
        try:
            yield folder
            _git("-C", str(folder), "add", "--all", "--force")
            if _git("-C", str(folder), "status", "--porcelain"):
                _git("-C", str(folder), "commit", "--quiet", "--no-verify", "-m", message)
        finally:
            _git("worktree", "remove", "--force", str(folder))


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments],
        cwd=paths.root(),
        capture_output=True,
        text=True,
        input="",
    )
    if done.returncode:
        raise InputError(f"git {' '.join(arguments[:4])}: {done.stderr.strip()}")
    return done.stdout.strip()
