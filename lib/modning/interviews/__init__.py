"""What the qualitative findings stand on: who was interviewed, and who is cited for what.

The registers are the report's Tabel 5.2 to 5.4, the themes its interview guide (Bilag 2). The
evidence table names every informant or group of them that the report quotes or cites, without the
words. Coded segments of a researcher's own give the same table: see `segments`.
"""

from modning.interviews.evidence import (
    completed,
    contradictions,
    disagreement_table,
    disagreements,
    heard,
    numbered,
    standing,
    voices,
)
from modning.interviews.files import (
    FILES,
    GROUP,
    KINDS,
    QUALIFIES,
    STANCES,
    SUPPORTS,
    load,
)
from modning.interviews.tables import (
    contradiction_table,
    evidence_table,
    register_table,
    substance_table,
)
