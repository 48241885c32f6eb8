"""A seal on an export: what it holds, counted and hashed, so that whoever reads it can tell whether it was changed."""

from __future__ import annotations

import json
from collections.abc import Mapping

SEAL = "check"


def sealed(content: Mapping[str, object]) -> dict[str, object]:
    """Return content with its seal at the end: how many things each list has, and the SHA-256 of all of it."""
    rows = {name: len(value) for name, value in content.items() if isinstance(value, list)}
    return {**content, SEAL: {"rows": rows, "sha256": _digest(content)}}


def is_broken(content: Mapping[str, object]) -> bool:
    """Tell whether content is not as it was sealed; content without a seal is not. Order and spacing do not matter."""
    seal = content.get(SEAL)
    if seal is None:
        return False
    return not isinstance(seal, dict) or seal.get("sha256") != _digest(content)


def _digest(content: Mapping[str, object]) -> str:
    """Return the SHA-256 of the JSON of each value behind its key, keys in order, without blanks, in ASCII."""
    from hashlib import sha256

    found = sha256()
    for name in sorted(content.keys() - {SEAL}):
        found.update(json.dumps([name, content[name]], sort_keys=True, separators=(",", ":")).encode())
    return found.hexdigest()
