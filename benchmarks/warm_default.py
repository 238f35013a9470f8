"""A plugin of pytest: papermill's own tests, executed by the warm engine instead of papermill's."""

from collections.abc import Iterator
from unittest import mock

import papermill.engines
import pytest
from papermill.clientwrap import PapermillNotebookClient

import warmkernel.notebook
from warmkernel.engine import WarmEngine

papermill.engines.papermill_engines.register(None, WarmEngine)
papermill.engines.papermill_engines.register("nbclient", WarmEngine)


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put what a test puts in the place of papermill's client in the place of ours, too."""
    ours = warmkernel.notebook.WarmNotebookClient

    def client(*arguments: object, **options: object) -> object:
        theirs = papermill.engines.PapermillNotebookClient
        chosen = ours if theirs is PapermillNotebookClient else theirs
        return chosen(*arguments, **options)

    with mock.patch.object(warmkernel.notebook, "WarmNotebookClient", client):
        yield
