"""Statistical disclosure control of linked tables and of the statistics shown beside them.

Imports nothing of what it protects: counts, statistics and slices come in as plain data.
"""
