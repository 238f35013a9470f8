"""Where nothing can be forked kernels start cold, which is said once, and do the same."""

import os
import subprocess
import sys
from pathlib import Path

import nbformat

WITHOUT = Path(__file__).resolve().parents[1] / "without_unix"

TWICE_AND_IN_A_PROCESS_OF_ITS_OWN = """
import subprocess, sys
import papermill, warmkernel
command = [sys.executable, "-m", "papermill", "--engine", "warm", "in.ipynb", "executed.ipynb"]
if __name__ == "__main__":
    warmkernel.ensure_server(["json"])
    with warmkernel.serve(["csv"]):
        for _ in range(2):
            papermill.execute_notebook("in.ipynb", None, engine_name="warm", progress_bar=False)
        subprocess.run(command, check=True)
"""

LOOK = """\
import os, socket
print(6 * 7, hasattr(os, "fork"), hasattr(socket, "AF_UNIX"))"""


def test_a_command_says_once_that_its_kernels_are_cold(execute):
    nbformat.write(execute.notebook(LOOK), execute.folder / "in.ipynb")
    done = subprocess.run(
        [sys.executable, "-c", TWICE_AND_IN_A_PROCESS_OF_ITS_OWN],
        cwd=execute.folder, env={**os.environ, "PYTHONPATH": str(WITHOUT)},
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert execute.read().cells[0].outputs[0].text == "42 False False\n"
    assert done.stderr.count("cold") == 1
    reason = "kernels start cold: this system has no fork, unix sockets, file locks"
    assert reason in done.stderr
