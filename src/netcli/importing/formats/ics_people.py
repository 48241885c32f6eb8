"""Who is in an event: attendees and organiser, as calendars of any age write them, and why somebody does not count.

RFC 5545 section 3.8.4.1 with its parameters (3.2), EMAIL of RFC 7986 section 6.2, and the attendees of vCalendar 1.0
(`Jane Smith <jane@example.org>`, STATUS in place of PARTSTAT).
"""

from __future__ import annotations

import re
from functools import lru_cache

from netcli.importing.formats.contentline import Head
from netcli.importing.formats.mail_addresses import decoded, mailboxes, turned
from netcli.importing.formats.mail_bulk import is_nobody
from netcli.shape import NamedTuple
from netcli.text import fold

DECLINED = "people who declined, or sent somebody else"
NOT_PEOPLE = "rooms, resources, lists and programs that were invited"
NOT_THERE = "people who were only told of an event"
_URI = re.compile(r"(?i)\s*(?:mailto:\s*)+")
_OTHER_URI = re.compile(r"(?i)\s*(?:urn:|https?:|/|invalid:|ldap:|tel:|sip:)")
_OF_NOBODY = re.compile(r".+@(?:.+\.)?(?:resource|group|import)\.calendar\.google\.com|unknownorganizer@.+")
#: Parameters by which somebody does not count, with the values that say so.
_ABSENT: tuple[tuple[str, frozenset[str], str], ...] = (
    ("CUTYPE", frozenset({"ROOM", "RESOURCE", "GROUP"}), NOT_PEOPLE),
    ("PARTSTAT", frozenset({"DECLINED", "DELEGATED"}), DECLINED),
    ("STATUS", frozenset({"DECLINED", "DELEGATED"}), DECLINED),
    ("ROLE", frozenset({"NON-PARTICIPANT"}), NOT_THERE),
)


class Guest(NamedTuple):
    """Somebody in an event: how he is told from others, the name he came with, why he does not count if he does not.

    `key` is his address, or where there is none his name after a colon, or what stood there; it is never empty.
    """

    key: str
    name: str = ""
    absent: str | None = None


def read_guest(head: Head, value: str) -> Guest:
    """Return who an ATTENDEE or ORGANIZER is."""
    params = dict(reversed(head.params))  # the first of a name counts
    key, name = _told(value, params.get("EMAIL", ""), params.get("CN", ""))
    return Guest(key, name, _absent(params, key))


@lru_cache(maxsize=20_000)
def _told(value: str, email: str, common_name: str) -> tuple[str, str]:
    """Return (key, name) of somebody."""
    address, within = _address(value)
    if not address and email:
        address, within = _address(email)
    name = turned(decoded(common_name).replace("\\,", ",")) or within
    return address or (f":{fold(name)}" if fold(name) else f":{value.strip()[:200]}:"), name


def _address(value: str) -> tuple[str, str]:
    """Return (address as it is compared, name that stands before it); both empty if a value is none."""
    plain = _URI.sub("", value, count=1)
    if _OTHER_URI.match(plain):
        return "", ""
    if plain != value:  # a URI has no blanks: those are of folds that were made by hand
        plain = "".join(plain.split())
    if "%" in plain:
        from urllib.parse import unquote

        plain = unquote(plain)
    found = mailboxes(plain.partition("?")[0].encode("utf-8", "replace"))
    return found[0] if found else ("", "")


def _absent(params: dict[str, str], key: str) -> str | None:
    for name, values, reason in _ABSENT:
        if params.get(name, "").upper() in values:
            return reason
    return NOT_PEOPLE if _OF_NOBODY.fullmatch(key) or is_nobody(key) else None
