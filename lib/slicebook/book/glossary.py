"""The glossary: the field's terms in both languages, `book/glossary.yml` as a page."""

from collections.abc import Sequence
from html import escape

from slicebook import paths
from slicebook.programme import label, read_yaml
from slicebook.text import Message, languages


def load_glossary() -> dict[str, tuple[Message, Message]]:
    """Return each term and its meaning by its key, none where the project has no file of them.

    `InputError` for a file that is none.
    """
    file = paths.book("glossary.yml")
    entries = read_yaml(file) if file.is_file() else {}
    return {
        key: tuple(label(entry[part], f"book/glossary.yml: {key}") for part in ("term", "meaning"))
        for key, entry in entries.items()
    }


def glossary(language: str) -> str:
    """Return the terms as a list in alphabetical order, each with its counterpart and meaning."""
    others = [one for one in languages() if one != language]
    entries = sorted(load_glossary().items(), key=lambda item: _order(item[1][0][language]))
    items = "\n".join(
        f'<dt id="term-{key}">{escape(term[language])} {_counterparts(term, others)}</dt>\n'
        f"<dd>{escape(meaning[language])}</dd>"
        for key, (term, meaning) in entries
    )
    return f'<dl class="glossary">\n{items}\n</dl>'


def _counterparts(term: Message, others: Sequence[str]) -> str:
    return " ".join(
        f'<span class="counterpart" lang="{other}">{escape(term[other])}</span>' for other in others
    )


def _order(term: str) -> str:
    """Return a key that puts æ, ø and å last, as Danish does."""
    return term.lower().translate(str.maketrans("æøå", "{|}"))
