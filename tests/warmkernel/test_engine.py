"""`papermill --engine warm`: errors, time limits, dying kernels, saving, and the fall-backs."""

import json
import os
import sys
import time
import warnings
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from warmkernel.forked import ForkedKernel


@pytest.fixture(autouse=True)
def _server(server):
    pass


def statuses(executed):
    return [cell.metadata.papermill["status"] for cell in executed.cells]


def test_parameters_are_filled_in(execute):
    executed = execute("# parameters\nyear = 2023", "year", parameters={"year": 2024})
    assert executed.cells[-1].outputs[0]["data"]["text/plain"] == "2024"
    assert executed.metadata.language_info.name == "python"


def test_an_error_stops_the_notebook_and_is_saved(execute):
    with pytest.raises(PapermillExecutionError, match="no such thing"):
        execute("1", "raise ValueError('no such thing')", "2")
    cells = [cell for cell in execute.read().cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in cells] == [1, 2, None]
    assert cells[1].outputs[0]["ename"] == "ValueError"


@pytest.mark.parametrize("end", ["os._exit(0)", "os.kill(os.getpid(), 9)"])
def test_a_dying_kernel_is_an_error_also_in_the_notebook(execute, end):
    with pytest.raises(DeadKernelError):
        execute("import os", end, "'never run'")
    assert statuses(execute.read()) == ["completed", "failed", "pending"]


def test_a_cell_that_takes_too_long_is_interrupted(execute):
    started = time.monotonic()
    with pytest.raises(PapermillExecutionError, match="KeyboardInterrupt"):
        execute("import time; time.sleep(60)", execution_timeout=1)
    assert time.monotonic() - started < 10


def test_a_cell_that_ignores_being_interrupted_is_given_up(execute):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        "while True: time.sleep(0.1)"
    )
    with pytest.raises(CellTimeoutError):
        execute(stubborn, execution_timeout=1)
    assert statuses(execute.read()) == ["failed"]


def test_the_notebook_is_saved_now_and_then(execute, tmp_path):
    look = f"import json; print(json.load(open({str(tmp_path / 'executed.ipynb')!r}))['cells'][0])"
    executed = execute("'first'", "import time; time.sleep(1.1)", look, autosave_cell_every=1)
    assert "'first'" in executed.cells[2].outputs[0]["text"]
    (tmp_path / "executed.ipynb").unlink()
    with pytest.raises(PapermillExecutionError, match="FileNotFoundError"):
        execute("'first'", look, autosave_cell_every=0)


def test_it_works_within_a_thread(execute):
    with ThreadPoolExecutor(1) as pool:
        executed = pool.submit(execute, "6 * 7").result()
    assert executed.cells[0].outputs[0]["data"]["text/plain"] == "42"


def kernel_of_another_kind(folder, command):
    """Write the specification of a kernel that is started by a command of its own."""
    place = folder / "kernels" / "other"
    place.mkdir(parents=True)
    spec = {"argv": command, "display_name": "Other", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec))


@pytest.mark.filterwarnings("default::RuntimeWarning")
@pytest.mark.parametrize("kind", ["another interpreter", "another program"])
def test_other_kernels_start_cold_and_that_is_said_once(execute, monkeypatch, tmp_path, kind):
    launch = ["-m", "ipykernel_launcher", "-f", "{connection_file}"]
    interpreter = tmp_path / "python"
    interpreter.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    interpreter.chmod(0o755)
    command, reason = {
        "another interpreter": ([str(interpreter), *launch], f"they belong to {interpreter}"),
        "another program": (["env", sys.executable, *launch], "they are not IPython's"),
    }[kind]
    kernel_of_another_kind(tmp_path, command)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setattr(ForkedKernel, "__init__", None)  # would fail if a kernel were forked
    with warnings.catch_warnings(record=True, action="always") as said:
        for _ in range(2):
            assert execute("1 + 1", kernel_name="other").cells[0].outputs
    cold = [str(warning.message) for warning in said if "cold" in str(warning.message)]
    assert len(cold) == 1
    assert cold[0].startswith(f"Other kernels start cold: {reason}")


@pytest.mark.filterwarnings("default::RuntimeWarning")
def test_without_fork_kernels_start_cold_and_say_so(execute, monkeypatch):
    monkeypatch.delattr(os, "fork")
    with pytest.warns(RuntimeWarning, match="kernels start cold: this system has no fork"):
        executed = execute("import os; hasattr(os, 'fork')")
    assert executed.cells[0].outputs[0]["data"]["text/plain"] == "True"


@pytest.mark.filterwarnings("default::RuntimeWarning")
def test_when_the_server_cannot_start_kernels_start_cold_and_say_so(execute, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "json")
    monkeypatch.setattr("warmkernel.reach.SERVER", "no_such_module")
    with pytest.warns(RuntimeWarning, match=r"kernels start cold: .*No module named"):
        assert execute("1 + 1").cells[0].outputs


@pytest.mark.filterwarnings("default::RuntimeWarning")
def test_a_module_that_cannot_be_preloaded_is_named(execute, monkeypatch):
    monkeypatch.setenv("WARMKERNEL_PRELOAD", "json,no_such_module")
    with pytest.warns(RuntimeWarning, match="not preloaded: no_such_module"):
        executed = execute("import os; os.environ['JPY_PARENT_PID']")
    assert str(os.getpid()) in executed.cells[0].outputs[0]["data"]["text/plain"]


def test_a_missing_folder_is_the_same_error_as_cold(execute, tmp_path):
    with pytest.raises(FileNotFoundError):
        execute("1", cwd=str(tmp_path / "missing"))
