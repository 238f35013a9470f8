"""Execute one notebook as papermill does, in a warm kernel."""

from collections.abc import Mapping
from typing import Any

from nbclient.exceptions import CellExecutionError, CellTimeoutError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NotebookExecutionManager
from papermill.log import logger

from warmkernel.manager import WarmKernelManager


def execute_notebook(
    nb: NotebookNode,
    kernel_name: str,
    *,
    output_path: str | None = None,
    progress_bar: bool | Mapping[str, Any] = True,
    log_output: bool = False,
    autosave_cell_every: int = 30,
    start_timeout: float = 60,
    execution_timeout: int | None = None,
    input_path: str | None = None,
    **options: Any,
) -> NotebookNode:
    """Execute a notebook and return it; the options are those of papermill's own engine.

    The notebook is saved at the end, and meanwhile every `autosave_cell_every` seconds (0: never).
    """
    progress = SparingManager(nb, output_path, log_output, progress_bar, autosave_cell_every)
    options.setdefault("timeout", execution_timeout)
    options.setdefault("interrupt_on_timeout", True)
    options.setdefault("kernel_manager_class", WarmKernelManager)
    progress.notebook_start()
    try:
        WarmNotebookClient(
            progress,
            kernel_name=kernel_name,
            startup_timeout=start_timeout,
            log=logger,
            log_output=log_output,
            **options,
        ).execute()
    finally:
        progress.cleanup_pbar()
        progress.notebook_complete()
    return progress.nb


class SparingManager(NotebookExecutionManager):
    """Papermill's record of an execution, saved not at each cell's start and end but now and then.

    Saving writes and validates the whole notebook, so that a notebook with a chart in each cell
    spends more time on it than on the charts.
    """

    ended = False

    def save(self, **changes: Any) -> None:
        """Save at the end, and when the last time is long enough ago."""
        waited = (self.now() - self.last_save_time).total_seconds()
        if self.end_time or 0 < self.autosave_cell_every <= waited:
            super().save(**changes)


class WarmNotebookClient(PapermillNotebookClient):
    """Papermill's client, honest about cells that never ended."""

    def execute_cell(self, cell: NotebookNode, cell_index: int, **options: Any) -> NotebookNode:
        """Execute a cell; when the kernel dies or ignores its time limit the cell has failed."""
        self._interrupted = False
        try:
            return super().execute_cell(cell, cell_index, **options)
        except CellExecutionError:
            raise
        except Exception as error:
            self.nb_man.cell_exception(cell, cell_index=cell_index, exception=error)
            raise

    async def _async_handle_timeout(
        self, timeout: int, cell: NotebookNode | None = None
    ) -> dict[str, Any] | None:
        """Interrupt a cell that takes too long; give it up if that does not end it either."""
        if self._interrupted and cell is not None:
            raise CellTimeoutError.error_from_timeout_and_cell(
                "Cell went on after being interrupted", timeout, cell
            )
        self._interrupted = True
        return await super()._async_handle_timeout(timeout, cell)
