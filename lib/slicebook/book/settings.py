"""What Sphinx is told of a book beside the theme's _config.yml."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from slicebook import paths
from slicebook.book import words
from slicebook.book.citation import citation
from slicebook.book.contents import Part
from slicebook.book.dataset import dataset
from slicebook.book.editions import own_name
from slicebook.book.stamp import files_hash
from slicebook.book.switcher import MANY
from slicebook.programme import Programme


def sphinx_settings(
    programme: Programme, language: str, languages: Sequence[str], contents: list[Part]
) -> dict[str, Any]:
    """Return what Sphinx is told beside the theme's _config.yml; `languages` are all the book's."""
    subtitle = programme.subtitle or words.EVALUATION
    title = f"{programme.name}: {subtitle}"
    return {
        "html_title": title,
        "project": title,
        "language": language,
        "html_static_path": ["_static"],
        "templates_path": [str(paths.theme("_templates"))],
        "html_css_files": ["modning.css"],
        "html_js_files": [(name, {"defer": "defer"}) for name in ("modning.js", "fold.js")],
        "nb_code_prompt_show": str(words.SHOW_CODE),
        "nb_code_prompt_hide": str(words.HIDE_CODE),
        "external_toc_path": "_toc.yml",
        "html_sidebars": {"**": ["navbar-logo", "search-button-field", "contents"]},
        "html_context": {
            "contents": [asdict(part) for part in contents],
            "many": MANY,
            "citation": citation(title, programme),
            "dataset": dataset(programme, language, title),
            "search_label": str(words.SEARCH),
            "contents_label": str(words.CONTENTS),
            "on_this_page": str(words.ON_THIS_PAGE),
            "other_languages": [_other(other) for other in languages if other != language],
            "default_mode": "auto",
            # Pages link style sheets and scripts by their checksums, so they follow their changes.
            "static": files_hash(paths.theme("_static").iterdir()),
        },
    }


def _other(other: str) -> dict[str, Any]:
    """Return what the switch to another language needs."""
    return {"code": other, "name": own_name(other), "label": words.SAME_PAGE[other]}
