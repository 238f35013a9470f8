"""The picker of another slice: in JupyterLab, and in no run."""

import pytest

from modning import picker
from slicebook import notes
from slicebook.slices import Slice


@pytest.mark.parametrize(
    ("inside", "run", "count"), [(True, False, 1), (True, True, 0), (False, False, 0)]
)
def test_it_is_offered_in_jupyterlab_alone(monkeypatch, inside, run, count) -> None:
    shown = []
    monkeypatch.setattr(picker, "display", shown.append)
    for name, there in ((notes.SESSION, inside), (notes.LEAVE, run)):
        monkeypatch.setenv(name, "1") if there else monkeypatch.delenv(name, raising=False)
    assert notes.is_open() == bool(count)
    if count:
        picker.offer(Slice("koge", "2024"))
    assert len(shown) == count
    for one in shown:
        assert '<option value="koge" selected>Køge</option>' in one.data
        assert '<option value="2024" selected>2024</option>' in one.data
        assert one.data.count("selected") == 2
