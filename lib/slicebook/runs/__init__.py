"""Which notebooks run for which slices, executing them, and gathering their figures."""

from slicebook.runs.collect import collect
from slicebook.runs.execute import Report, execute
from slicebook.runs.fingerprint import due, why
from slicebook.runs.matrix import Run, notebook_paths, output_path, plan
from slicebook.runs.timings import summed, timing_table
from slicebook.runs.worker import Limits
