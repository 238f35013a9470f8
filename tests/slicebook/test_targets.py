"""Where a book is published: what programme.yml may say, and what it may not."""

import pytest

from slicebook.programme import load_programme
from slicebook.targets import Target, read_targets


def test_the_projects_own_targets_are_read():
    assert set(load_programme().targets) == {"staging", "production"}
    assert read_targets({"staging": {"folder": "../site"}}) == {
        "staging": Target("staging", "folder", "../site")
    }


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"live": {"folder": "x"}}, "expected entries among staging, production"),
        ([], "expected entries among"),
        ({"staging": {"ftp": "x"}}, "staging: expected a folder or a branch"),
        ({"staging": {"folder": "x", "branch": "y"}}, "staging: expected a folder or a branch"),
        ({"staging": {"folder": " "}}, "staging: folder: expected a name"),
    ],
)
def test_others_are_named(raw, said):
    with pytest.raises(ValueError, match=said):
        read_targets(raw)
