"""Which runs there are, executing those that changed, and gathering their figures."""

from modning.runs.collect import collect
from modning.runs.execute import Failure, Report, execute
from modning.runs.fingerprint import why
from modning.runs.matrix import Run, notebook_paths, plan

__all__ = ["Failure", "Report", "Run", "collect", "execute", "notebook_paths", "plan", "why"]
