"""`python -m modning`: the same commands as `modning`."""

from modning.cli import app

app(prog_name="modning")
