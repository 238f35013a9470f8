"""The picker of another slice at a notebook's head, where it is open in JupyterLab."""

from collections.abc import Mapping
from html import escape

from IPython.display import HTML, display

from slicebook.programme import ALL, load_programme
from slicebook.slices import ALL_YEARS, Slice
from slicebook.text import _

OTHER = _("Another municipality or year:")
MUNICIPALITY, YEAR = _("Municipality"), _("Year")
# JupyterLab shows itself to a page's scripts where it is told to; elsewhere it is said what to do.
CHOSEN = """
const [municipality, year] = [...this.querySelectorAll('select')].map(one => one.value);
const parameters = `municipality = "${municipality}"\nyear = "${year}"`;
const cells = window.jupyterapp?.shell.currentWidget.content.widgets ?? [];
const given = cells.find(one => one.model.getMetadata('tags')?.includes('parameters'));
given?.model.sharedModel.setSource(parameters);
if (given) window.jupyterapp.commands.execute('notebook:run-all-cells');
else this.querySelector('pre').textContent = parameters;
"""


def offer(here: Slice) -> None:
    """Show lists of the municipalities and years; what is chosen becomes the notebook's slice."""
    programme = load_programme()
    places = {
        key: str(programme.municipality_name(key)) for key in (ALL, *programme.municipalities)
    }
    years = {ALL: str(ALL_YEARS), **{str(year): str(year) for year in programme.years}}
    lists = (
        _list(str(MUNICIPALITY), places, here.municipality), _list(str(YEAR), years, here.year),
    )  # fmt: skip
    offered = f"{escape(str(OTHER))} {' '.join(lists)}<pre></pre>"
    display(HTML(f'<div onchange="{escape(CHOSEN)}">{offered}</div>'))


def _list(title: str, known: Mapping[str, str], chosen: str) -> str:
    options = "".join(
        f'<option value="{escape(key)}"{" selected" * (key == chosen)}>{escape(name)}</option>'
        for key, name in known.items()
    )
    return f'<select aria-label="{escape(title)}">{options}</select>'
