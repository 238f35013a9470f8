"""What a notebook does to its process does not reach the next notebook."""

import gzip
import re

import pytest

MEDDLE = """
import os, random, sys, warnings
import numpy as np, pandas as pd, matplotlib
import matplotlib.pyplot as plt
meddled = True
os.environ["MEDDLED"] = "yes"
os.chdir("/")
os.umask(0o077)
random.seed(1); np.random.seed(1)
pd.set_option("display.max_rows", 1)
np.set_printoptions(precision=1)
np.mean = lambda *_: "meddled"
pd.DataFrame.head = None
matplotlib.use("svg"); plt.rcParams["lines.linewidth"] = 9; plt.figure()
warnings.simplefilter("error")
sys.path.insert(0, "/meddled"); sys.modules["json"] = None
sys.setrecursionlimit(77777)
"""

LOOK = """
import os, random, sys, warnings
import numpy as np, pandas as pd, matplotlib
import matplotlib.pyplot as plt
import json
print("meddled" in globals(), "MEDDLED" in os.environ, os.getcwd(), oct(os.umask(0o022)))
print(pd.get_option("display.max_rows"), np.get_printoptions()["precision"], np.mean([1, 3]))
print(pd.DataFrame.head is None, matplotlib.get_backend(), plt.rcParams["lines.linewidth"])
print(plt.get_fignums(), len(warnings.filters), sys.path, sys.getrecursionlimit())
"""

DRAW = "import random, numpy as np; print(random.random(), np.random.random(), os.getpid())"


@pytest.fixture(autouse=True)
def _server(server):
    pass


def printed(executed):
    return "".join(output["text"] for cell in executed.cells for output in cell.get("outputs", []))


def test_meddling_does_not_reach_the_next_notebook(execute):
    before = printed(execute(LOOK))
    assert "False False" in before
    seen = printed(execute(MEDDLE, LOOK.replace("import json\n", "")))
    assert seen != before  # the meddling is visible where it was done
    assert printed(execute(LOOK)) == before


def test_each_kernel_draws_other_random_numbers(execute):
    draws = {tuple(printed(execute("import os", DRAW)).split()) for _ in range(3)}
    for position in zip(*draws, strict=True):
        assert len(set(position)) == 3


def test_a_seed_gives_what_it_gives_in_a_cold_kernel(execute):
    seeded = "import os, random, numpy as np; random.seed(3); np.random.seed(3)"
    drawn = "print(random.random(), np.random.random(), np.random.default_rng(3).random())"
    warm, cold = (printed(execute(seeded, drawn, engine=name)) for name in ("warm", None))
    assert warm == cold


def test_the_kernel_sees_the_requesters_environment_and_folder(execute, monkeypatch, tmp_path):
    monkeypatch.setenv("ASKED_BY", "this test")
    seen = printed(execute("import os; print(os.environ['ASKED_BY'], os.getcwd())"))
    assert seen == f"this test {tmp_path}\n"


def test_settings_of_matplotlib_in_the_folder_are_read(execute, tmp_path):
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 7\n")
    look = "import matplotlib; print(matplotlib.rcParams['lines.linewidth'], end=' ')"
    default = "matplotlib.rcdefaults(); print(matplotlib.rcParams['lines.linewidth'])"
    warm, cold = (printed(execute(look, default, engine=name)) for name in ("warm", None))
    assert warm == cold
    assert warm.startswith("7.0")


def test_a_kernel_keeps_only_its_own_of_the_servers_sockets(execute, runtime):
    """Else nobody would notice when the server is gone, or another kernel's owner."""
    look = (
        "for file in os.listdir('/proc/self/fd')[:-1]: print(os.readlink('/proc/self/fd/' + file))"
    )
    # The kernel itself reads the table: its sockets leave it when it ends.
    table = "print(open('/proc/net/unix').read())"
    shown = printed(execute("import os", look, table))
    held = set(re.findall(r"socket:\[(\d+)\]", shown))
    sockets = [line.split() for line in shown.splitlines() if line.strip()]
    served = [line for line in sockets if line[-1].startswith(str(runtime / "server-"))]
    listening = {inode for *_, flags, _, _, inode, _ in served if int(flags, 16) & 0x10000}
    assert listening
    assert not listening & held
    assert len({line[6] for line in served} & held) == 1


def test_what_a_notebook_leaves_open_is_written(execute, tmp_path):
    execute(
        "import atexit, gzip, tempfile",
        "text = open('text', 'w'); text.write('all of it')",
        "packed = gzip.open('packed.gz', 'wt'); packed.write('all of it')",
        "import builtins; builtins.kept = open('kept', 'w'); builtins.kept.write('all of it')",
        "atexit.register(lambda: open('at the end', 'w').write('done'))",
        "temporary = tempfile.TemporaryDirectory(dir='.', prefix='temporary')",
    )
    assert (tmp_path / "text").read_text() == "all of it"
    assert gzip.decompress((tmp_path / "packed.gz").read_bytes()) == b"all of it"
    assert (tmp_path / "kept").read_text() == "all of it"
    assert (tmp_path / "at the end").read_text() == "done"
    assert not list(tmp_path.glob("temporary*"))
