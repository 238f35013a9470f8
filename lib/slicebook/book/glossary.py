"""The glossary: the field's terms in both languages, `book/glossary.yml` as a page."""

from collections.abc import Sequence
from html import escape

from slicebook import paths
from slicebook.programme import Words, read_yaml
from slicebook.text import Message, languages
from slicebook.written import read, written


@written
class Term:
    """A term and its meaning."""

    term: Words
    meaning: Words


def load_glossary() -> dict[str, Term]:
    """Return each term and its meaning by its key, none where the project has no file of them.

    `InputError` for a file that is none.
    """
    file = paths.book("glossary.yml")
    return read(dict[str, Term], read_yaml(file), "book/glossary.yml") if file.is_file() else {}


def glossary(language: str) -> str:
    """Return the terms as a list in alphabetical order, each with its counterpart and meaning."""
    others = [one for one in languages() if one != language]
    entries = sorted(load_glossary().items(), key=lambda item: _order(item[1].term[language]))
    items = "\n".join(
        f'<dt id="term-{key}">{escape(one.term[language])} {_counterparts(one.term, others)}</dt>\n'
        f"<dd>{escape(one.meaning[language])}</dd>"
        for key, one in entries
    )
    return f'<dl class="glossary">\n{items}\n</dl>'


def _counterparts(term: Message, others: Sequence[str]) -> str:
    return " ".join(
        f'<span class="counterpart" lang="{other}">{escape(term[other])}</span>' for other in others
    )


def _order(term: str) -> str:
    """Return a key that puts æ, ø and å last, as Danish does."""
    return term.lower().translate(str.maketrans("æøå", "{|}"))
