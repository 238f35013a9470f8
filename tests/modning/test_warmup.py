"""What kernels have done before they start: what every run does first, and nothing else."""

import os
import subprocess
import sys

from slicebook.runs.execute import preload

LOOK = """
import sys
from warmkernel import lookups, unfit
import modning.charts, slicebook.tables
before, holdings = set(sys.modules), unfit.Holdings()
with lookups.noting() as looked_up:
    import modning.warmup
import yaml
from surveys.codebook import load_codebook
yaml.load = None
assert load_codebook()
print(*sorted(set(sys.modules) - before), holdings.added(), "MODNING_PROJECT" in looked_up)
"""


def test_kernels_have_it_ready():
    assert preload()[-1] == "modning.warmup"


def test_the_first_chart_table_and_answers_are_made_without_drawing_or_threads():
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, timeout=120
    )
    *loaded, held, projects = done.stdout.split()
    assert {"narwhals._pandas_like.dataframe", "babel.dates", "pyarrow.pandas_compat"} <= {*loaded}
    assert not [name for name in loaded if name.startswith("vl_convert")]
    assert (held, projects) == ("None", "False")
    assert done.stderr == ""


def test_a_folder_without_forms_does_not_hinder_it(tmp_path):
    (tmp_path / "programme.yml").write_text("not: a programme\n")
    subprocess.run(
        [sys.executable, "-c", "import modning.warmup"],
        env={**os.environ, "MODNING_PROJECT": str(tmp_path)}, check=True, timeout=120,
    )  # fmt: skip
