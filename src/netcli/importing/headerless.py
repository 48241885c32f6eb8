"""A table without a header: columns that are clearly addresses, numbers and names by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from netcli.importing.columns import Column, read_header

_EMAIL = re.compile(r"(?:mailto:)?[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+|.*<[^\s@<>]+@[^\s@<>]+>")
_DATE = r"(?:\d{4}([-/.])\d\d?\1\d\d?|\d\d?([-/.])\d\d?\2\d{4})$"
_PHONE = re.compile(rf"(?!{_DATE})" r"[+(]?[\d][\d\s()./+-]{5,}(?:\s*(?:x|ext\.?)\s*\d+)?")
_WORD = re.compile(r"[^\W\d_][^\d@_/:]*")
_URL = re.compile(r"(?i)(?:https?://|www\.)\S+")
_MOST = 0.8  #: share of the filled cells of a column that must be alike
#: Thunderbird's columns, which it wrote without a header in old versions; Screen Name came later, or at the end.
_THUNDERBIRD = (
    "First Name", "Last Name", "Display Name", "Nickname", "Primary Email", "Secondary Email", "Screen Name",
    "Work Phone", "Home Phone", "Fax Number", "Pager Number", "Mobile Number", "Home Address", "Home Address 2",
    "Home City", "Home State", "Home ZipCode", "Home Country", "Work Address", "Work Address 2", "Work City",
    "Work State", "Work ZipCode", "Work Country", "Job Title", "Department", "Organization", "Web Page 1",
    "Web Page 2", "Birth Year", "Birth Month", "Birth Day", "Custom 1", "Custom 2", "Custom 3", "Custom 4", "Notes",
)  # fmt: skip


def guess(rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """Return what the columns of a table without a header are for, or None if they do not clearly tell.

    A table as wide as Thunderbird's with addresses where it has them is Thunderbird's. Else one column at least must be
    all addresses; the first columns of words are names, one of them with several words the whole name.
    """
    if not rows or not rows[0]:
        return None
    if (layout := _thunderbird(rows)) is not None:
        return read_header(layout)
    width = max(map(len, rows))
    texts = [[row[at].strip() for row in rows if at < len(row) and row[at].strip()] for at in range(width)]
    roles: list[str | None] = [_role(column) for column in texts]
    if "email" not in roles:
        return None
    filled = [at for at, column in enumerate(texts) if len(column) >= _MOST * len(rows)]
    words = [at for at in filled if roles[at] is None and _share(texts[at], _WORD.fullmatch) >= _MOST]
    for at, role in zip(words, _names(texts, words), strict=False):
        roles[at] = role
    return tuple(Column(at, f"Col {at + 1}", role, number=at + 1) for at, role in enumerate(roles))


def _names(texts: Sequence[Sequence[str]], words: Sequence[int]) -> tuple[str, ...]:
    """Return whether the first column of words is the whole name, or the first two are its parts."""
    if not words:
        return ()
    several = _share(texts[words[0]], lambda text: len(text.split()) > 1) > 0.5
    return ("given", "family") if not several and words[1:2] == [words[0] + 1] else ("name",)


def _role(texts: Sequence[str]) -> str | None:
    for role, form in (("email", _EMAIL), ("url", _URL), ("phone", _PHONE)):
        if texts and _share(texts, form.fullmatch) >= _MOST:
            return role
    return None


def _share(texts: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(text)) for text in texts) / len(texts) if texts else 0


def _thunderbird(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """Return Thunderbird's header if the table has its form: 36 or 37 columns, addresses in the fifth and sixth."""
    width = len(rows[0]) - (not any(row[-1].strip() for row in rows if len(row) == len(rows[0])) and len(rows[0]) == 38)
    mails = [cell for row in rows for cell in row[4:6] if cell.strip()]
    others = [cell for row in rows for cell in (*row[:4], *row[6:]) if "@" in cell]
    if width not in {36, 37} or not mails or _share(mails, _EMAIL.fullmatch) < _MOST or len(others) > len(mails):
        return None
    early = [name for name in _THUNDERBIRD if name != "Screen Name"]
    screen_names = [row[6] for row in rows if len(row) > 6 and row[6].strip()]
    if width == 36 or (screen_names and _share(screen_names, _PHONE.fullmatch) >= _MOST):
        return early if width == 36 else [*early, "Screen Name"]
    return list(_THUNDERBIRD)
