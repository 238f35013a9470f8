"""Which notebooks run for which slices, executing them, and gathering their figures."""

from modning.runs.collect import collect
from modning.runs.execute import Report, execute
from modning.runs.fingerprint import why
from modning.runs.matrix import Run, notebook_paths, output_path, plan
from modning.runs.timings import known_times, summed, timing_table
from modning.runs.worker import Failure, Limits, Outcome

__all__ = [
    "Failure",
    "Limits",
    "Outcome",
    "Report",
    "Run",
    "collect",
    "execute",
    "known_times",
    "notebook_paths",
    "output_path",
    "plan",
    "summed",
    "timing_table",
    "why",
]
