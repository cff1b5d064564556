"""The digest by which texts are found in arrays. It is the same on every run, machine and version of Python."""

from __future__ import annotations

import hashlib


def digest(text: str) -> int:
    """Return the 64-bit BLAKE2b hash of a text, read as a little-endian unsigned number.

    The probability that any two of a million texts share a digest is 3 in 100 million.
    """
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")
