"""Statistical disclosure control of linked tables and the statistics beside them.

Knows nothing of surveys: counts, statistics and slices come in as plain data.
"""

from cellguard.table import suppress

__all__ = ["suppress"]
