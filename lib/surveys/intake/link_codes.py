"""Hash the parts of self-generated codes, so that nobody's code is stored.

A part is short (a letter, a day) and there are few values to try, so a plain hash would be read
back in no time. The hash is keyed (BLAKE2, RFC 7693) with a secret of the project, which is made
when the first code is met. Whoever deletes the secret makes the stored hashes meaningless.
"""

import hashlib
import os
import re
import secrets
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

from slicebook import paths
from slicebook.errors import InputError
from surveys.codebook import Column
from surveys.intake.grid import distinct, plain, whole_number
from surveys.intake.values import NOTHING

_BYTES = 8


def hashed(cells: pa.ChunkedArray, column: Column) -> pd.arrays.IntegerArray:
    """Return each cell's hash as Int64, missing where the part was left out.

    The same part written in two ways has one hash: case, blanks, marks and leading zeros do not
    count. Equal texts in different parts of a code have different hashes.
    """
    positions, values = distinct(cells)
    parts = [normalised(value) for value in values]
    numbers = [0 if part is None else _hash(column.row.id, part) for part in parts]
    missing = np.array([part is None for part in parts], dtype=bool)
    return pd.arrays.IntegerArray(np.array(numbers, dtype=np.int64)[positions], missing[positions])


def normalised(text: str) -> str | None:
    """Return a part as it is compared; None where nothing was given.

    >>> normalised(" 05 "), normalised("å-b"), normalised("-")
    ('5', 'ÅB', None)
    """
    text = plain(text)
    if text.casefold() in NOTHING:
        return None
    number = whole_number(text)
    return str(number) if number is not None else re.sub(r"[\W_]", "", text).upper() or None


def _hash(part: str, text: str) -> int:
    told = f"{part}\0{text}".encode()
    digest = hashlib.blake2b(told, key=_key(), digest_size=_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


def _key() -> bytes:
    """Return the project's secret, made at the first call and readable by its owner alone."""
    path = paths.link_key()
    try:
        place = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _known(path)
    with os.fdopen(place, "wb") as file:
        file.write(secrets.token_bytes(hashlib.blake2b.MAX_KEY_SIZE))
    return _known(path)


def _known(path: Path) -> bytes:
    """Return the secret of a file; a short one would be found by trying."""
    secret = path.read_bytes()
    if len(secret) != hashlib.blake2b.MAX_KEY_SIZE:
        raise InputError(
            f"{path.name}: holds {len(secret)} bytes, expected {hashlib.blake2b.MAX_KEY_SIZE}; put "
            "the secret back, or remove the file and take all exports in again"
        )
    return secret
