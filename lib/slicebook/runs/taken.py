"""What a run read, as content hashes: files, answers, words translated for it, what it asked."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from slicebook import notes, paths
from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.programme import load_programme
from slicebook.seals import hash_of_json
from slicebook.translations import translation

Fingerprint = dict[str, str]
# When a file was written, how long it is, and its number on the disk.
Stamp = tuple[int, int, int]
Stamps = dict[Path, Stamp | None]

ABSENT = "absent"
UNSETTLED = "changed during the run"
SYNTHETIC = "synthetic answers"
# Before what a catalogue knows words by, and before a question.
SAID, ASKED = "words ", "what is "


def stamps() -> Stamps:
    """Return when each file that runs may read was written, and which file it is.

    To be compared with each other and never with a clock, which somebody may set.
    """
    places = [*(paths.root() / name for name in notes.READ), paths.build("data")]
    found = [path for place in places for path in (place, *place.rglob("*.*"))]
    return {path: stamp(path) for path in (*found, *_decisions())}


def answers_read(sources: Iterable[dict[str, Any]], before: Stamps) -> Fingerprint:
    """Return the fingerprint of the partitions a run read, by the notes in its outputs.

    A partition that is not the one of the `stamps` from `before` the run may not be the one that
    was read: its ingredient is one that no later run has, so that the run is executed again.
    """
    programme = load_programme()
    files = {path for note in sources for path in evaluation().files(note, programme)}
    return _settled(hashes(files), before) | {SYNTHETIC: is_synthetic()} if files else {}


def files_read(names: Iterable[str], before: Stamps) -> Fingerprint:
    """Return the fingerprint of the files and folders that a run noted, by their names.

    Of a folder its listing and each file in it. Like `answers_read` where one changed meanwhile.
    """
    return _settled(holdings(paths.root() / name for name in names), before)


def words_said(noted: Iterable[Iterable[str]]) -> Fingerprint:
    """Return the fingerprint of words that a run noted, by what a catalogue knows them by."""
    names = (SAID + json.dumps(words, ensure_ascii=False) for words in noted)
    return {name: translated(name) for name in names}


def decided(questions: Iterable[str], before: Stamps) -> Fingerprint:
    """Return the fingerprint of what a run asked, as it is answered now.

    Like `answers_read` where what is withheld was decided anew since the `stamps` from `before`.
    """
    settled = all(stamp(path) == before.get(path) for path in _decisions())
    names, answer = (ASKED + question for question in questions), evaluation().answering()
    return {name: answered(name, answer) if settled else UNSETTLED for name in names}


def translated(name: str) -> str:
    """Return the hash of a translation, by its name in fingerprints."""
    return hash_of_json(translation(*json.loads(name.removeprefix(SAID))))


def answered(name: str, answer: Callable[[str], Any]) -> str:
    """Return the hash of an answer, by the question's name in fingerprints."""
    try:
        return hash_of_json(answer(name.removeprefix(ASKED)))
    except InputError:  # which the run will say
        return ABSENT


def _decisions() -> list[Path]:
    """Return the notes without which no file of what is withheld is believed."""
    return sorted(paths.build("disclosure").glob("*/*.json"))


def _settled(found: Fingerprint, before: Stamps) -> Fingerprint:
    """Return hashes but for files that are not those of the `stamps` from before."""
    places = {name: paths.root() / name for name in found}
    moved = {name for name, place in places.items()
             if not place.is_dir() and stamp(place) != before.get(place)}  # fmt: skip
    return found | dict.fromkeys(moved, UNSETTLED)


def is_synthetic() -> str:
    """Return, as a fingerprint has it, whether the stored answers are synthetic."""
    return str(evaluation().origin()["synthetic"])


def hashes(files: Iterable[Path]) -> Fingerprint:
    """Return the hashes of files by their names in the project, whole outside it."""
    return {paths.named(file): hash_file(file) for file in sorted(files)}


def holdings(places: Iterable[Path]) -> Fingerprint:
    """Return the hashes of files, and of folders' listings and files."""
    places = list(places)
    return hashes({*places, *(file for place in places for file in within(place))})


def hash_file(path: Path) -> str:
    """Return a hash of a file's content, or of which files lie in a folder, or "absent"."""
    if path.is_dir():
        return hash_of_json([file.relative_to(path).as_posix() for file in within(path)])
    try:
        return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ABSENT


def within(folder: Path) -> list[Path]:
    """Return the files of a folder but hidden ones, such as those an editor is about to write."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in files if not path.name.startswith("."))


def stamp(path: Path) -> Stamp | None:
    """Return when a file was written, and which it is; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
