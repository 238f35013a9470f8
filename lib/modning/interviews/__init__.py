"""What the qualitative findings stand on: who was interviewed, and who is cited for what.

The registers are the report's Tabel 5.2 to 5.4, the themes its interview guide (Bilag 2). The
evidence table names every informant or group of them that the report quotes or cites, without the
words. Coded segments of a researcher's own give the same table: see `segments`.
"""

from modning.interviews.disagreement import (
    disagreement_figures,
    disagreement_table,
    disagreements,
)
from modning.interviews.evidence import (
    completed,
    contradiction_figures,
    contradictions,
    heard,
    numbered,
    standing,
    support_figures,
)
from modning.interviews.files import (
    ALL_OF_THEM,
    FILES,
    GROUP,
    KINDS,
    QUALIFIES,
    ROLES,
    STANCES,
    SUPPORTS,
    load,
)
from modning.interviews.registers import count_figures, register
from modning.interviews.tables import (
    contradiction_table,
    evidence_table,
    meeting_table,
    register_table,
    substance_table,
    theme_table,
)

__all__ = [
    "ALL_OF_THEM",
    "FILES",
    "GROUP",
    "KINDS",
    "QUALIFIES",
    "ROLES",
    "STANCES",
    "SUPPORTS",
    "completed",
    "contradiction_figures",
    "contradiction_table",
    "contradictions",
    "count_figures",
    "disagreement_figures",
    "disagreement_table",
    "disagreements",
    "evidence_table",
    "heard",
    "load",
    "meeting_table",
    "numbered",
    "register",
    "register_table",
    "standing",
    "substance_table",
    "support_figures",
    "theme_table",
]
