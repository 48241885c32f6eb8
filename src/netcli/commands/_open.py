"""Links to people, handed to the program that the user's desktop opens them with."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from urllib.parse import quote

from netcli.domain.way import Way
from netcli.errors import BadInputError

#: Schemes of messengers (https://www.iana.org/assignments/uri-schemes). No other is opened: a link that somebody's card
#: brings may start any program that is registered for its scheme.
_MESSENGERS = frozenset(
    {"xmpp", "sip", "sips", "im", "irc", "ircs", "matrix", "skype", "aim", "icq", "msnim", "ymsgr", "gtalk", "tg",
     "sgnl", "whatsapp", "facetime", "threema", "sms", "callto", "http", "https", "mailto", "tel"}
)  # fmt: skip


def link_of(way: Way) -> str:
    """Return a contact point as a link: mailto: (RFC 6068), tel: (RFC 3966), or a page.

    Raises BadInputError for a messenger that no link leads to.
    """
    if way.kind == "email":
        return f"mailto:{quote(way.value, safe='@.+-_')}"
    if way.kind == "phone":
        number, _, extension = way.value.partition("x") if "ext" not in way.value else way.value.partition("ext")
        digits = "".join(c for c in number if c.isdigit() or c == "+")
        more = "".join(c for c in extension if c.isdigit())
        return f"tel:{digits}" + (f";ext={more}" if more else "")
    scheme, colon, _ = way.value.partition(":")
    if way.kind == "url":
        return way.value if colon and scheme.lower() in ("http", "https") else f"https://{way.value}"
    if colon and scheme.lower() in _MESSENGERS:
        return way.value
    raise BadInputError(f"no link leads to {way.value}", hint="write there by hand")


def open_link(link: str) -> None:
    """Hand a link to `NETCLI_OPENER`, else to what the desktop opens links with; it goes on by itself.

    Raises BadInputError if there is no such program.
    """
    command = shlex.split(os.environ.get("NETCLI_OPENER", "")) or [_OPENERS.get(sys.platform, "xdg-open")]
    if sys.platform == "win32" and "NETCLI_OPENER" not in os.environ:
        os.startfile(link)  # noqa: S606 - what Windows opens links with
        return
    try:
        subprocess.Popen(  # noqa: S603 - the user's own program, and a link as one word
            [*command, link], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise BadInputError(
            f"{command[0]} cannot be started: {error.strerror}", hint=f"open it by hand: {link}; or set NETCLI_OPENER"
        ) from error


_OPENERS = {"darwin": "open", "linux": "xdg-open"}
