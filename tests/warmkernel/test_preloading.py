"""What is imported ahead for all kernels, and what is left to the notebooks."""

import os
import resource
import subprocess
import sys
import warnings
from ast import literal_eval

import nbformat
import pytest

import warmkernel
from warmkernel import reach

ANOTHER_THREAD = """
import ctypes
system = ctypes.CDLL(None)
system.pthread_create(ctypes.byref(ctypes.c_ulong()), None, system.pause, None)
"""

OPENMP_IN_USE = """
import os
os.environ["OMP_NUM_THREADS"] = "2"
from sklearn.cluster import KMeans
def clusters(): return len(KMeans(2, n_init=1).fit([[0.0], [1.0], [9.0], [8.0]]).cluster_centers_)
clusters()
"""

LINEAR_ALGEBRA_IN_USE = """
import numpy
product = numpy.ones((500, 500)) @ numpy.ones((500, 500))
"""

UNFIT = {
    "timer": ("import threading; threading.Timer(60, print).start()", "a thread"),
    "thread": (ANOTHER_THREAD, "a thread"),
    "loop": ("import asyncio; loop = asyncio.new_event_loop()", "a connection, an event loop"),
    "socket": ("import socket; here, there = socket.socketpair()", "a connection"),
    "pipe": ("import os; ends = os.pipe()", "a pipe"),
    "log": ("log = open(__file__ + '.log', 'w')", "an open file"),
    "screen": ("import os; screen = os.open('/dev/ptmx', os.O_RDWR)", "a device"),
}
FIT = {
    "nothing": "import os; null, random = (open(f'/dev/{name}') for name in ('null', 'random'))",
    "closed": "open(__file__).close()",
    "ended": "import threading; t = threading.Thread(target=print); t.start(); t.join()",
    "memory": "import tempfile; unnamed = tempfile.TemporaryFile()",
}


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Return the file of a module that can be preloaded."""
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(reach, "IDLE", 0.3)
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "preloadable")
    path = tmp_path / "preloadable.py"
    path.write_text("")
    return path


def ask(execute, *cells, **options):
    return literal_eval(execute(*cells, **options).cells[-1].outputs[0]["data"]["text/plain"])


def test_what_a_fork_would_break_is_left_to_the_notebooks(module, execute):
    codes = {name: code for name, (code, _) in UNFIT.items()} | FIT
    for name, code in codes.items():
        module.with_name(f"{name}_module.py").write_text(code)
    names = [f"{name}_module" for name in codes]
    look = f"import sys; [name for name in {names} if name in sys.modules]"
    with (
        warnings.catch_warnings(record=True, action="always", category=RuntimeWarning) as said,
        warmkernel.serve(names),
    ):
        assert ask(execute, look) == [f"{name}_module" for name in FIT]
        module.with_name("pipe_module.py").write_text("")  # mended: the next server has it
        assert "pipe_module" in ask(execute, look)
    left = [str(warning.message) for warning in said if "left to" in str(warning.message)]
    for text, (name, (_, held)) in zip(left, UNFIT.items(), strict=True):
        assert f"left to the notebooks: {name}_module, which keeps {held} once" in text


def test_a_notebook_can_use_what_used_threads_while_it_was_imported(module, execute):
    """Forked, it would wait for ever."""
    module.write_text(OPENMP_IN_USE)
    with (  # noqa: PT031
        pytest.warns(RuntimeWarning, match="preloadable, which keeps a thread once"),
        warmkernel.serve(["preloadable"]),
    ):
        done = "import preloadable; preloadable.clusters()"
        assert ask(execute, done, execution_timeout=60) == 2


def test_what_gets_ready_for_being_forked_is_preloaded(module, execute):
    module.write_text(LINEAR_ALGEBRA_IN_USE)
    again = "preloadable.numpy.linalg.norm(preloadable.product @ preloadable.product) > 0"
    with warmkernel.serve(["preloadable"]):
        looked = ask(execute, "import sys; early = 'preloadable' in sys.modules",
                     "import preloadable", f"early, bool({again})")  # fmt: skip
    assert looked == (True, True)


LIKE_NUMEXPR = """
import threading
pool = []
def set_num_threads(number):
    before = len(pool)
    while pool:
        stop, thread = pool.pop()
        stop.set()
        thread.join()
    for _ in range(number if number > 1 else 0):
        stop = threading.Event()
        pool.append((stop, threading.Thread(target=stop.wait, daemon=True)))
        pool[-1][1].start()
    return before
