"""Is this mail? By how it begins, never by its name."""

from __future__ import annotations

import re

from netcli.errors import UsageError
from netcli.importing.draft import Reading

#: How Outlook's own .msg files begin ([MS-CFB] section 2.2): they are none that can be read here.
MICROSOFT = b"\xd0\xcf\x11\xe0"
_MAILBOX = re.compile(rb"(?:\xef\xbb\xbf)?\s*From [^\n]*\n(?:>?[!-9;-~]+[ \t]*:|>?From |\r?\n)")
#: A header that only mail has, among lines that are all headers, or go on with one.
_LINES = re.compile(rb"(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_OF_MAIL = re.compile(
    rb"(?im)^(?:from|to|cc|date|subject|message-id|received|return-path|delivered-to|mime-version|content-type"
    rb"|x-mozilla-status|x-gm-thrid)[ \t]*:"
)
_EMLX = re.compile(rb"\A\d+ *\n")


def is_mailbox(head: bytes) -> bool:
    """Tell whether a file is a mailbox, by its beginning."""
    return bool(_MAILBOX.match(head))


def is_mail(head: bytes) -> bool:
    """Tell whether a file is a mailbox or a message, by its beginning."""
    if is_mailbox(head):
        return True
    plain = _EMLX.sub(b"", head.lstrip(b"\xef\xbb\xbf\r\n"), count=1)
    lines = _LINES.match(plain)
    return bool(lines) and bool(_OF_MAIL.search(plain, 0, lines.end() if lines else 0))


def read(_data: bytes) -> Reading:
    """Raise UsageError: mail is read from its files (importing/mail_reading.py), which may be of any size."""
    raise UsageError("mail is imported by itself", hint="netcli import FILE.mbox")
