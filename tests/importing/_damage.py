"""Ways to damage a file, for readers that may reject what they are given and may not fail."""

from __future__ import annotations

import random


def cut(data: bytes, rng: random.Random) -> bytes:
    """Return the data up to a place somewhere in it."""
    return data[: rng.randrange(len(data))]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Return the data with one byte in two hundred, one at least, become another."""
    damaged = bytearray(data)
    for _ in range(1 + len(data) // 200):
        damaged[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(damaged)
