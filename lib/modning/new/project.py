"""Write a project: its forms first, then all that follows from them."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from modning.new import words
from modning.new.forms import Forms, places_in, questions_of, roles, write_forms
from modning.new.render import TEMPLATE, filled, notebook, prose
from modning.schemas import write_schemas
from slicebook import files
from slicebook.book import catalogues
from slicebook.errors import InputError
from slicebook.programme import read_yaml
from slicebook.translations import SOURCE
from surveys.codebook import load_codebook
from surveys.instruments.names import as_id

# Templates of notebooks that are written once a form, a scale or a pair of forms; and by request.
EACH = ("01_intake/form", "02_outcomes/scale", "02_outcomes/twice", "blank")
# Templates of files whose own names begin with a dot.
DOTTED = ("gitignore", "ci/", "github/", "gitlab-ci.yml")


@dataclass(frozen=True)
class Wanted:
    """What somebody wants of a project; `forms` are files, `places` names."""

    folder: Path
    forms: Sequence[Path] = ()
    languages: Sequence[str] = ("en",)
    places: Sequence[str] = ()
    years: Sequence[int] = (2025, 2026)
    name: str = ""
    unnamed: tuple[str, ...] = field(default=("North", "South"))


def write_project(wanted: Wanted) -> tuple[str, ...]:
    """Write a project to a folder that is empty or not there; return what a person must look at.

    Raises `InputError` for a folder with anything in it, and for a file that is no form.
    """
    folder = wanted.folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(f"{wanted.folder}: is not empty; a new project needs a folder of its own")
    if missing := [path for path in wanted.forms if not path.is_file()]:
        raise InputError(f"{missing[0]}: no such file")
    folder.mkdir(parents=True, exist_ok=True)
    said = {"name": wanted.name or folder.name.replace("-", " ").capitalize(),
            "slug": as_id(folder.name), "languages": list(wanted.languages),
            "years": sorted(wanted.years)}  # fmt: skip
    with _within(folder):
        # Forms are read in the programme's languages: it is written without forms first.
        places = {as_id(name): name for name in wanted.places or wanted.unnamed}
        _write("programme.yml", said | _asked(places, Forms((), {})))
        found = {} if wanted.places else places_in(wanted.forms)
        places = found or places
        _write("programme.yml", said | _asked(places, Forms((), {})))
        forms = write_forms(wanted.forms, places)
        _write("programme.yml", said | _asked(places, forms))
        said |= _asked(places, forms)
        said |= words.of_forms(load_codebook(), said["roles"])
        for name in _plain():
            _write(name, said)
        write_schemas()
        for (template, name), more in _notebooks(said):
            text = filled(_template(f"notebooks/{template}.md"), said | more)
            files.write(Path("notebooks", f"{name}.ipynb").absolute(), notebook(text))
        untranslated = [
            one for one in wanted.languages if one != SOURCE and not _translate(one, said)
        ]
    advice = (
        "{}: texts are in English, marked, until they are translated: modning translate "
        "--language {}"
    )
    return (*forms.remarks, *(advice.format(one, one) for one in untranslated))


def _asked(places: Mapping[str, str], forms: Forms) -> dict[str, Any]:
    codes = {key: {form: forms.codes[form][key] for form in forms.names} for key in places}
    return {"places": places, "codes": codes, "called": forms.called,
            "roles": roles(questions_of(forms.names)), "scales": []}  # fmt: skip


def _plain() -> Iterator[str]:
    """Yield the templates of all files that are written once, notebooks apart."""
    for path in sorted(TEMPLATE.rglob("*.jinja")):
        name = path.relative_to(TEMPLATE).as_posix().removesuffix(".jinja")
        if not name.startswith("notebooks/"):
            yield name


def _notebooks(said: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    """Yield each notebook's template and name with the words that are its own."""
    for path in sorted((TEMPLATE / "notebooks").rglob("*.md.jinja")):
        name = path.relative_to(TEMPLATE / "notebooks").as_posix().removesuffix(".md.jinja")
        if name not in EACH:
            yield (name, name), {}
    for form in said["forms"]:
        yield (EACH[0], f"01_intake/{form['notebook']}"), {"form": form}
    for scale in said["scales"]:
        yield (EACH[1], f"02_outcomes/{scale['notebook']}"), {"scale": scale}
    for pair in said["pairs"]:
        yield (EACH[2], f"02_outcomes/{pair['notebook']}"), {"pair": pair}


def _translate(language: str, said: Mapping[str, Any]) -> bool:
    """Write the project's catalogues of a language; tell whether nothing is missing in them."""
    catalogues.merge(language)
    given = TEMPLATE / f"{language}.yml"
    if given.is_file():
        lines = {line: text for line, text in read_yaml(given).items() if line != text}
        there = said | words.of_forms(load_codebook(), said["roles"], language)
        known = dict(lines)
        pages = [(name, {}, {}) for name in _plain() if name.startswith("book/en/")]
        both = zip(_notebooks(said), _notebooks(there), strict=True)
        pages += [(f"notebooks/{one[0][0]}.md", one[1], other[1]) for one, other in both]
        for name, here, other in pages:
            text = _template(name)
            translated = "\n".join(lines.get(line, line) for line in text.split("\n"))
            sides = filled(text, said | here), filled(translated, there | other)
            known |= dict(zip(*map(prose, sides), strict=True))
        catalogues.fill(language, known)
        catalogues.merge(language)
    return not catalogues.unfinished(language)


def _template(name: str) -> str:
    return (TEMPLATE / f"{name}.jinja").read_text(encoding="utf-8")


def _write(name: str, said: Mapping[str, Any]) -> None:
    target = Path(f".{name}" if name.startswith(DOTTED) else name).absolute()
    files.write(target, filled(_template(name), said))
    if name == "ci/run":
        target.chmod(0o755)


@contextmanager
def _within(folder: Path) -> Iterator[None]:
    """Be in a project's folder, whatever `MODNING_PROJECT` names."""
    before, named = Path.cwd(), os.environ.pop("MODNING_PROJECT", None)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
        if named is not None:
            os.environ["MODNING_PROJECT"] = named
