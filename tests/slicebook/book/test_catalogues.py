"""Translations: complete, with the same names of figures, and merged as the prose changes."""

import contextvars
import re

import nbformat
import pandas as pd
import pytest
from babel.messages.pofile import read_po

from book.small_book import OUTCOMES, make_project, shown, within
from slicebook.book import catalogues, messages
from slicebook.book.assemble import assemble
from slicebook.book.glossary import glossary, load_glossary
from slicebook.book.messages import blocks, replace_blocks
from slicebook.book.prose import fill, named
from slicebook.book.sentences import each_sentence
from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.tables import show
from slicebook.text import Message
from slicebook.translations import read, translation

FIGURE = re.compile(r"\b[a-z_]+(?:\.[a-z_0-9]+)+\b")
PO = "book/locale/da/LC_MESSAGES/pages/index.po"


def pairs():
    return [
        (name, source.text, translation(name, "", source.text, "da") or "")
        for name, sources in messages.source_messages().items()
        for source in sources
    ]


def test_nothing_is_missing_or_fuzzy_in_danish():
    missing = catalogues.unfinished("da")
    assert not missing, "\n".join([*missing, "call modning translate and fill them in"])


def test_the_catalogues_are_as_the_merge_leaves_them(tmp_path, monkeypatch):
    for place in ("book", "notebooks", "programme.yml"):
        (tmp_path / place).symlink_to(catalogues.paths.root() / place)
    wrote = []
    monkeypatch.setattr(catalogues.Path, "write_text", lambda path, *_, **__: wrote.append(path))
    monkeypatch.setattr(catalogues.Path, "unlink", lambda path: wrote.append(path))
    catalogues.merge("da")
    assert not wrote, f"call modning translate, which changes {wrote}"


def test_a_translation_names_the_same_figures_and_conditions():
    different = [
        (name, english[:60])
        for name, english, danish in pairs()
        if danish and (named(english) != named(danish) or tags(english) != tags(danish))
    ]
    assert different == []


HOLE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
# A text that a template says is no name; a figure's name in quotation marks is.
SAID = re.compile(r'"(?![a-z_.0-9]+")[^"]*"')


def figures_by_sentence(text):
    """Return the figures that each sentence names, of those that name any."""
    holes = HOLE.findall(text)
    numbered = iter(range(len(holes)))
    bare = HOLE.sub(lambda _: f"\ue0ff{next(numbered)}\ue0ff", text)
    found = []
    for sentence in each_sentence(bare):
        inside = [holes[int(at)] for at in re.findall("\ue0ff(\\d+)\ue0ff", sentence)]
        names = {one for hole in inside for one in FIGURE.findall(SAID.sub("", hole))}
        found += [sorted(names)] if names else []
    return sorted(found)


def test_what_falls_away_together_does_so_in_each_language():
    """A sentence that a translation makes two of would leave one of them alone."""
    torn = [
        (name, source[:60])
        for name, source, text in pairs()
        if text and figures_by_sentence(source) != figures_by_sentence(text)
    ]
    assert torn == []
    assert figures_by_sentence("{{ a.b }}: {{ a.c }}.") != figures_by_sentence(
        "{{ a.b }}. {{ a.c }}."
    )


def tags(text):
    return sorted(re.findall(r"{%-? *(\w+)", text))


def test_a_translation_keeps_headings_links_and_code():
    different = [
        (name, english[:60])
        for name, english, danish in pairs()
        if danish and markdown(english) != markdown(danish)
    ]
    assert different == []


def markdown(text):
    return re.match("#*", text)[0], sorted(re.findall(r"\]\([^)]*\)|`[^`]+`", text))


def test_blocks_are_paragraphs_but_a_condition_is_never_torn():
    text = "# A\n\nOne.\n\n{% if x %}Two.\n\nThree.{% else %}{{ y }}{% endif %}\n\n{{ z }}\n"
    assert blocks(text) == ["# A", "One.", "{% if x %}Two.\n\nThree.{% else %}{{ y }}{% endif %}"]
    assert replace_blocks(text, lambda block: block) == text
    assert replace_blocks("A\n\n\nB\n", str.lower) == "a\n\n\nb\n"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """Give a project with one page and one notebook, and no translations."""
    (tmp_path / "programme.yml").write_text("languages: [en, da]\nlanguage: en\n")
    (tmp_path / "data" / "report").mkdir(parents=True)
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "book" / "en").mkdir(parents=True)
    monkeypatch.setenv("MODNING_PROJECT", str(tmp_path))
    write(tmp_path, "# Title\n\nThe share of {{ men }} is 5% here.\n\nThe other paragraph.")
    return tmp_path


def write(project, text):
    (project / "book" / "en" / "index.md").write_text(text, encoding="utf-8")


def translate(project, **strings):
    path = project / PO
    catalogue = read_po(path.open("rb"))
    for message in catalogue:
        message.string = strings.get(message.id.partition(" ")[0], message.string)
    path.write_text(catalogues._text(catalogue, "da"), encoding="utf-8")


