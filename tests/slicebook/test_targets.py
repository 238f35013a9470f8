"""Where a book is published: what programme.yml may say, and what it may not."""

import pytest

from slicebook.errors import InputError
from slicebook.programme import load_programme
from slicebook.targets import Publish, Target
from slicebook.written import read


def test_the_projects_own_targets_are_read():
    assert set(load_programme().targets) == {"staging", "production"}
    given = read(Publish, {"staging": {"folder": "../site"}}, "programme.yml: publish")
    assert given.targets() == {"staging": Target(folder="../site")}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"live": {"folder": "x"}}, "unknown entry live; expected staging, production"),
        ([], r"expected a mapping, found \[\]"),
        ({"staging": {"ftp": "x"}}, "staging: unknown entry ftp; expected folder, branch"),
        ({"staging": {}}, "staging: expected a folder or a branch"),
        ({"staging": {"folder": "x", "branch": "y"}}, "staging: expected a folder or a branch"),
        ({"staging": {"folder": " "}}, "staging: folder: expected a text, found ' '"),
    ],
)
def test_others_are_named(raw, said):
    with pytest.raises(InputError, match=f"^publish: {said}"):
        read(Publish, raw, "publish")
