"""Say once, and not at every kernel, what slows kernels down."""

import hashlib
import os
import warnings

SAID = "WARMKERNEL_SAID"
"""Environment variable: what was said already, here or by the process that started this one."""


def once(*sentences: str, stacklevel: int = 3) -> None:
    """Warn of each sentence that neither this process nor the one that started it has warned of."""
    for sentence in sentences:
        mark = hashlib.sha256(sentence.encode()).hexdigest()[:8]
        known = os.environ.get(SAID, "").split()
        if mark not in known:
            os.environ[SAID] = " ".join([*known, mark])
            warnings.warn(sentence, RuntimeWarning, stacklevel=stacklevel)