def test_new_messages_come_in_empty_and_are_listed(project):
    assert catalogues.merge("da") == [project / PO]
    assert catalogues.merge("da") == []
    write(project, "# Title\n\nOne.\n\nTwo.\n\nThree.")
    advice, *lines = catalogues.said_of_unfinished("da", shown=2)
    assert advice.startswith("4 texts")
    assert lines == ["book/en/index.md: # Title", "book/en/index.md: One.", "… and 2 more"]
    assert catalogues.said_of_unfinished("en") == []


def test_a_changed_message_is_fuzzy_and_one_that_is_gone_obsolete(project):
    catalogues.merge("da")
    translate(project, The="Andelen af {{ men }} er her 5 %.")
    assert len(read(project / PO)) == 2
    write(project, "# Title\n\nThe share of {{ men }} is 6% here.")
    catalogues.merge("da")
    text = (project / PO).read_text(encoding="utf-8")
    assert "#, fuzzy\n" in text
    assert '#~ msgid "The other paragraph."' in text
    assert read(project / PO) == {}
    write(project, "# Title\n\nThe share of {{ men }} is 5% here.\n\nThe other paragraph.")
    catalogues.merge("da")
    assert ("", "The other paragraph.") in read(project / PO)


def test_catalogues_of_what_is_gone_are_removed(project):
    catalogues.merge("da")
    stray = project / "book/locale/da/LC_MESSAGES/01_intake/09_gone.po"
    stray.parent.mkdir()
    stray.touch()
    assert catalogues.merge("da") == [stray]
    assert not stray.exists()


def test_a_broken_catalogue_is_named(project):
    catalogues.merge("da")
    (project / PO).write_text('nonsense "a"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"index\.po: not a valid catalogue"):
        catalogues.unfinished("da")


def test_a_text_is_translated_block_by_block(project):
    catalogue = 'msgid "# A"\nmsgstr "# Å"\n\nmsgid "One {{ n }}."\nmsgstr "En {{ n }}."\n'
    (project / PO).parent.mkdir(parents=True, exist_ok=True)
    (project / PO).write_text(catalogue, encoding="utf-8")
    whole, half = (
        catalogues.translated(text, "pages/index", "da")
        for text in ("# A\n\nOne {{ n }}.\n", "# A\n\nTwo.")
    )
    assert whole == "# Å\n\nEn {{ n }}.\n"
    assert half == "# Å\n\nTwo.\n\n*Not translated yet.*"


def test_names_of_a_template_are_dotted():
    assert named("{% if a.b.n %}{{ c.d | round }}{% endif %}") == {
        "a.b.n", "a.b", "a", "c.d", "c"
    }  # fmt: skip
    assert fill("{{ a }}", {"a": 1}) == "1"


@pytest.mark.parametrize("language", ["en", "da"])
def test_the_glossary_has_every_term_beside_its_counterpart(language):
    page, terms = glossary(language), load_glossary()
    assert len(terms) > 25
    assert page.count("<dt ") == page.count("<dd>") == len(terms)
    other = {"en": "da", "da": "en"}[language]
    for one in terms.values():
        assert f'lang="{other}">{one.term[other]}</span>' in page
        assert one.meaning["da"] != one.meaning["en"]
    order = [one.term[language].lower() for one in terms.values()]
    if language == "en":
        assert re.findall(r'<dt id="[^"]*">([^<]*?) <', page.lower()) == sorted(order)


def marked(catalogue):
    """Fill a catalogue in with the source itself, each message marked."""
    for message in catalogue:
        if message.id:
            message.string = f"{message.id} ¤"


def show_in_run(project, view):
    path = project / "build" / "runs" / OUTCOMES / "all-all.ipynb"
    run = nbformat.read(path, 4)
    [cell] = [one for one in run.cells if one.source == "gain_table()"]
    cell.outputs = [shown(view)]
    nbformat.write(run, path)


def test_a_third_language_is_catalogues_and_a_line_in_the_programme(tmp_path):
    project = make_project(tmp_path)
    programme = project / "programme.yml"
    text = programme.read_text(encoding="utf-8")
    text = text.replace("languages: [en, da]", "languages: [en, sv]")
    text = text.replace("entrance: da", "entrance: sv")
    programme.unlink()
    programme.write_text(text, encoding="utf-8")
    frame = pd.DataFrame({"Place": ["Køge"], "Share": ["3"]})
    with within(project):
        for path in catalogues.merge("sv"):
            with path.open("rb") as file:
                catalogue = read_po(file, locale="sv")
            marked(catalogue)
            path.write_text(catalogues._text(catalogue, "sv"), encoding="utf-8")
        assert catalogues.unfinished("sv") == []
        words = Message("Show as table", package="slicebook")
        show_in_run(project, contextvars.Context().run(show, frame, caption=words))
        assemble(load_programme(), "sv", tmp_path / "source")
    page = (tmp_path / "source" / f"{OUTCOMES}/all-all.ipynb").read_text(encoding="utf-8")
    assert "# Gain: All municipalities ¤, all years ¤" in page
    assert "Synthetic answers ¤" in page
    assert ">Show as table ¤</caption>" in page
