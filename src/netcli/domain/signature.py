"""A pasted e-mail signature, read as far as it is plain."""

from __future__ import annotations

import re

from netcli.domain.person import named
from netcli.errors import BadInputError
from netcli.model import PersonFacts, PointFact, PointKind, PositionFact
from netcli.text import one_line

_MAIL = re.compile(r"<?(?:mailto:)?([^@\s<>,;|:]+@[^@\s<>,;|]+\.[^@\s<>,;|.]+)>?", re.IGNORECASE)
_URL = re.compile(r"(?:https?://|www\.)[^\s<>|]+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[(\d][\d ().\-/]{5,}\d")
_LABEL = re.compile(
    r"^(?:e-?mail|mail|courriel|tel|tél|phone|téléphone|mobile?|mob|portable|cell|fax|web|site|www|[mtpefw])\s*[.:]*\s*$",
    re.IGNORECASE,
)
_LONGEST_LINE = 300  #: the patterns below are quadratic on hostile text
_PARTS = re.compile(r"\s+[|·•–—]\s+|\s*\|\s*|\s+-\s+")
_AT = re.compile(r"\s*,\s+|\s+(?:at|chez|@)\s+")


def read_signature(text: str) -> PersonFacts:
    """Return the facts in a signature: the first line that is only words is the name, the next one the job.

    Addresses, numbers and pages are taken wherever they stand. Raises BadInputError if no line can be a name.
    """
    points: list[PointFact] = []
    words: list[str] = []
    for line in text.splitlines():
        if len(line) > _LONGEST_LINE:
            raise BadInputError("this is no signature: a line is too long", hint='netcli add "Ana Pires"')
        rest = line.strip().lstrip("-").strip()
        for kind, pattern in ((PointKind.URL, _URL), (PointKind.EMAIL, _MAIL), (PointKind.PHONE, _PHONE)):
            points += [PointFact(kind, one_line(found).rstrip(".,;")) for found in pattern.findall(rest)]
            rest = pattern.sub(" | ", rest)
        words += [part.strip(" ,;<>") for part in _PARTS.split(rest) if _is_words(part)]
    if not words:
        raise BadInputError("no name found in what was pasted", hint='netcli add "Ana Pires <ana@example.org>"')
    facts = named(words[0])
    return facts._replace(points=tuple(dict.fromkeys(points)), positions=_position(words[1:]))


def _is_words(part: str) -> bool:
    cleaned = part.strip(" ,;:<>|")
    return any(c.isalpha() for c in cleaned) and not _LABEL.match(cleaned)


def _position(lines: list[str]) -> tuple[PositionFact, ...]:
    """Return the job: `Title, Organisation` or `Title at Organisation` on one line, or on two."""
    if not lines:
        return ()
    title, *rest = _AT.split(lines[0], maxsplit=1)
    org = rest[0] if rest else lines[1] if len(lines) > 1 else None
    return (PositionFact(org, title),)
