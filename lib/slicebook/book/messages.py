"""Messages: the blocks of the English prose, which are translated one by one.

A block is what stands between blank lines; blocks that one Jinja condition spans are one message,
so that no translation begins a condition that another ends.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from slicebook import paths
from slicebook.runs.matrix import notebook_name, notebook_paths, read_notebook, source_of

BREAK = re.compile(r"(\n{2,})")
OPENING = re.compile(r"{%-?\s*(?:if|for)\b")
CLOSING = re.compile(r"{%-?\s*end(?:if|for)\b")
NAMES = re.compile(r"{{.*?}}", re.DOTALL)
NOT_TEXT = re.compile(r"{%.*?%}|<[^>]*>", re.DOTALL)
# A text that a filter may say, `{{ gain | told("A rise.", …) }}`: unlike a name it has a space.
SAID = re.compile(r'"[^"]* [^"]*"')
LETTER = re.compile(r"[^\W\d_]")
# The folder of the catalogues of book/en.
PAGES = "pages"


@dataclass(frozen=True)
class Block:
    """A text to translate, the file and cell it stands in, and what it means of several things."""

    text: str
    place: str
    context: str = ""


def source_messages() -> dict[str, list[Block]]:
    """Return every message by its catalogue, `01_intake/01_coverage` or `pages/index`."""
    found = {notebook_name(path): list(_of_notebook(path)) for path in notebook_paths()}
    for path in sorted(paths.book("en").glob("*.md")):
        text = path.read_text(encoding="utf-8")
        found[f"{PAGES}/{path.stem}"] = [
            Block(block, f"book/en/{path.name}") for block in blocks(text)
        ]
    return {name: messages for name, messages in found.items() if messages}


def blocks(text: str) -> list[str]:
    """Return the blocks of a Markdown text that have words to translate."""
    return [piece.strip() for piece in _pieces(text) if _has_words(piece)]


def replace_blocks(text: str, translate: Callable[[str], str]) -> str:
    """Return the text with each block translated; what is between them stays."""
    return "".join(
        piece.replace(piece.strip(), translate(piece.strip())) if _has_words(piece) else piece
        for piece in _pieces(text)
    )


def _of_notebook(path: Path) -> Iterator[Block]:
    for cell in read_notebook(path)["cells"]:
        if cell["cell_type"] == "markdown":
            place = f"notebooks/{notebook_name(path)}.ipynb:{cell['id']}"
            yield from (Block(block, place) for block in blocks(source_of(cell)))


def _pieces(text: str) -> list[str]:
    """Split a text into blocks and the breaks between them; joined, they are the text."""
    pieces, open_block, depth = [], "", 0
    for part in BREAK.split(text):
        depth += len(OPENING.findall(part)) - len(CLOSING.findall(part))
        open_block += part
        if depth == 0:
            pieces.append(open_block)
            open_block = ""
    return [*pieces, open_block]


def _has_words(piece: str) -> bool:
    said = re.sub(
        r"{{.*?}}", lambda names: " ".join(SAID.findall(names[0])), piece, flags=re.DOTALL
    )
    return bool(LETTER.search(NOT_TEXT.sub("", said)))
