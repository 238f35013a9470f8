"""Statistical disclosure control of linked tables; knows nothing of surveys."""

from cellguard.table import suppress

__all__ = ["suppress"]
