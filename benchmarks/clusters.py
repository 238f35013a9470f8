"""The same runs on a Dask cluster of this machine as in the pool of processes."""

from distributed import LocalCluster

from benchmarks.measure import Row, project, sample, table, warm

RUNS = 48


def main() -> tuple[list[Row], str]:
    """Execute a sample both ways, with two workers; return a row and a table."""
    own = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with project(), LocalCluster(**own) as cluster:
        chosen = sample(RUNS)
        dask = warm(chosen, jobs=2, scheduler=cluster.scheduler_address)
        pool = warm(chosen, jobs=2)
    row = Row(
        f"Dask local against process pool: {len(chosen)} runs",
        "at most 1.1x slower",
        f"{dask.wall / pool.wall:.2f}x (processor {dask.processor / pool.processor:.2f}x)",
    )
    ways = {"process pool": pool, "Dask local": dask}
    cells = [(way, f"{t.wall:.1f}", f"{t.processor:.1f}") for way, t in ways.items()]
    return [row], table((f"{len(chosen)} runs, two workers", "s", "processor s"), cells)
