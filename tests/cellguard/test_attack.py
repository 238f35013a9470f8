"""What a reader can work out, and that the solver keeps to itself."""

import subprocess
import sys


def test_the_solver_says_nothing_of_itself():
    code = "from cellguard.attack import solver; solver().run(); solver().run(); print('done')"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (said.stdout, said.stderr) == ("done\n", "")
