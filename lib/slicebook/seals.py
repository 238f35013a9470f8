"""Notes about what was made, as JSON that bears a hash of itself: a damaged one is taken for none.

Against accidents (a truncated file, an edited one), not against somebody who makes hashes too.
"""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SEAL = "seal"


def hash_of_json(content: object) -> str:
    """Return a hash of plain data."""
    text = json.dumps(content, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return plain data with the hash of it."""
    return {**content, SEAL: hash_of_json(content)}


def opened(path: Path) -> dict[str, Any] | None:
    """Return the data of a sealed file; None where there is none, or not as it was written."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        seal = content.pop(SEAL)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return content if hash_of_json(content) == seal else None
