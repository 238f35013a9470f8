"""What kernels have done before they start: not more than a chart and a table."""

import subprocess
import sys

from slicebook.runs.execute import preload

LOOK = """
import sys, threading
import modning.charts, slicebook.tables
before = set(sys.modules)
import modning.warmup
print(*sorted(set(sys.modules) - before), threading.active_count())
"""


def test_kernels_have_it_ready():
    assert preload()[-1] == "modning.warmup"


def test_the_first_chart_and_table_are_made_without_drawing_or_threads():
    done = subprocess.run(
        [sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, timeout=120
    )
    *loaded, threads = done.stdout.split()
    assert {"narwhals._pandas_like.dataframe", "babel.dates"} <= {*loaded}
    assert not [name for name in loaded if name.startswith("vl_convert")]
    assert threads == "1"
    assert done.stderr == ""
