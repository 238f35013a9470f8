"""Coded interviews of a researcher's own: who was coded with what, never the words.

Read are CSV files and the exchange format of NVivo, ATLAS.ti and MAXQDA, REFI-QDA 1.5
(https://www.qdasoftware.org): projects (.qdpx, .qde) and codebooks (.qdc). docs/coding.md says
how to write them.
"""

from modning.segments.own import (
    code_table,
    matched,
    own_codes,
    own_evidence,
    read_segments,
)
from modning.segments.refi_qda import read_codes
