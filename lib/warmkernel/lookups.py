"""Note which environment variables are looked up, to know what importing a library rests on."""

import contextlib
import os
from collections.abc import Iterator

Environment = type(os.environ)

OWN = ("WARMKERNEL_", "JPY_")
"""Variables that differ from kernel to kernel without a library meaning it."""


class Noting(Environment):  # type: ignore[misc,valid-type]
    """`os.environ` that notes the names asked for, but not those of copies of all of it.

    Whoever copies it, or goes through all of it, asks for each name in order; whoever picks some
    names out of it does not.
    """

    noted: set[str]
    ahead: list[str]

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        self.ahead = list(super().__iter__())[::-1]
        yield from self.ahead[::-1]

    def __getitem__(self, name: str) -> str:
        """Return a variable's value."""
        if self.ahead and self.ahead[-1] == name:
            self.ahead.pop()
        else:
            self.ahead = []
            self.noted.add(name)
        return super().__getitem__(name)


@contextlib.contextmanager
def noting() -> Iterator[set[str]]:
    """Note the names of the variables that are looked up during the block, set or not."""
    noted: set[str] = set()
    os.environ.__dict__.update(noted=noted, ahead=[])
    os.environ.__class__ = Noting  # in place: libraries keep references to it
    try:
        yield noted
    finally:
        os.environ.__class__ = Environment
        del os.environ.noted, os.environ.ahead  # type: ignore[attr-defined]
        noted -= {name for name in noted if name.startswith(OWN)}


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Look up variables without making servers with other values of them others.

    For modules that check in each kernel what they found while they were imported.
    """
    usual, os.environ.__class__ = os.environ.__class__, Environment
    try:
        yield
    finally:
        os.environ.__class__ = usual
