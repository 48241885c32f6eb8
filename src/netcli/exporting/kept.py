"""Lines of imported cards that netcli has no place for, made fit for a card of version 3.0."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set

from netcli.exporting.card import Line, Next, escaped_as_is, parameter
from netcli.importing.formats.contentline import ContentLine, content_lines
from netcli.text import visible

_TOKEN = re.compile(r"[A-Za-z0-9-]+")
_CHARSET = re.compile(r"(?i);CHARSET=(?:\"[^\"]*\"|[^;:]*)")
#: Properties that would begin or end a card.
_NEVER = frozenset({"BEGIN", "END", "VERSION"})
#: Properties that netcli writes once; what was kept of them is a second one, or has parts that nobody knows.
_ONCE = frozenset({"UID", "FN", "N", "BDAY", "X-ANNIVERSARY", "LANG", "ADR", "PHOTO"})


def kept_in_card(records: Iterable[str], own: Sequence[Line], group: Next) -> Iterator[Line]:
    """Yield the lines kept of each source's card, each once, to follow the `own` lines of the person.

    Parameters get names, and groups names that are free. What would come a second time, or is no property at all, gets
    a name of its own: X-ALT-..., X-KEPT.
    """
    taken = _ONCE.intersection(line.name for line in own)
    seen: set[Line] = set()
    for record in dict.fromkeys(records):
        groups: defaultdict[str, str] = defaultdict(group)
        for raw in record.split("\n"):
            for read in _read(raw):
                line = _written(raw, read, taken)
                if line and (read.group or line not in seen):
                    seen.add(line)
                    yield line._replace(group=groups[read.group]) if read.group else line


def _read(raw: str) -> Iterator[ContentLine]:
    """Return a line that was kept as text: what it says of its character set is over."""
    return content_lines(_CHARSET.sub("", raw, count=1).encode())


def _written(raw: str, line: ContentLine, taken: Set[str]) -> Line | None:
    if line.name in _NEVER:
        return None
    is_agent = line.name == "AGENT" and line.value.strip().upper() in ("", "BEGIN:VCARD")  # his card would follow
    if not _TOKEN.fullmatch(line.name) or is_agent:
        return Line("X-KEPT", escaped_as_is(raw))
    name = f"X-ALT-{line.name}" if line.name in taken else line.name
    return Line(name, "\\n".join(map(visible, re.split(r"\r\n|\r|\n", line.value))), tuple(_params(line)))


def _params(line: ContentLine) -> Iterator[tuple[str, ...]]:
    types = [*line.param("TYPE"), *(["PREF"] if line.param("PREF") == ["1"] else [])]
    if types:
        yield "TYPE", *map(parameter, dict.fromkeys(types))
    for name, value in line.params:
        if name == "ENCODING":
            if value.upper() in {"B", "BASE64"} and _is_base64(line.value):
                yield "ENCODING", "b"
        elif name not in {"TYPE", "CHARSET"} and _TOKEN.fullmatch(name) and (name, value) != ("PREF", "1"):
            yield name, parameter(value)


def _is_base64(text: str) -> bool:
    try:
        a2b_base64("".join(text.split()), strict_mode=True)
    except (Error, ValueError):
        return False
    return True
