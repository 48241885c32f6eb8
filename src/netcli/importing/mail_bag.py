"""What is kept of each message while a mailbox is read: who, to whom, on which day; a few numbers a message."""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence

from netcli.domain.message_seen import short_digest
from netcli.importing.formats.mail_addresses import Mailbox, mailboxes
from netcli.importing.formats.mail_bulk import AUTOMATIC, is_nobody, left_out
from netcli.importing.formats.mail_dates import utc_day
from netcli.shape import NamedTuple

MOST_RECIPIENTS = 20
_FIELD = re.compile(
    rb"\n(?=[ACDFILMPRTXacdfilmprtx])(auto-submitted|cc|date|from|in-reply-to|list-(?:id|post|unsubscribe)|message-id"
    rb"|precedence|references|to|x-(?:gmail-labels|mozilla-status|spam-flag))[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE,
)
_REMEMBERED = 20_000  #: values of headers that are read once only: people write to the same people
_LONGEST_REMEMBERED = 500

NO_SENDER = "mail without the address of a sender"
NO_RECIPIENT = "mail to nobody, as far as its headers tell"
NO_DATE = "mail without a date that can be read"
TOO_MANY = f"mail to more than {MOST_RECIPIENTS} people"
AGAIN = "the same message again"


class Message(NamedTuple):
    """One message: its digest, the ordinal of its day, and the numbers of the addresses of sender and recipients."""

    digest: int
    day: int
    sender: int
    recipients: Sequence[int]


class MailBag:
    """Messages that count, addresses by number, and how many messages were left out and why."""

    def __init__(self) -> None:
        self.read = 0
        self.skipped: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.is_gmail = False
        self._names: dict[int, str] = {}
        self._numbers: dict[str, int] = {}
        self._lists: set[str] = set()
        self._digests, self._days = array("q"), array("i")
        self._people, self._starts = array("i"), array("q")
        self._seen: set[int] = set()
        self._values: dict[bytes, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._digests)

    def take(self, headers: bytes, folder: str | None = None) -> None:
        """Read one message by its headers; `folder` is why all mail of its folder is left out, if it is."""
        self.read += 1
        if reason := folder or self._take(fields_of(headers)):
            self.skipped[reason] += 1

    def _take(self, fields: dict[bytes, bytes]) -> str | None:
        """Keep a message, or return why not."""
        if b"x-gmail-labels" in fields:
            self.is_gmail = True
        if reason := left_out(fields):
            if posted_to := fields.get(b"list-post"):
                self._lists.update(re.findall(r"mailto:([^>?\s]+)", posted_to.decode("latin-1").lower()))
            return reason
        senders = self._numbered(fields.get(b"from", b""))
        if not senders:
            return NO_SENDER
        sender = senders[0]
        if is_nobody(self.addresses[sender]):
            return AUTOMATIC
        everybody = (*self._numbered(fields.get(b"to", b"")), *self._numbered(fields.get(b"cc", b"")))
        recipients = [number for number in dict.fromkeys(everybody) if number != sender]
        if not recipients:
            return NO_RECIPIENT
        return TOO_MANY if len(recipients) > MOST_RECIPIENTS else self._keep(fields, sender, recipients)

    def _keep(self, fields: dict[bytes, bytes], sender: int, recipients: list[int]) -> str | None:
        day = utc_day(fields.get(b"date", b""))
        if day is None:
            return NO_DATE
        digest = digest_of(fields)
        if digest in self._seen:
            return AGAIN
        self._seen.add(digest)
        self._digests.append(digest)
        self._days.append(day)
        self._starts.append(len(self._people))
        self._people.append(sender)
        self._people.extend(recipients)
        return None

    def _numbered(self, value: bytes) -> tuple[int, ...]:
        """Return the numbers of the addresses of a header."""
        known = self._values.get(value)
        if known is None:
            known = tuple(self._number(found) for found in mailboxes(value)) if value else ()
            if len(value) <= _LONGEST_REMEMBERED:
                if len(self._values) >= _REMEMBERED:
                    self._values.clear()
                self._values[value] = known
        return known

    def _number(self, found: Mailbox) -> int:
        number = self._numbers.get(found.address)
        if number is None:
            number = self._numbers[found.address] = len(self.addresses)
            self.addresses.append(found.address)
        if found.name and len(found.name.split()) > len(self._names.get(number, "").split()):
            self._names[number] = found.name
        return number

    def name(self, number: int) -> str:
        """Return the fullest name that an address came with; empty if it came without."""
        return self._names.get(number, "")

    def is_nobody(self, number: int) -> bool:
        """Tell whether an address is that of a list or a program."""
        address = self.addresses[number]
        return address in self._lists or is_nobody(address)

    def messages(self) -> Iterator[Message]:
        """Yield the messages that count, in order of their days."""
        ends = array("q", [*self._starts[1:], len(self._people)])
        for at in sorted(range(len(self._days)), key=self._days.__getitem__):
            people = self._people[self._starts[at] : ends[at]]
            yield Message(self._digests[at], self._days[at], people[0], people[1:])


def fields_of(headers: bytes) -> dict[bytes, bytes]:
    """Return the headers that matter, names in lower case; of several of a name the first counts, all of To and Cc."""
    fields: dict[bytes, bytes] = {}
    for name, value in _FIELD.findall(b"\n" + headers):
        key = name.lower()
        if key not in fields:
            fields[key] = value.strip()
        elif key in (b"to", b"cc"):
            fields[key] += b", " + value.strip()
    return fields


def digest_of(fields: dict[bytes, bytes]) -> int:
    """Return 64 bits of what tells a message from others: its Message-ID, else date, sender and recipients."""
    parts = [fields.get(b"message-id", b"")]
    if not parts[0]:
        parts = [b"", *(b" ".join(fields.get(name, b"").split()) for name in (b"date", b"from", b"to"))]
    return short_digest(b"\0".join(parts))
