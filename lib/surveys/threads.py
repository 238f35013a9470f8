"""Work on columns of many rows side by side: Arrow and NumPy let go of the interpreter."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

One, Made = TypeVar("One"), TypeVar("Made")


def each(make: Callable[[One], Made], things: Iterable[One]) -> list[Made]:
    """Return what is made of each thing, in their order; the first error is raised."""
    with ThreadPoolExecutor() as pool:
        return list(pool.map(make, things))


def together(*makes: Callable[[], Any]) -> list[Any]:
    """Return what each makes, made at the same time; the first error is raised."""
    return each(lambda make: make(), makes)
