"""What made-up answers decide says so inside a chart's frame, a table's caption and a summary."""

import nbformat

from slicebook.book import made_up, words
from slicebook.shown.static import VEGALITE

SVG = '<svg class="marks" width="300" height="100" viewBox="0 0 300 100"><g></g></svg>\n'
SAYS = str(words.MADE_UP_HERE)


def test_a_chart_has_it_in_its_drawing_and_its_specification():
    output = nbformat.v4.new_output(
        "display_data", data={VEGALITE: {"mark": "bar"}}, metadata={VEGALITE: {"svg": SVG}}
    )
    shown = made_up.marked(output)
    svg = shown.metadata[VEGALITE]["svg"]
    assert 'height="116" viewBox="0 0 300 116"' in svg
    assert svg.endswith(f">{SAYS}</text></svg>")
    assert shown.data[VEGALITE]["title"]["text"] == SAYS
    assert shown.data[VEGALITE]["mark"] == "bar"


def test_a_table_has_it_in_its_caption():
    html = "<table><caption>Who came</caption><tbody></tbody></table>"
    output = nbformat.v4.new_output("display_data", data={"text/html": html})
    assert f'<caption data-made-up="{SAYS}">Who came' in made_up.marked(output).data["text/html"]


def test_a_summary_begins_with_it():
    said = made_up.summary("**In short:** Most came.")
    assert said.startswith('**In short:** <span class="made-up">')
    assert said.endswith("</span> Most came.")


def test_other_outputs_stay_as_they_are():
    output = nbformat.v4.new_output("display_data", data={"text/markdown": "*None.*"})
    assert made_up.marked(output).data == {"text/markdown": "*None.*"}
