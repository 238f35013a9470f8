"""What a notebook shows, made for every language of the programme from one call.

A function marked with `view` is called as any other. Its result holds what it returns in each
language; shown in JupyterLab it is the one in the programme's language, and the book picks its own.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from slicebook.programme import load_programme
from slicebook.shown.static import LANGUAGES
from slicebook.text import Message, is_speaking, speaking, spoken


@dataclass(frozen=True)
class View:
    """One thing in each language, the programme's own first; its attributes are that one's."""

    languages: dict[str, Any]

    def __getitem__(self, key: Any) -> "View":
        """Return a part of it, again in each language."""
        return View({language: one[key] for language, one in self.languages.items()})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._own, name)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._own)

    def __str__(self) -> str:
        return str(self._own)

    @property
    def _own(self) -> Any:
        return next(iter(self.languages.values()))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> tuple[dict, dict]:
        bundles = {language: _bundle(language, one) for language, one in self.languages.items()}
        (data, metadata), *_ = bundles.values()
        others = {
            language: {"data": data, "metadata": metadata}
            for language, (data, metadata) in list(bundles.items())[1:]
        }
        return {**data, LANGUAGES: others}, metadata


def view(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of words be called once for all languages.

    Where a language is spoken it is the function itself. Views, messages and containers of them
    among its arguments reach it in the language that it is called for.
    """

    @wraps(function)
    def called(*arguments: Any, **named: Any) -> Any:
        if is_speaking():
            return function(*arguments, **named)
        made = {}
        for language in load_programme().languages():
            with speaking(language):
                made[language] = function(*_said(arguments), **_said(named))
        return View(made)

    return called


def in_language(output: Mapping[str, Any], language: str) -> tuple[dict, dict]:
    """Return data and metadata of a notebook's output in a language; its own where it has one."""
    other = output["data"].get(LANGUAGES, {}).get(language)
    found = other or output
    data = {mime: content for mime, content in found["data"].items() if mime != LANGUAGES}
    return data, found["metadata"]


def _said(words: Any) -> Any:
    """Return arguments as the language spoken has them."""
    if isinstance(words, View):
        return words.languages[spoken()]
    if isinstance(words, Message):
        return str(words)
    if isinstance(words, dict):
        return {_said(key): _said(one) for key, one in words.items()}
    if isinstance(words, list | tuple):
        return type(words)(map(_said, words))
    return words


def _bundle(language: str, shown: Any) -> tuple[dict, dict]:
    """Return what JupyterLab would be given of a thing in a language, as data and metadata."""
    with speaking(language):
        if hasattr(shown, "_repr_mimebundle_"):
            bundle = shown._repr_mimebundle_()
            return bundle if isinstance(bundle, tuple) else (bundle, {})
        data = {"text/plain": str(shown)}
        if hasattr(shown, "_repr_html_"):
            data["text/html"] = shown._repr_html_()
        return data, {}
