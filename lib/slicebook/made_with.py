"""What the figures of an edition were made with, but the answers: method, data and text, as hashes.

Hashes of answers are not kept: of a small municipality they would confirm a guess. A figure that
changed although nothing else did has changed with the answers.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path

from cellguard.coarse import Coarse
from slicebook import files, paths
from slicebook.errors import InputError
from slicebook.programme import load_programme, read_yaml
from slicebook.runs.dependencies import module_file
from slicebook.runs.fingerprint import CODE, FIGURES, TEXT
from slicebook.runs.matrix import notebook_paths, plan, read_notebook, source_of
from slicebook.runs.stored import stored_metadata
from slicebook.runs.taken import ASKED, SAID, SYNTHETIC, hash_file
from slicebook.seals import hash_of_json
from slicebook.slices import all_slices

# Ingredients of a run that are answers or decided from them, that its notebook's cells say, or that
# are words.
# The entries of programme.yml are told apart.
OTHERS = ("build/", "data/coding", "parameters", SYNTHETIC, FIGURES, paths.PROGRAMME)
OTHERS += (CODE, TEXT, SAID, ASKED)
ANSWERS = "build/data/"
DATA = ("data/", "instruments")
# Rules that stand among the data: registers that say what is asked of them, not what they are.
RULES = ".yml"
# What programme.yml says that is words, or of how the book is made and published.
WORDS = ("name", "subtitle", "languages", "language", "place", "book", "citation", "publish")


@dataclass(frozen=True)
class MadeWith:
    """Hashes of all method and data, and of each page's `text`, by name.

    `uses` has the names that each notebook uses, `answers` the forms it reads answers to;
    `second_hand` are those that read the results; `coarse` are the steps that statistics were shown
    to, `together` the answers of figures that tell several as one. Of an edition of before, what
    notebooks use and read is not known.
    """

    hashes: Mapping[str, str]
    text: Mapping[str, str]
    uses: Mapping[str, frozenset[str]]
    second_hand: frozenset[str]
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    coarse: Coarse = field(default_factory=Coarse)
    together: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def moved(self, notebook: str, before: "MadeWith") -> tuple[list[str], list[str]]:
        """Return which method and which data of a notebook are not what they were."""
        names = [one for one in sorted(self.uses.get(notebook, ()))
                 if self.hashes[one] != before.hashes.get(one)]  # fmt: skip
        data = [name for name in names if _is_data(name)]
        return [name for name in names if name not in data], data

    def rewritten(self, before: "MadeWith") -> list[str]:
        """Return the pages whose text is not what it was, and new ones."""
        return [name for name, hash in self.text.items() if before.text.get(name) != hash]


def made_with() -> MadeWith:
    """Return what the runs that are here were made with."""
    planned = plan(notebook_paths(), all_slices(load_programme()))
    runs = [run for run in planned if run.output.is_file()]
    hashes: dict[str, str] = {}
    uses: dict[str, set[str]] = {}
    answers: dict[str, set[str]] = {}
    rules = _rules()
    text = {path.stem: hash_file(path) for path in sorted(paths.book("en").glob("*.md"))}
    for run in runs:
        name = run.notebook_name
        if name not in uses:
            hashes[f"notebooks/{name}.ipynb"], text[name] = _of_cells(run.notebook)
            uses[name] = {f"notebooks/{name}.ipynb"}
        named = stored_metadata(run.output).get("fingerprint") or {}
        found = dict(_ingredients(named)) | (rules if paths.PROGRAMME in named else {})
        hashes |= found
        uses[name] |= found.keys()
        answers.setdefault(name, set()).update(_forms(named))
    second_hand = frozenset(run.notebook_name for run in runs if run.reads_results)
    coarse = load_programme().rules.coarse
    return MadeWith(hashes, text, _frozen(uses), second_hand, _frozen(answers), coarse)


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(its) for name, its in sets.items()}


def write(made: MadeWith, path: Path) -> None:
    """Write as JSON what a later edition is compared with."""
    kept = {"hashes": made.hashes, "text": made.text, "coarse": asdict(made.coarse),
            "together": dict(made.together)}  # fmt: skip
    files.write(path, json.dumps(kept, indent=1, sort_keys=True) + "\n")


def read(path: Path) -> MadeWith:
    """Read what `write` wrote; `InputError` where that is not there."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        hashes, text, coarse = dict(kept["hashes"]), dict(kept["text"]), Coarse(**kept["coarse"])
        # Editions from before this was kept have none.
        together = dict(kept.get("together", {}))
        return MadeWith(hashes, text, {}, frozenset(), coarse=coarse, together=together)
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{paths.named(path)}: not as `modning publish` wrote it") from None


def _of_cells(notebook: Path) -> tuple[str, str]:
    """Return hashes of a notebook's code and of its text."""
    cells = read_notebook(notebook)["cells"]
    code, text = (
        hash_of_json([source_of(cell) for cell in cells if cell["cell_type"] == kind])
        for kind in ("code", "markdown")
    )
    return code, text


def _ingredients(named: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what of a run's fingerprint is method or data; of a module all, whatever is taken."""
    for name, hash in named.items():
        if not name.startswith(OTHERS):
            yield name, _of_module(name) or hash


@cache
def _of_module(name: str) -> str:
    """Return the hash of one of the library's modules as it was when first asked; "" of others."""
    file = module_file(name)
    return hash_file(file) if file.is_file() else ""


def _rules() -> dict[str, str]:
    """Return the hashes of the entries of programme.yml on which figures can depend."""
    entries = read_yaml(paths.programme())
    return {
        f"{paths.PROGRAMME}:{name}": hash_of_json(str(entry))
        for name, entry in entries.items()
        if name not in WORDS
    }


def _is_data(name: str) -> bool:
    """Tell whether a file is data; a register that lies in data/ itself is method."""
    register = name.startswith("data/") and name.count("/") == 1 and name.endswith(RULES)
    return name.startswith(DATA) and not register


def _forms(named: Mapping[str, str]) -> Iterator[str]:
    """Yield the forms whose answers a run read, which lie in a folder each."""
    return (name.split("/")[2] for name in named if name.startswith(ANSWERS))
