"""What Pandoc is told of figures and links on their way to Typst."""

import pypandoc
import pytest

from slicebook import paths


def typst(html: str) -> str:
    """Return HTML as Typst has it, without its line breaks."""
    rules = f"--lua-filter={paths.theme('paper') / 'figures.lua'}"
    text = pypandoc.convert_text(html, "typst", format="html", extra_args=[rules])
    return " ".join(text.split())


FIGURE = '<figure{}><img src="a.svg" alt="Bars."/><figcaption>Means</figcaption></figure>'


def test_a_tall_figure_gives_its_place_to_what_follows_and_others_stand_where_they_are():
    assert typst(FIGURE.format("")).startswith('#figure(image("a.svg", alt: "Bars.")')
    assert typst(FIGURE.format(' class="tall"')).startswith("#place(auto, float: true,")


@pytest.mark.parametrize(
    ("html", "ends"),
    [
        ('<p>Det er <a href="#x">5 kr.</a> Så.</p>', "[5 kr.]. Så."),
        ('<p>Det er <a href="#x">5 kr.</a></p>', "[5 kr.]."),
        ('<p>Det er <a href="#x">5 kr.</a> i Køge.</p>', "[5 kr.] i Køge."),
        ('<p>Det er <a href="#x">5</a>. Så.</p>', "[5]. Så."),
        ('<p>Det er <a href="https://x.dk">5 kr.</a> Så.</p>', "[5 kr.] Så."),
    ],
)
def test_a_sentence_ends_after_the_page_that_a_link_is_followed_by(html, ends):
    assert typst(html).endswith(ends)
