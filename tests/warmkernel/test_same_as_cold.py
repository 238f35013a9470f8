"""What a cell shows does not depend on whether its kernel was forked."""

import re

import pytest
from papermill.exceptions import PapermillExecutionError

VARYING = re.compile(r"0x[0-9a-f]{6,}|/tmp/ipykernel_\d+/\d+\.py|<dc:date>.*?<|Thread-\d+")

LANGUAGE = """
x = 1
---
x + 1
---
_ + 1, _2, Out[2], In[1]
---
import sys
print("out"); print("error", file=sys.stderr); print("out again"); 3
---
from IPython.display import HTML, Markdown, clear_output, display
display(HTML("<b>bold</b>"), Markdown("*text*"), {"a": 1})
---
handle = display("before", display_id="known")
---
handle.update("after")
---
print("gone"); clear_output(); print("stays")
---
# raises
def f(n):
    return 1 / n
f(0)
---
# raises
raise ValueError("no\\nsuch value") from KeyError("inner")
---
# raises
this is no Python
---
# raises
input("never asked")
---
# raises
assert [1, 2] == [1]
---
import warnings
warnings.warn("careful")
warnings.warn("old", DeprecationWarning)
warnings.warn("careful")
---
import logging
logging.getLogger("study").warning("seen"); logging.getLogger("study").info("unseen")
---
import os
os.write(1, b"from below\\n"); os.system("echo from a shell")
---
!echo a line; exit 3
---
%%bash
echo "from bash"; echo "wrong" >&2
---
%%capture kept
print("kept")
---
kept.stdout
---
%who
---
%precision 3
---
3.14159265
---
import asyncio
await asyncio.sleep(0, "awaited")
---
class Person:
    def __repr__(self): return "a person"
    def _repr_html_(self): return "<i>a person</i>"
Person(), Person
---
Person()
---
len?
---
import pickle
pickle.loads(pickle.dumps(Person())).__class__.__module__
---
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
with ThreadPoolExecutor(2) as pool: a = list(pool.map(abs, [-1, -2]))
with ProcessPoolExecutor(2) as pool: b = list(pool.map(abs, [-1, -2]))
a, b
---
from tqdm import tqdm
[i for i in tqdm(range(2), bar_format="{n}")]
"""

TABLES = """
import numpy as np, pandas as pd
rng = np.random.default_rng(1)
wide = pd.DataFrame(rng.normal(size=(70, 30)).round(4)).add_prefix("column ")
wide
---
import matplotlib.pyplot, warnings
warnings.filters
---
pd.describe_option()
---
np.geterr(), np.get_printoptions()
---
print(wide)
---
wide["column 1"]
---
wide.describe()
---
wide.info()
---
pd.Series(["a", None, "ø"] * 3, dtype="category")
---
pd.DataFrame({"long": ["word " * 30], "when": pd.Timestamp("2024-01-31")})
---
pd.get_option("display.max_columns"), pd.get_option("display.width"), pd.get_option("max_rows")
---
pd.describe_option("display.max_columns"); pd.reset_option("all"); wide.head(2)
---
with pd.option_context("display.max_rows", 4): display(wide)
---
np.set_printoptions(precision=2); rng.normal(size=(3, 3))
---
# raises
wide["no such column"]
---
# raises
np.linalg.inv(np.zeros((2, 2)))
---
np.log(np.array([0.0, 1.0]))
---
np.random.seed(7); np.random.normal(size=3), np.linalg.svd(wide.to_numpy())[1][:3]
---
pd.DataFrame({"a": [1, 2]}).to_parquet("a.parquet"); pd.read_parquet("a.parquet")
"""

FIGURES = """
import matplotlib.pyplot as plt
plt.plot([1, 3, 2])
---
fig, axes = plt.subplots(1, 2, figsize=(4, 2)); axes[0].bar([1, 2], [3, 4]); axes[1].set_title("b")
---
plt.get_backend(), plt.isinteractive(), plt.rcParams["figure.dpi"], plt.get_fignums()
---
plt.plot([1]); plt.show(); plt.plot([2]); print("after")
---
plt.figure(); fig
---
dict(plt.rcParams)
---
%matplotlib inline
%config InlineBackend.figure_format = "svg"
plt.rcParams["svg.hashsalt"] = "fixed"
---
plt.plot([1, 2])[0].get_color()
---
# raises
plt.plot([1, 2], [1])
"""

SURROUNDINGS = """
import builtins, gc, locale, logging, os, random, signal, sys, threading, warnings
sys.path, sys.argv[0].rsplit("/")[-1], sys.argv[1], sys.argv[3:], sys.executable, sys.prefix
---
os.getcwd(), os.getpgid(0) == os.getpid() == os.getsid(0), os.umask(0o022)
---
dict(sorted(os.environ.items()))
---
{s: str(signal.getsignal(s)) for s in sorted(signal.valid_signals())}
---
sorted(t.name.partition(" ")[0] for t in threading.enumerate()), threading.main_thread().name
---
gc.isenabled(), gc.get_threshold(), gc.get_freeze_count() > -1, sys.getrecursionlimit()
---
locale.getlocale(), sys.stdin.encoding, sys.__stdout__.encoding, sys.flags, sys.gettrace()
---
sys.stdin.read(), sys.stdin.isatty()
---
[(h, h.level) for h in logging.getLogger().handlers], logging.getLogger().level
---
import __main__; __name__, __main__.__dict__ is globals(), hasattr(__main__, "__file__")
---
sorted(name for name in dir(builtins) if not name.startswith("_"))
---
sorted(name for name in globals() if not name.startswith("_"))
---
[os.path.basename(os.readlink(f"/proc/self/fd/{n}")) for n in (1, 2)] == []
---
type(sys.excepthook), sys.ps1, type(sys.stdout), type(sys.displayhook), sys.meta_path[0]
---
get_ipython().__class__, get_ipython().history_manager.hist_file, get_ipython().profile
---
import helper
helper.name
"""

VARIED = {
    "language": LANGUAGE,
    "tables": TABLES,
    "figures": FIGURES,
    "surroundings": SURROUNDINGS,
}


@pytest.mark.parametrize("name", VARIED)
def test_outputs_equal_those_of_a_cold_kernel(name, execute, server, tmp_path):
    (tmp_path / "helper.py").write_text("name = __name__")
    cells = VARIED[name].strip("\n").split("\n---\n")
    warm = shown_by(execute, cells, "warm")
    cold = shown_by(execute, cells, None)
    assert len(warm) == len(cold) >= len(cells)
    for ours, theirs in zip(warm, cold, strict=True):
        assert ours == theirs
    assert sum("output_type" in outputs for _, outputs in warm) > len(cells) / 2


def shown_by(execute, cells, engine):
    """Return count and outputs of each cell, without memory addresses and temporary names."""
    try:
        executed = execute(*cells, engine=engine)
    except PapermillExecutionError:  # papermill's answer to any error, also an allowed one
        executed = execute.read()
    code = [cell for cell in executed.cells if cell.cell_type == "code"]
    return [(cell.execution_count, VARYING.sub("…", str(joined(cell.outputs)))) for cell in code]


def joined(outputs):
    """Join what was printed in a row: into how many pieces it comes is a matter of timing."""
    pieces = []
    for output in outputs:
        last = pieces[-1] if pieces else {}
        stream = output.output_type == "stream"
        if stream and last.get("output_type") == "stream" and last["name"] == output.name:
            last["text"] += output.text
        else:
            pieces.append(dict(output))
    return pieces