set_num_threads(2)
"""


def test_threads_that_can_be_ended_are_ended_before_a_fork_and_started_after_it(module, execute):
    module.with_name("numexpr.py").write_text(LIKE_NUMEXPR)
    module.write_text("import numexpr")
    with warmkernel.serve(["preloadable", "csv"]):
        looked = ask(execute, "import sys; early = 'preloadable' in sys.modules", "import numexpr",
                     "early, [thread.is_alive() for _, thread in numexpr.pool]")  # fmt: skip
    assert looked == (True, [True, True])


LOOKING_UP = """
import os
copy = dict(os.environ), os.environ.copy(), list(os.environ.items())
picked = {name: os.environ[name] for name in os.environ if name.startswith("PICKED_")}
from warmkernel import aside
with aside():
    unasked = os.getenv("OF_NO_ACCOUNT")
asked = os.getenv("ASKED"), "TESTED" in os.environ, os.environ.get("GOT", "nothing")
"""


def test_a_variable_that_a_module_looked_up_makes_another_server(module, execute, monkeypatch):
    module.write_text(LOOKING_UP)
    monkeypatch.setenv("PICKED_1", "one")
    look = "import os, preloadable as p; os.getppid(), p.picked, p.asked"
    first, picked, asked = ask(execute, look)
    assert (picked, asked) == ({"PICKED_1": "one"}, (None, False, "nothing"))
    monkeypatch.setenv("OF_NO_ACCOUNT", "1")
    assert ask(execute, look)[0] == first
    with warmkernel.serve(["preloadable"]):
        assert ask(execute, look)[0] == first
        monkeypatch.setenv("ASKED", "this")
        second, _, asked = ask(execute, look)
        assert second != first
        assert asked == ("this", False, "nothing")
        assert ask(execute, look)[0] == second
        monkeypatch.delenv("ASKED")
        assert ask(execute, look)[0] == first


def test_a_module_beside_the_notebook_works_in_spawned_processes(module, execute, tmp_path):
    module.write_text("import multiprocessing.pool, joblib")
    beside = execute.elsewhere("beside")
    (beside.folder / "helper.py").write_text("def double(number): return 2 * number\n")
    doubled = ask(
        beside,
        "import multiprocessing, joblib, helper",
        "with multiprocessing.get_context('spawn').Pool(1) as pool: one = pool.map_async("
        "helper.double, [1, 2]).get(timeout=60)",
        "two = joblib.Parallel(2)(joblib.delayed(helper.double)(n) for n in (3, 4))",
        "one, two",
        execution_timeout=60,
    )
    assert doubled == ([2, 4], [6, 8])


TREATMENT = """
import os, resource, tempfile, json
here = [os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0)),
        resource.getrlimit(resource.RLIMIT_NOFILE), resource.getrlimit(resource.RLIMIT_CORE),
        tempfile.gettempdir(), open("/proc/self/cgroup").read(), os.readlink("/proc/self/ns/mnt")]
print(json.dumps(here))
"""

TREATED = """
import os, resource, sys, warnings
warnings.simplefilter("error")
os.nice(3)
os.sched_setaffinity(0, [max(os.sched_getaffinity(0))])
resource.setrlimit(resource.RLIMIT_NOFILE, (200, 300))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from warmkernel import reach
reach.IDLE = 0.3
import papermill
engine, = sys.argv[1:]
done = papermill.execute_notebook("in.ipynb", None, engine_name=engine, progress_bar=False)
print(done.cells[0].outputs[0].text)
"""


def test_a_kernel_is_treated_as_its_requester_is(execute, monkeypatch, tmp_path):
    """Niceness, processors, limits and the folder of temporary files are those of a cold one."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "tempfile")
    nbformat.write(execute.notebook(TREATMENT), tmp_path / "in.ipynb")
    execute("1")  # a server of those who are treated otherwise must not be taken
    warm, cold = (
        subprocess.run(
            [sys.executable, "-c", TREATED, engine],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        ).stdout
        for engine in ("warm", "nbclient")
    )  # fmt: skip
    assert warm == cold
    priority, processors, files, *_, folder, _, _ = literal_eval(warm)
    assert priority == os.getpriority(os.PRIO_PROCESS, 0) + 3
    assert len(processors) == 1
    assert files == [200, 300] != list(resource.getrlimit(resource.RLIMIT_NOFILE))
    assert folder == str(tmp_path)
