"""Mail that says nothing of two people: lists, newsletters, automatic answers; what was thrown away or never sent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from netcli.importing.formats.mail_addresses import as_text, decoded
from netcli.text import fold

SPAM, TRASH, DRAFT = "mail in the spam folder", "mail in the trash", "drafts"
LIST = "mail of lists, and newsletters"
AUTOMATIC = "mail sent by programs"

#: What Gmail and mail programs call these folders, in the languages of most of their users (folded). Gmail writes the
#: labels of its export in the language of the account.
_FOLDERS: dict[str, str] = {
    **dict.fromkeys(
        (
            "spam", "junk", "junk e mail", "junk email", "junk mail", "bulk mail", "courrier indesirable",
            "indesirables",
            "spamverdacht", "unerwunscht", "junk e mails", "correo no deseado", "no deseado", "posta indesiderata",
            "indesiderata", "lixo eletronico", "lixo electronico", "ongewenst", "ongewenste e mail", "skrappost",
            "soppelpost", "uonsket mail", "roskaposti", "wiadomosci smieci",
        ),
        SPAM,
    ),
    **dict.fromkeys(
        (
            "trash", "bin", "deleted", "deleted items", "deleted messages", "corbeille", "elements supprimes",
            "messages supprimes", "papierkorb", "geloschte elemente", "geloscht", "papelera", "elementos eliminados",
            "cestino", "posta eliminata", "eliminati", "lixeira", "lixo", "reciclagem", "itens excluidos",
            "itens eliminados", "prullenbak", "verwijderde items", "papperskorgen", "papirkurv", "roskakori", "kosz",
        ),
        TRASH,
    ),
    **dict.fromkeys(
        (
            "draft", "drafts", "brouillon", "brouillons", "entwurf", "entwurfe", "borrador", "borradores",
            "bozza", "bozze",
            "rascunho", "rascunhos", "concept", "concepten", "utkast", "kladder", "luonnokset", "wersje robocze",
            "szkice",
            "templates", "outbox", "unsent messages",
        ),
        DRAFT,
    ),
}  # fmt: skip
#: The local part of an address that nobody reads, or no person writes from.
_NOBODY = re.compile(
    r"(?:.*[-_.+=])?(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|ne[-_.]?pas[-_.]?repondre"
    r"|keine[-_.]?antwort|nicht[-_.]?antworten|no[-_.]?(?:responder|responda)|nao[-_.]?respond[ae]r?|non[-_.]?rispondere"
    r"|niet[-_.]?beantwoorden|mailer[-_.]?daemon|postmaster|bounces?|list(?:serv|proc|server)|majordomo|mailman"
    r"|newsletters?|notifications?|notify|auto[-_.]?(?:reply|confirm|mailer|notify|matic))(?:[-_.+=].*)?"
    r"|owner-.+|.+-(?:owner|request|subscribe|unsubscribe|admin|bounces)"
)


def folder_reason(name: str) -> str | None:
    """Return why mail in a folder, or with a label, of this name is left out; None if it is not."""
    return _FOLDERS.get(fold(name))


@lru_cache(maxsize=1024)  # there are few sets of labels
def label_reason(raw: bytes) -> str | None:
    """Return why Gmail's labels (X-Gmail-Labels of its export) leave a message out: spam, trash or draft."""
    labels = decoded(as_text(raw)).split(",")
    return next((reason for label in labels if (reason := folder_reason(label.strip(' "')))), None)


@lru_cache(maxsize=65_536)
def is_nobody(address: str) -> bool:
    """Tell whether an address is one of a program or a list, by its local part."""
    return bool(_NOBODY.fullmatch(address.partition("@")[0]))


def left_out(fields: Mapping[bytes, bytes]) -> str | None:
    """Return why a message is left out, by its headers (names in lower case); None if somebody wrote it to people.

    List-Id (RFC 2919), List-Unsubscribe (RFC 2369) unless it is an answer to somebody, Precedence (RFC 2076 section
    3.9), Auto-Submitted (RFC 3834), Gmail's labels, the marks of spam filters, and those of Thunderbird for what was
    deleted from a folder and is still in its file (X-Mozilla-Status, nsMsgMessageFlags: 0x0008 expunged).
    """
    if (labels := fields.get(b"x-gmail-labels")) and (reason := label_reason(labels)):
        return reason
    if fields.get(b"x-spam-flag", b"").strip().lower() == b"yes":
        return SPAM
    if _is_expunged(fields.get(b"x-mozilla-status", b"")):
        return TRASH
    is_answer = b"in-reply-to" in fields or b"references" in fields
    if b"list-id" in fields or (b"list-unsubscribe" in fields and not is_answer):
        return LIST
    if fields.get(b"precedence", b"").strip().lower() in (b"bulk", b"list", b"junk"):
        return LIST
    automatic = fields.get(b"auto-submitted", b"no").partition(b";")[0].strip().lower()
    return AUTOMATIC if automatic not in (b"no", b"") else None


def _is_expunged(status: bytes) -> bool:
    try:
        return bool(int(status.strip() or b"0", 16) & 0x0008)
    except ValueError:
        return False
