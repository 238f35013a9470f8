"""What every run does first, done once in the process that kernels are forked from.

What libraries load and remember with their first chart, table and file of answers each kernel then
has from its start, and the project's forms and catalogues of words as well, which spares every run
a tenth of a second. Imported, this module does it. It leaves one thing behind: texts in frames are
Python's, not Arrow's, which in frames as small as these spares a sixth of what cells take.
"""

import contextlib
from io import BytesIO

import altair as alt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from slicebook.errors import InputError
from slicebook.evaluation import evaluation
from slicebook.shown.drawn import drawn_only
from slicebook.tables import show
from slicebook.text import languages, speaking
from surveys.codebook import load_codebook
from surveys.synthetic.margins import load_assumptions
from warmkernel import aside


def _chart(frame: pd.DataFrame) -> None:
    """Describe a chart of the kinds of marks that the book's charts are made of."""
    base = alt.Chart(frame).encode(
        y=alt.Y("answer:N", sort=["no", "yes"], title=None, axis=alt.Axis(labelLimit=100)),
        yOffset=alt.YOffset("answer:N"),
        x=alt.X("percent:Q", title="", scale=alt.Scale(domain=[0, 100])),
    )
    colour = alt.Color("answer:N", scale=alt.Scale(range=["black"]), legend=None)
    layers = alt.layer(
        base.mark_bar(opacity=0.5).encode(color=colour),
        base.mark_rule().encode(x2=alt.X2("percent:Q")),
        base.mark_text(dx=5).encode(text=alt.Text("answer:N")),
        base.mark_point().encode(opacity=alt.value(1)),
        width=100,
        height=alt.Step(20),
    )
    drawn_only(alt.vconcat(layers).to_dict(validate=False))


def _table(frame: pd.DataFrame) -> None:
    for language in languages():
        with speaking(language):
            show(frame, caption="", units={"percent": "percent"})._repr_html_()


def _answers(frame: pd.DataFrame) -> None:
    """Write and read a file like those of answers, in memory and without Arrow's threads."""
    written = BytesIO()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), written, compression="zstd")
    pq.ParquetFile(written, pre_buffer=False).read(use_threads=False).to_pandas(use_threads=False)


def _forms() -> None:
    for form in load_codebook().values():
        load_assumptions(form)


pd.options.mode.string_storage = "python"
_FRAME = pd.DataFrame({"answer": ["yes", "no"], "percent": [50.0, 2.5]})
_chart(_FRAME)
_answers(_FRAME)
# Of the project that the fork server was started for. A kernel reads again what has changed since,
# and all of it for another project: so servers are not told apart by the project. What is wrong
# with its files the notebooks say.
with aside(), contextlib.suppress(InputError):
    evaluation()
    _table(_FRAME)
    _forms()
