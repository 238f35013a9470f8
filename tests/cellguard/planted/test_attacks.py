"""The random worlds of `make attacks` can all be drawn."""

from tests.cellguard.planted import books
from tests.cellguard.planted.attacks import KINDS, WORLDS, worlds
from tests.cellguard.planted.test_planted import PROGRAMME


def test_every_random_world_has_groups_of_its_sizes():
    lines = list(worlds(0, WORLDS))
    assert len(lines) == 200
    assert {line.kind.partition(",")[0] for line in lines} == set(KINDS)
    for line in lines:
        for place, span in zip(PROGRAMME.municipalities, (line.few, line.many), strict=False):
            sizes = [
                len(mine)
                for (there, _), mine in books.answers(line, PROGRAMME).items()
                if there == place
            ]
            assert sizes
            assert set(sizes) <= set(range(*span))
