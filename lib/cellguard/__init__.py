"""Statistical disclosure control of linked tables; knows nothing of surveys."""

from typing import Any

__all__ = ["suppress"]


def __getattr__(name: str) -> Any:
    """Import `suppress` when it is asked for: the rules alone need no pandas."""
    if name != "suppress":
        raise AttributeError(name)
    from cellguard.table import suppress

    return suppress
