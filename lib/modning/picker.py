"""The picker of another slice at a notebook's head, where it is open in JupyterLab."""

from html import escape

from IPython.display import HTML, display

from slicebook.programme import load_programme
from slicebook.slices import Slice, all_slices
from slicebook.text import _

OTHER = _("Another municipality or year:")
# JupyterLab shows itself to a page's scripts where it is told to; elsewhere it is said what to do.
CHOSEN = """
const [municipality, year] = this.value.split(' ');
const parameters = `municipality = "${municipality}"\nyear = "${year}"`;
const cells = window.jupyterapp?.shell.currentWidget.content.widgets ?? [];
const given = cells.find(one => one.model.getMetadata('tags')?.includes('parameters'));
given?.model.sharedModel.setSource(parameters);
if (given) window.jupyterapp.commands.execute('notebook:run-all-cells');
else this.nextElementSibling.textContent = parameters;
"""


def offer(here: Slice) -> None:
    """Show a list of all slices, of which one that is chosen becomes the notebook's."""
    programme = load_programme()
    options = "".join(
        f'<option value="{one.municipality} {one.year}"{" selected" * (one == here)}>'
        f"{escape(one.title(programme))}</option>"
        for one in all_slices(programme)
    )
    select = f'<select onchange="{escape(CHOSEN)}">{options}</select><pre></pre>'
    display(HTML(f"<label>{escape(str(OTHER))} {select}</label>"))
